package io.sluice.run.show;

import io.sluice.error.UsageException;
import io.sluice.settings.Nearest;
import io.sluice.spark.Schemas;
import io.sluice.spec.JobSpec;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of a clean table, or of its history, that somebody asks for. */
final class ShownColumns {
  private ShownColumns() {}

  /**
   * Those that are named, in that order; where none is, those of the table.
   *
   * @param all whether columns that begin with an underscore are among them
   * @throws UsageException if the table has no column of a name
   */
  static List<StructField> of(JobSpec job, List<String> names, boolean all) {
    return of(job, Schemas.clean(job), names, field -> all || !field.name().startsWith("_"));
  }

  /**
   * Those that are named, in that order; where none is, those that are meant.
   *
   * @throws UsageException if there is no column of a name
   */
  static List<StructField> of(
      JobSpec job, StructType columns, List<String> names, Predicate<StructField> meant) {
    List<StructField> fields = List.of(columns.fields());
    return names.isEmpty()
        ? fields.stream().filter(meant).toList()
        : names.stream().map(name -> named(job, name, fields)).toList();
  }

  private static StructField named(JobSpec job, String name, List<StructField> fields) {
    return fields.stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--columns: \""
                        + name
                        + "\" is not a column of "
                        + job.dataset()
                        + Nearest.hint(name, fields.stream().map(StructField::name).toList())));
  }
}
