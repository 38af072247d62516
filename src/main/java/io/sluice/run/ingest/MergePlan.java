package io.sluice.run.ingest;

import io.sluice.merge.JoinPlan;
import io.sluice.spark.Sessions;

/**
 * Where a batch is merged, chosen by what manifests, scans and version files say of its size. Every
 * plan gives the same rows.
 *
 * @param place who holds the rows
 * @param join how Spark joins, where it does
 * @param reason for the log
 */
record MergePlan(Place place, JoinPlan join, String reason) {
  /** Beyond this many rows, collecting them takes longer than planning queries. */
  private static final long DRIVER_ROWS = 100_000;

  /** Beyond, to bring the rows of a table to the driver and back takes longer than a scan more. */
  private static final long ALONE_ROWS = 10_000;

  /** A row takes some ten times its text in memory, and up to four datasets run at a time. */
  private static final long DRIVER_BYTES =
      Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 100);

  /** Raw files that say nothing of their records. */
  private static final long UNCOUNTED_BYTES = 4L << 20;

  /** Who holds the rows while they are merged. */
  enum Place {
    /** The driver, the increment and the whole table. */
    DRIVER_ALONE,
    /** The driver, the increment and what the table has of its keys; Spark writes the table. */
    DRIVER,
    /** The executors. */
    EXECUTORS
  }

  static MergePlan of(BatchInput input) {
    boolean counted = input.incomingRows().isPresent();
    long rows = input.incomingRows().orElse(estimatedRows(input));
    boolean small =
        rows <= DRIVER_ROWS && input.incomingBytes() <= (counted ? DRIVER_BYTES : UNCOUNTED_BYTES);
    JoinPlan join = JoinPlan.choose(rows, input.storedRows());
    String sizes =
        rows
            + (counted ? "" : " estimated")
            + " rows of "
            + input.incomingBytes()
            + " bytes into "
            + input.storedRows()
            + " rows of "
            + input.storedBytes()
            + " bytes";
    if (!small) {
      return new MergePlan(Place.EXECUTORS, join, sizes);
    }
    boolean whole =
        input.storedBytes() <= Sessions.SMALL_BYTES
            && input.storedRows() + rows <= ALONE_ROWS
            && input.tombstones() <= ALONE_ROWS;
    return new MergePlan(whole ? Place.DRIVER_ALONE : Place.DRIVER, JoinPlan.BROADCAST, sizes);
  }

  /** The plan as the log has it. */
  String name() {
    return switch (place) {
      case DRIVER_ALONE, DRIVER -> place.name();
      case EXECUTORS -> join.name();
    };
  }

  /** Columnar files hold about a row in 100 bytes. */
  private static long estimatedRows(BatchInput input) {
    return input.incomingBytes() / 100;
  }
}
