package io.sluice.merge;

import java.time.Instant;
import java.util.Map;

/**
 * What a load leaves behind: a row with a lesser (processed date, increment id) is not in the
 * table.
 *
 * @param partition the partition that the load was whole for, each partition column with its value
 *     as text; empty for a whole table
 * @param processedDate the load's processed date
 * @param increment the load's increment id
 */
public record Floor(Map<String, String> partition, Instant processedDate, String increment) {
  /** Copies the map. */
  public Floor {
    partition = Map.copyOf(partition);
  }
}
