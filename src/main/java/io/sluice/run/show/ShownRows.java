package io.sluice.run.show;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rows of a clean table as text, in the order of the key; read lazily.
 *
 * @param columns the names
 * @param key the columns that identify a row
 * @param bare the columns whose text is JSON already: numbers, booleans, nested values
 * @param rows one list of cells per row, in the order of the columns; empty for null. To be read
 *     once
 */
public record ShownRows(
    List<String> columns,
    Set<String> key,
    Set<String> bare,
    Iterable<List<Optional<String>>> rows) {
  /** Copies the names. */
  public ShownRows {
    columns = List.copyOf(columns);
    key = Set.copyOf(key);
    bare = Set.copyOf(bare);
  }
}
