package io.sluice.run.quarantine;

import java.util.List;
import java.util.Optional;

/**
 * Rows that are in quarantine for the same reason and column.
 *
 * @param sample the column's text in one of the rows that have one
 * @param increments the ids of their increments, as they come
 */
public record QuarantineGroup(
    String reason,
    Optional<String> column,
    long rows,
    Optional<String> sample,
    List<String> increments) {
  /** Copies the list. */
  public QuarantineGroup {
    increments = List.copyOf(increments);
  }
}
