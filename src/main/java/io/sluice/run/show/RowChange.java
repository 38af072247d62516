package io.sluice.run.show;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of one row from one version to another.
 *
 * @param key the texts of its key
 * @param cells of an updated row those that differ, of others all but the key
 */
public record RowChange(Kind kind, List<Optional<String>> key, List<Cell> cells) {
  /** Copies the lists. */
  public RowChange {
    key = List.copyOf(key);
    cells = List.copyOf(cells);
  }

  /** What became of a row. */
  public enum Kind {
    INSERTED,
    UPDATED,
    DELETED;

    /** As it is printed. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A cell before and after; empty for null, and on the side that lacks the row. */
  public record Cell(String column, Optional<String> before, Optional<String> after) {}
}
