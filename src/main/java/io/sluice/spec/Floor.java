package io.sluice.spec;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * The level below which rows are not in the table, set by a load: compared by processed date, then
 * by the increment's id in UTF-8.
 *
 * @param partition the partition it is for; empty for the whole table
 */
public record Floor(Partition partition, Instant processedDate, String increment)
    implements Serializable {
  /** Returns the higher of two floors of one partition. */
  public Floor higher(Floor other) {
    int order = processedDate.compareTo(other.processedDate);
    if (order == 0) {
      order =
          Arrays.compareUnsigned(
              increment.getBytes(StandardCharsets.UTF_8),
              other.increment.getBytes(StandardCharsets.UTF_8));
    }
    return order >= 0 ? this : other;
  }
}
