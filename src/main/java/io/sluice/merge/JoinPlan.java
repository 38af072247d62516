package io.sluice.merge;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** How the table meets the increment. Both plans give the same rows. */
public enum JoinPlan {
  /** The keys of the increment go to every executor, and the table is never shuffled. */
  BROADCAST,
  /** Both sides are shuffled by key, and the increment's side is hashed. */
  SHUFFLED;

  /** Broadcasting keys beyond this count costs more memory than a shuffle costs time. */
  private static final long MOST_BROADCAST_ROWS = 2_000_000;

  /** Measured: the two plans take the same time where the increment is about this share. */
  private static final double CROSSING_SHARE = 0.08;

  /** Small increments are broadcast whatever the size of the table. */
  private static final long SMALL_ROWS = 50_000;

  /** Returns the plan that is expected to be faster for these numbers of rows. */
  public static JoinPlan choose(long incomingRows, long storedRows) {
    boolean small = incomingRows <= Math.max(SMALL_ROWS, (long) (storedRows * CROSSING_SHARE));
    return small && incomingRows <= MOST_BROADCAST_ROWS ? BROADCAST : SHUFFLED;
  }

  /** Marks the side of a join that is of the increment's size. */
  Dataset<Row> small(Dataset<Row> rows) {
    return switch (this) {
      case BROADCAST -> functions.broadcast(rows);
      case SHUFFLED -> rows.hint("shuffle_hash");
    };
  }
}
