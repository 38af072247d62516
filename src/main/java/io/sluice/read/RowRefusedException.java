package io.sluice.read;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A row goes to quarantine; caught where the row is made. */
final class RowRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final Set<String> BAD = Set.of("bad-value", "bad-flag");

  private final String column;
  private final String value;

  /**
   * The reason.
   *
   * @param column that is to blame; null where none is
   * @param value its text; null where no text is to blame
   */
  RowRefusedException(String reason, String column, String value) {
    super(reason, null, false, false);
    this.column = column;
    this.value = value;
  }

  /** Whether the text of this column is to blame. */
  boolean isBadValueOf(String name) {
    return name.equals(column) && BAD.contains(getMessage());
  }

  /** The cells of {@link ReadColumns#QUARANTINE}. */
  List<String> cells(String file, String raw) {
    return Arrays.asList(getMessage(), escaped(column), escaped(value), file, escaped(raw));
  }

  private static String escaped(String text) {
    return text == null ? null : Storable.escaped(text);
  }
}
