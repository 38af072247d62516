package io.sluice.read;

import io.sluice.spec.ColumnSpec;

/** Whether a text is a value of a column, as a run would read it: for guesses from samples. */
public final class ColumnText {
  private ColumnText() {}

  /** Whether a run would take the text, which is not empty. */
  public static boolean isValue(ColumnSpec column, String text) {
    try {
      return new Values().of(column, text) != null;
    } catch (BadValueException e) {
      return false;
    }
  }
}
