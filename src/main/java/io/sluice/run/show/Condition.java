package io.sluice.run.show;

import io.sluice.error.UsageException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A user's condition on rows. */
final class Condition {
  private Condition() {}

  /**
   * The rows for which it holds.
   *
   * @throws UsageException if it is no condition on their columns
   */
  static Dataset<Row> filtered(Dataset<Row> rows, String condition) {
    try {
      return rows.filter(condition);
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        throw new UsageException(
            "--where: "
                + e.getMessage().lines().findFirst().orElse("")
                + "; the condition is \""
                + condition
                + "\"",
            e);
      }
      throw e;
    }
  }
}
