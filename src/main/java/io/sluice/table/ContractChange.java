package io.sluice.table;

import io.sluice.error.ConfigurationException;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Decimal;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.JobSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a job file changes in a table that an earlier contract made.
 *
 * @param notes the changes that are applied, a sentence each
 * @param rewrites whether the whole table is written again, so that no folder mixes schemas
 */
public record ContractChange(List<String> notes, boolean rewrites) {
  private static final List<ColumnType> INTEGERS =
      List.of(Simple.TINYINT, Simple.SMALLINT, Simple.INT, Simple.BIGINT);
  private static final int[] INTEGER_DIGITS = {3, 5, 10, 19};

  /** Copies the list. */
  public ContractChange {
    notes = List.copyOf(notes);
  }

  /**
   * Compares the job with the version that it would add to.
   *
   * @throws ConfigurationException if the law of the table or a column changes in a way that stored
   *     rows cannot follow
   */
  public static ContractChange between(Snapshot version, JobSpec job) {
    List<String> refused = new ArrayList<>();
    job.fingerprint()
        .forEach(
            (key, value) -> {
              String stored = version.state().fingerprint().getOrDefault(key, "");
              if (!stored.equals(value)) {
                refused.add(key + ": \"" + value + "\" against the table's \"" + stored + "\"");
              }
            });
    List<String> notes = new ArrayList<>();
    Map<String, String> wanted = new LinkedHashMap<>();
    for (ColumnSpec column : job.storedColumns()) {
      wanted.put(column.name(), column.type().text());
      String before = version.state().columns().get(column.name());
      if (before == null) {
        notes.add("column " + column.name() + " is added; it is null in older rows");
      } else if (!before.equals(column.type().text())) {
        if (widens(before, column.type())) {
          notes.add(
              "column "
                  + column.name()
                  + " is widened from "
                  + before
                  + " to "
                  + column.type().text());
        } else {
          refused.add(
              "columns."
                  + column.name()
                  + ".type: "
                  + column.type().text()
                  + " cannot hold all of the"
                  + " table's "
                  + before);
        }
      }
    }
    for (String stored : version.state().columns().keySet()) {
      if (!wanted.containsKey(stored)) {
        refused.add("columns: the table's column \"" + stored + "\" is missing");
      }
    }
    if (!refused.isEmpty()) {
      throw new ConfigurationException(
          job.dataset()
              + ": the job file differs from the table's version "
              + version.number()
              + " in ways for which stored rows cannot be converted: "
              + String.join("; ", refused)
              + ". Nothing was changed. Undo the change, or rebuild the table by a backfill: move the"
              + " table's folder away and ingest all increments again");
    }
    if (version.format() != job.clean().format()) {
      notes.add(
          "the format changes from "
              + version.format().text()
              + " to "
              + job.clean().format().text());
    }
    boolean reordered =
        !List.copyOf(wanted.keySet()).equals(List.copyOf(version.state().columns().keySet()));
    return new ContractChange(notes, reordered || !notes.isEmpty());
  }

  private static boolean widens(String before, ColumnType after) {
    for (int i = 0; i < INTEGERS.size(); i++) {
      if (INTEGERS.get(i).text().equals(before)) {
        return INTEGERS.indexOf(after) > i
            || (after instanceof Decimal decimal
                && decimal.precision() - decimal.scale() >= INTEGER_DIGITS[i]);
      }
    }
    if (before.startsWith("decimal(") && after instanceof Decimal decimal) {
      String[] bounds = before.substring("decimal(".length(), before.length() - 1).split(",", -1);
      int precision = Integer.parseInt(bounds[0]);
      int scale = Integer.parseInt(bounds[1]);
      return decimal.scale() >= scale && decimal.precision() - decimal.scale() >= precision - scale;
    }
    return false;
  }
}
