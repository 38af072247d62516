package io.sluice.read;

import io.sluice.spec.ColumnSpec;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Whether a text is a value of a column, as a run would read it: for guesses from samples. */
public final class ColumnText {
  private static final Optional<ZoneId> UTC = Optional.of(ZoneOffset.UTC);

  private ColumnText() {}

  /** Whether a run would take the text, which is not empty; where {@code raw.zone} is UTC. */
  public static boolean isValue(ColumnSpec column, String text) {
    try {
      return new Values(UTC).of(column, text) != null;
    } catch (BadValueException e) {
      return false;
    }
  }
}
