package io.sluice.spark;

import java.io.Serializable;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** Rows of one shape, in the driver's memory or wherever the engine has them. */
public sealed interface Rows {
  /** Of all rows; those in memory need none of their own. */
  StructType schema();

  /** The rows for the engine. */
  Dataset<Row> dataset(SparkSession spark);

  /** What a step of the engine makes of them, in the same place. */
  Rows through(SparkSession spark, UnaryOperator<Dataset<Row>> step);

  /** What becomes of each row, in this schema. */
  Rows each(StructType schema, Function step);

  /** Travels to executors. */
  interface Function extends Serializable {
    /** A row for a row. */
    Row of(Row row);
  }

  /** The rows whose cell in the column is null, or those whose cell is not. */
  Rows where(String column, boolean isNull);

  /** In the driver's memory. */
  record Local(StructType schema, List<Row> rows) implements Rows {
    private static final int FEW = 1_000;
    private static final int ROWS_PER_TASK = 20_000;

    /** Runs a query, whose rows must fit into memory. */
    public static Local of(Dataset<Row> rows) {
      return new Local(rows.schema(), rows.collectAsList());
    }

    /**
     * Few become a local relation, which the planner can answer without a job; of many it would
     * walk through every row again with each of its rules.
     */
    @Override
    public Dataset<Row> dataset(SparkSession spark) {
      if (rows.size() <= FEW) {
        return spark.createDataFrame(rows, schema);
      }
      int tasks = (rows.size() - 1) / ROWS_PER_TASK + 1;
      return spark.createDataFrame(
          JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, tasks), schema);
    }

    @Override
    public Local through(SparkSession spark, UnaryOperator<Dataset<Row>> step) {
      return of(step.apply(dataset(spark)));
    }

    @Override
    public Local each(StructType made, Function step) {
      return new Local(made, rows.stream().map(step::of).toList());
    }

    @Override
    public Local where(String column, boolean isNull) {
      int at = schema.fieldIndex(column);
      return where(row -> row.isNullAt(at) == isNull);
    }

    /** The rows of which this is true. */
    public Local where(Predicate<Row> wanted) {
      return new Local(schema, rows.stream().filter(wanted).toList());
    }
  }

  /** Wherever the engine has them; they may not be worked out yet. */
  record Distributed(Dataset<Row> rows) implements Rows {
    @Override
    public StructType schema() {
      return rows.schema();
    }

    @Override
    public Dataset<Row> dataset(SparkSession spark) {
      return rows;
    }

    @Override
    public Distributed through(SparkSession spark, UnaryOperator<Dataset<Row>> step) {
      return new Distributed(step.apply(rows));
    }

    @Override
    public Distributed each(StructType made, Function step) {
      return new Distributed(
          rows.sparkSession().createDataFrame(rows.toJavaRDD().map(step::of), made));
    }

    @Override
    public Distributed where(String column, boolean isNull) {
      return new Distributed(
          rows.filter(isNull ? functions.col(column).isNull() : functions.col(column).isNotNull()));
    }
  }
}
