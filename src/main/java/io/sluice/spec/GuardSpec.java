package io.sluice.spec;

import java.util.List;
import java.util.Map;

/**
 * The limit on rows that one run may delete or remove.
 *
 * @param maxDeletedShare the greatest share of a table or partition that may be deleted or removed
 * @param minRows tables and partitions of at most this many rows are not judged by share
 * @param mayEmpty partitions that may lose all their rows; an empty map stands for a whole table
 *     that has no partitions
 */
public record GuardSpec(double maxDeletedShare, long minRows, List<Map<String, String>> mayEmpty) {
  /** Copies the list. */
  public GuardSpec {
    mayEmpty = List.copyOf(mayEmpty);
  }
}
