package io.sluice.run.show;

import java.util.List;
import java.util.Optional;

/**
 * Which differences {@code show --diff} asks for.
 *
 * @param from the number of the version that the changes start at
 * @param to the number of the version that they lead to; another one, earlier or later
 * @param where a SQL condition that the row of either version meets
 * @param limit the greatest number of changed rows; 0: all
 * @param columns the columns to compare, in this order; none: those of the table
 * @param allColumns whether columns that begin with an underscore are compared
 */
public record DiffOptions(
    long from,
    long to,
    Optional<String> where,
    long limit,
    List<String> columns,
    boolean allColumns) {
  /** Copies the names. */
  public DiffOptions {
    columns = List.copyOf(columns);
  }
}
