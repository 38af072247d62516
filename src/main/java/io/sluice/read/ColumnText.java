package io.sluice.read;

import io.sluice.spec.ColumnSpec;
import io.sluice.spec.TextForm.NumberSigns;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** What a run makes of a text: for guesses from samples. */
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

  /** A number as it is usually written; nothing if a sign stands where it has no meaning. */
  public static Optional<String> usualNumber(NumberSigns signs, String text) {
    try {
      return Optional.of(WrittenNumber.usual(signs, text));
    } catch (BadValueException e) {
      return Optional.empty();
    }
  }
}
