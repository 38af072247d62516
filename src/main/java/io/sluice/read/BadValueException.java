package io.sluice.read;

import io.sluice.spec.ColumnType;

/** A text is not a value of its type. Thrown for single cells, so it carries no stack. */
final class BadValueException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String text;
  private final ColumnType type;

  BadValueException(String message) {
    this(message, "", null, null);
  }

  private BadValueException(String message, String path, String text, ColumnType type) {
    super(message, null, false, false);
    this.path = path;
    this.text = text;
    this.type = type;
  }

  /**
   * The same, of a value that lies within another one.
   *
   * @param step from the outer value to this one, such as {@code [2]} or {@code .price}
   * @param inner the text of this value, kept where the failure is not of one within it
   */
  BadValueException within(String step, String inner, ColumnType innerType) {
    return text == null
        ? new BadValueException(getMessage(), step, inner, innerType)
        : new BadValueException(getMessage(), step + path, text, type);
  }

  /** The way from the column's value to the one that is to blame; empty where it is the same. */
  String path() {
    return path;
  }

  /** The text that is to blame, where there is a path. */
  String text() {
    return text;
  }

  /** What the text should be, where there is a path. */
  ColumnType type() {
    return type;
  }
}
