package io.sluice.run.show;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which rows {@code show} asks for.
 *
 * @param version a kept table version; empty: the current one
 * @param asOf shows the version that was current then; never together with a number
 * @param where a SQL condition over the table's columns
 * @param limit the greatest number of rows; 0: all
 * @param columns the columns to show, in this order; none: those of the table
 * @param allColumns whether columns that begin with an underscore are shown
 * @param history whether the rows are all that ever were in the table, with the time when
 */
public record ShowOptions(
    OptionalLong version,
    Optional<Instant> asOf,
    Optional<String> where,
    long limit,
    List<String> columns,
    boolean allColumns,
    boolean history) {
  /** Copies the names. */
  public ShowOptions {
    columns = List.copyOf(columns);
  }

  /** Rows of the current version, or of one of this number. */
  public ShowOptions(
      OptionalLong version,
      Optional<String> where,
      long limit,
      List<String> columns,
      boolean allColumns) {
    this(version, Optional.empty(), where, limit, columns, allColumns, false);
  }
}
