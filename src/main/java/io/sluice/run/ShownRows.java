package io.sluice.run;

import java.util.List;
import java.util.Optional;

/**
 * Rows of a clean table as text, in the order of the key; read lazily.
 *
 * @param columns the names
 * @param rows one list of cells per row, in the order of the columns; empty for null. To be read
 *     once
 */
public record ShownRows(List<String> columns, Iterable<List<Optional<String>>> rows) {}
