package io.sluice.read;

/** A text is not a value of its type. Thrown for single cells, so it carries no stack. */
final class BadValueException extends Exception {
  private static final long serialVersionUID = 1L;

  BadValueException(String message) {
    super(message, null, false, false);
  }
}
