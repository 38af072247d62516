package io.sluice.run.init;

import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;

/**
 * What a column is, from its values.
 *
 * @param option how its text is written, as a job file says it, such as {@code from_epoch: ms};
 *     empty for the usual form
 * @param reason in half a sentence
 * @param lacksZone whether some are times without a zone
 */
record Guess(ColumnType type, String option, String reason, boolean lacksZone) {
  Guess(ColumnType type, String option, String reason) {
    this(type, option, reason, false);
  }

  static Guess of(ColumnType type, String reason) {
    return new Guess(type, "", reason);
  }

  /** Text takes every value. */
  static Guess text(String reason) {
    return of(Simple.STRING, reason);
  }

  /** What a part of a nested value is, which has no options. */
  ColumnType nestedType() {
    return option.isEmpty() ? type : Simple.STRING;
  }
}
