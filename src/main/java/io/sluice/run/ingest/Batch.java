package io.sluice.run.ingest;

import io.sluice.merge.MergeCounts;
import io.sluice.spec.Floor;
import io.sluice.table.DataFile;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The increments of a run, read, in memory or in Spark. Every implementation gives the same rows
 * and counts.
 */
interface Batch extends AutoCloseable {
  /** What was read. */
  ReadCounts counts();

  /** The rows that were read and cannot be used. */
  Dataset<Row> quarantined();

  /** Merges the others into the table; called once. */
  Merged merge(List<Floor> floors);

  /** Frees what was kept, also for what was merged. */
  @Override
  void close();

  /** What becomes of the table. */
  interface Merged {
    /** What the decisions add up to. */
    MergeCounts counts();

    /** How many rows of these files a floor takes away and no winner replaces, by partition. */
    Map<Map<String, String>, Long> removed(List<DataFile> below);

    /** The rows of these files that stay, and the live winners; in the shape of a clean table. */
    Dataset<Row> rows(List<DataFile> touched);

    /** The effective tombstones after the run. */
    Dataset<Row> tombstones();
  }
}
