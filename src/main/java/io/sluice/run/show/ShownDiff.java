package io.sluice.run.show;

import io.sluice.run.show.RowChange.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows that differ between two versions of a clean table.
 *
 * @param from the number of the version that the changes start at
 * @param to the number of the version that they lead to
 * @param key the columns that identify a row
 * @param bare the columns whose text is JSON already
 * @param notes on columns that could not be compared, a sentence each
 * @param counts how many rows there are of each kind, whatever the limit
 * @param changes in the order of the key, as many as the limit allows; read lazily, to be read once
 */
public record ShownDiff(
    long from,
    long to,
    List<String> key,
    Set<String> bare,
    List<String> notes,
    Map<Kind, Long> counts,
    Iterable<RowChange> changes) {
  /** Copies lists and maps. */
  public ShownDiff {
    key = List.copyOf(key);
    bare = Set.copyOf(bare);
    notes = List.copyOf(notes);
    counts = Map.copyOf(counts);
  }

  /** How many rows are of this kind. */
  public long count(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** How many rows differ. */
  public long rows() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
