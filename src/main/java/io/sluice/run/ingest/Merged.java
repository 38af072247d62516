package io.sluice.run.ingest;

import io.sluice.merge.Decisions;
import io.sluice.merge.MergeCounts;
import io.sluice.spark.Rows;
import io.sluice.spec.Partition;
import io.sluice.table.DataFile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What becomes of the table.
 *
 * @param stored gives the rows of data files
 * @param before the tombstones of the version
 */
record Merged(
    SparkSession spark,
    Decisions decisions,
    Function<Collection<DataFile>, Rows> stored,
    Rows before) {

  /** What the decisions add up to. */
  MergeCounts counts() {
    return decisions.counts();
  }

  /** How many rows of these files a floor takes away and no winner replaces, by partition. */
  Map<Partition, Long> removed(List<DataFile> below) {
    return decisions.removed(stored.apply(below));
  }

  /** The rows of these files that stay, and the live winners; in the shape of a clean table. */
  Dataset<Row> rows(List<DataFile> touched) {
    return decisions.rows(stored.apply(touched)).dataset(spark);
  }

  /** The effective tombstones after the run. */
  Dataset<Row> tombstones() {
    return decisions.tombstones(before).dataset(spark);
  }
}
