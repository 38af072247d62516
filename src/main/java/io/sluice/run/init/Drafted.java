package io.sluice.run.init;

import io.sluice.spec.ColumnType.Simple;
import java.util.Collections;
import java.util.List;

/**
 * A column of the table.
 *
 * @param columns of the samples, one for each name that the source gave it, the newest first
 */
record Drafted(String name, List<Column> columns, Guess guess) {
  /** The newest name in files. */
  String from() {
    return columns.get(0).from();
  }

  /** A file's own type does not always say. */
  boolean mayLackZone() {
    return guess.type() == Simple.TIMESTAMP && (guess.lacksZone() || isDeclared());
  }

  boolean isDeclared() {
    return columns.stream().anyMatch(column -> column.declared().isPresent());
  }

  /** How many values are not null. */
  long filled() {
    return columns.stream().mapToLong(Column::filled).sum();
  }

  int files() {
    return columns.stream().mapToInt(Column::files).sum();
  }

  /** Whether no sample has a value twice. */
  boolean isUnique() {
    return columns.stream().allMatch(Column::isUnique);
  }

  /** Whether no value is in two samples, as far as they were remembered. */
  boolean isApart() {
    for (Column one : columns) {
      for (Column other : columns) {
        if (one != other && !Collections.disjoint(one.values(), other.values())) {
          return false;
        }
      }
    }
    return columns.stream().allMatch(Column::isApart);
  }

  /** What each sample but the first shares with the one before; none where that is not known. */
  List<Overlap> overlaps() {
    return columns.size() == 1 ? columns.get(0).overlaps() : List.of();
  }
}
