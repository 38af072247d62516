package io.sluice.config;

import io.sluice.settings.Finding;
import io.sluice.settings.Node;
import io.sluice.settings.Secret;
import io.sluice.settings.Wrong;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.EnvironmentSpec;
import io.sluice.spec.ExtractSpec;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec;
import io.sluice.spec.PathPattern;
import io.sluice.spec.TextForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Risks of valid files. */
final class Risks {
  private static final Pattern WHERE = Pattern.compile("\\bwhere\\b", Pattern.CASE_INSENSITIVE);

  /** A filter by the creation date only: no update of a row changes that date. */
  private static final Pattern BY_CREATION =
      Pattern.compile(
          "\\bwhere(?:[\\s()]|\\band\\b|\\bor\\b|\\bCreatedDate\\s*[<>=!]+\\s*'[^']*')*$",
          Pattern.CASE_INSENSITIVE);

  private Risks() {}

  static List<Finding> of(JobSpec job, Node file) {
    List<Finding> risks = new ArrayList<>();
    if (job.extract().filter(Risks::filters).isPresent() && job.merge().deleteFlag().isPresent()) {
      risks.add(
          found(
              file,
              "extract.query",
              "if an update makes a row no longer match the WHERE clause, the row never arrives as a delete and stays in the table; remove the clause, or mark such rows by a condition in delete_when"));
    }
    for (String key : job.merge().key()) {
      if (job.column(key).optional()) {
        risks.add(
            found(
                file,
                "columns." + key + ".optional",
                "all rows of a file that lacks this key column go to quarantine"));
      }
    }
    for (MergeSpec.OrderBy order : job.merge().orderBy()) {
      if (job.column(order.column()).type() == ColumnType.Simple.STRING) {
        risks.add(
            found(
                file,
                "order_by",
                "\""
                    + order.column()
                    + "\" is text and compares as text, so that \"9\" beats \"10\"; declare it as a"
                    + " number, a date or a timestamp if it is one"));
      }
    }
    if (job.guard().maxDeletedShare() >= 1) {
      risks.add(
          found(
              file,
              "guard.max_deleted_share",
              "lets one run delete every row; write a smaller share"));
    }
    unusedGroups(job, file, risks);
    zonelessTimes(job, file, risks);
    swappedDates(job, file, risks);
    return risks;
  }

  static List<Finding> of(EnvironmentSpec environment, Node file, Map<String, String> variables) {
    List<Finding> risks = new ArrayList<>();
    new TreeMap<>(environment.spark())
        .forEach(
            (name, value) -> {
              if (Secret.isNameOfSecret(name)) {
                missingSecret(file, "spark." + name, value, variables).ifPresent(risks::add);
              }
            });
    new TreeMap<>(environment.connections())
        .forEach(
            (connection, settings) ->
                new TreeMap<>(settings)
                    .forEach(
                        (key, value) ->
                            missingSecret(
                                    file, "connections." + connection + "." + key, value, variables)
                                .ifPresent(risks::add)));
    return risks;
  }

  private static Optional<Finding> missingSecret(
      Node file, String path, String value, Map<String, String> variables) {
    return Secret.isReference(value)
        ? Secret.of(value)
            .fault(variables)
            .or(() -> Secret.of(value).doubt(variables))
            .map(fault -> found(file, path, fault))
        : Optional.empty();
  }

  private static boolean filters(ExtractSpec extract) {
    String query = String.valueOf(extract.settings().get("query"));
    return extract.connector().equals("zuora-aqua")
        && WHERE.matcher(query).find()
        && !BY_CREATION.matcher(query).find();
  }

  /** Seen before the first row is refused. */
  private static void zonelessTimes(JobSpec job, Node file, List<Finding> risks) {
    for (ColumnSpec column : job.raw().columns()) {
      boolean zoneless =
          column.type() == ColumnType.Simple.TIMESTAMP
              && !column.form().formats().isEmpty()
              && column.form().formats().stream().noneMatch(TextForm::hasZone);
      if (zoneless && job.raw().zone().isEmpty()) {
        risks.add(
            found(
                file,
                "raw.zone",
                "is missing, and no pattern of the column "
                    + column.name()
                    + " has a zone: all its times go to quarantine; write raw.zone, such as"
                    + " Europe/Berlin or UTC"));
      }
    }
  }

  /** Of 03.04. the first pattern decides which is the day. */
  private static void swappedDates(JobSpec job, Node file, List<Finding> risks) {
    String section = job.raw().columns().equals(job.columns()) ? "columns." : "raw.columns.";
    for (ColumnSpec column : job.raw().columns()) {
      List<String> formats = column.form().formats();
      for (int i = 0; i < formats.size(); i++) {
        for (String other : formats.subList(i + 1, formats.size())) {
          if (TextForm.areSwapped(formats.get(i), other)) {
            risks.add(
                found(
                    file,
                    section + column.name() + ".formats",
                    "\""
                        + formats.get(i)
                        + "\" and \""
                        + other
                        + "\" differ in the order of day and month: a date that both can read, such as"
                        + " the 3rd of April, is read by the first alone; keep the one that the"
                        + " source writes"));
          }
        }
      }
    }
  }

  private static void unusedGroups(JobSpec job, Node file, List<Finding> risks) {
    List<String> used = new ArrayList<>(job.merge().partitionBy());
    job.raw().columns().stream()
        .filter(ColumnSpec::fromPath)
        .map(ColumnSpec::pathGroup)
        .forEach(used::add);
    for (String group : job.raw().pathPattern().map(PathPattern::groups).orElse(List.of())) {
      if (!used.contains(group)) {
        risks.add(
            found(
                file,
                "raw.path_pattern",
                "the group \""
                    + group
                    + "\" is neither a partition nor used by a column's from: \"path:"
                    + group
                    + "\""));
      }
    }
  }

  private static Finding found(Node file, String path, String risk) {
    return Checked.at(file, path, Wrong.of(risk));
  }
}
