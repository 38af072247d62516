package io.sluice.run.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.sluice.merge.Merge;
import io.sluice.merge.MergeColumns;
import io.sluice.read.ReadColumns;
import io.sluice.spark.Names;
import io.sluice.spark.Rows;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Ties;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** {@code ties: quarantine}: rows of one key and version that differ are set aside, all of them. */
public final class TieQuarantine {
  private TieQuarantine() {}

  /** Gives tied rows a reason; returns the rows as they are where the job keeps ties. Lazy. */
  public static Rows mark(SparkSession spark, JobSpec job, Rows read) {
    return job.merge().ties() == Ties.QUARANTINE
        ? read.through(spark, rows -> marked(job, rows))
        : read;
  }

  private static Dataset<Row> marked(JobSpec job, Dataset<Row> read) {
    Column[] contract =
        Names.columns(job.columns().stream().map(ColumnSpec::name).toList(), Names.PLAIN);
    Column tied = col(MergeColumns.TIED);
    Dataset<Row> marked =
        new Merge(job)
            .withTies(read.filter(col(ReadColumns.REASON).isNull()))
            .withColumn(ReadColumns.REASON, when(tied, lit("tie")))
            .withColumn(ReadColumns.RAW, when(tied, to_json(struct(contract))))
            .drop(MergeColumns.TIED);
    return read.filter(col(ReadColumns.REASON).isNotNull()).unionByName(marked);
  }
}
