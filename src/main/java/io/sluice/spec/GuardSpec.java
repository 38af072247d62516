package io.sluice.spec;

import java.util.List;

/**
 * The limits on rows that one run may delete or remove, and on rows that an increment may have in
 * quarantine.
 *
 * @param maxDeletedShare the greatest share of a table or partition that may be deleted or removed
 * @param minRows tables and partitions of at most this many rows are not judged by share
 * @param mayEmpty partitions that may lose all their rows; the empty one stands for a whole table
 *     that has no partitions
 * @param maxQuarantinedShare the greatest share of the rows of an increment that may go to
 *     quarantine
 */
public record GuardSpec(
    double maxDeletedShare, long minRows, List<Partition> mayEmpty, double maxQuarantinedShare) {
  /** Copies the list. */
  public GuardSpec {
    mayEmpty = List.copyOf(mayEmpty);
  }
}
