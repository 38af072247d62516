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

  /** Of a key on every executor: the text, its place in a hash table, and the copies on the way. */
  private static final long BYTES_PER_KEY = 1_000;

  private static final long MOST_BROADCAST_ROWS =
      Math.min(2_000_000, Runtime.getRuntime().maxMemory() / BYTES_PER_KEY);

  /**
   * At a fifth of the table a merge took 48 s by broadcast and 51 s shuffled, not like for like:
   * other steps had become faster in between. Where the two cross is not measured.
   */
  private static final double CROSSING_SHARE = 0.25;

  /** Small increments are broadcast whatever the size of the table. */
  private static final long SMALL_ROWS = 50_000;

  /** Returns the plan that is expected to be faster for these numbers of rows. */
  public static JoinPlan choose(long incomingRows, long storedRows) {
    boolean small = incomingRows <= Math.max(SMALL_ROWS, (long) (storedRows * CROSSING_SHARE));
    return small && canBroadcast(incomingRows) ? BROADCAST : SHUFFLED;
  }

  /** Whether so many keys can be sent to every executor; beyond, they cost more than a shuffle. */
  public static boolean canBroadcast(long keys) {
    return keys <= MOST_BROADCAST_ROWS;
  }

  /** Marks the side of a join that is of the increment's size. */
  Dataset<Row> small(Dataset<Row> rows) {
    return switch (this) {
      case BROADCAST -> functions.broadcast(rows);
      case SHUFFLED -> rows.hint("shuffle_hash");
    };
  }
}
