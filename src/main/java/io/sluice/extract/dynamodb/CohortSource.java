package io.sluice.extract.dynamodb;

import io.sluice.settings.Section;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a job file says of its cohorts and their tables.
 *
 * @param table the name of a cohort's table, with {@code {cohort}} in it
 * @param cohortTable the table that lists the cohorts; empty where the job lists them
 * @param name the attribute that has a cohort's name
 * @param starts the attribute with the first day that a cohort is active on
 * @param ends the attribute with the first day that it no longer is; no day: never
 * @param listed the cohorts of the job file
 * @param inactive those of them that are not to be scanned
 * @param segments how many parts of a table are scanned at a time
 * @param consistent whether what was written just before the scan is seen for sure
 * @param attributes names of attributes by the columns of the file; others have the column's name
 */
record CohortSource(
    String table,
    Optional<String> cohortTable,
    String name,
    String starts,
    String ends,
    List<String> listed,
    List<String> inactive,
    int segments,
    boolean consistent,
    Map<String, String> attributes) {
  private static final String COHORT = "{cohort}";
  private static final String STAGE = "{stage}";
  private static final long USUAL_SEGMENTS = 4;
  static final int MOST_SEGMENTS = 64;

  /** Reads the settings; {@code {stage}} stands for the connection's {@code stage}. */
  static CohortSource of(Section extract, Section connection) {
    Optional<String> stage = connection.text("stage");
    String table = staged("table", extract.required("table"), stage, extract);
    if (!table.isEmpty() && !table.contains(COHORT)) {
      extract.problem("table", "\"" + table + "\" lacks {cohort}, where a cohort's name belongs");
    }
    Optional<String> cohortTable =
        extract.text("cohort_table").map(text -> staged("cohort_table", text, stage, extract));
    List<String> listed = extract.texts("cohorts");
    List<String> inactive = extract.texts("inactive_cohorts");
    if (cohortTable.isPresent() == !listed.isEmpty()) {
      extract.problem(
          "cohort_table", "name the table of cohorts, or list them under cohorts, one of the two");
    }
    return new CohortSource(
        table,
        cohortTable,
        extract.text("cohort_name").orElse("cohortName"),
        extract.text("cohort_starts").orElse("importStartDate"),
        extract.text("cohort_ends").orElse("migrationCompleteDate"),
        listed,
        inactive,
        (int) Math.min(MOST_SEGMENTS, extract.number("segments", 1).orElse(USUAL_SEGMENTS)),
        extract.flag("consistent_read").orElse(true),
        extract.map("attributes"));
  }

  /** The table of one cohort. */
  String tableOf(String cohort) {
    return table.replace(COHORT, cohort);
  }

  /** The attribute that fills a column of the file. */
  String attribute(String column) {
    return attributes.getOrDefault(column, column);
  }

  private static String staged(String key, String text, Optional<String> stage, Section extract) {
    if (text.contains(STAGE) && stage.isEmpty()) {
      extract.problem(key, "\"" + text + "\" has {stage}, and the connection has no stage");
    }
    return text.replace(STAGE, stage.orElse(""));
  }
}
