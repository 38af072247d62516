package io.sluice.spark;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Rows in the driver's memory as a dataset. A few rows become a local relation, which the planner
 * can answer without a job. With many rows, each rule of the planner would walk through all of
 * them.
 */
public final class DriverRows {
  private static final int FEW = 1_000;
  private static final int ROWS_PER_TASK = 20_000;

  private DriverRows() {}

  /** The rows, which need no schema of their own. */
  public static Dataset<Row> dataset(SparkSession spark, List<Row> rows, StructType schema) {
    if (rows.size() <= FEW) {
      return spark.createDataFrame(rows, schema);
    }
    int tasks = (rows.size() - 1) / ROWS_PER_TASK + 1;
    return spark.createDataFrame(
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, tasks), schema);
  }
}
