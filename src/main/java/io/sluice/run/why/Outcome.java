package io.sluice.run.why;

import java.util.Locale;

/** What became of a row (docs/operations.md, "Why a row is as it is"). */
public enum Outcome {
  /** It is in the table, or is the tombstone. */
  WON,
  /** A row that came later, or in the same increment, beat it. */
  SUPERSEDED,
  /** Another row of its increment is equal. */
  DUPLICATE,
  /** The row that was in the table when it came beat it. */
  STALE,
  /** The tombstone, or a floor, kept it out when it came. */
  BLOCKED,
  /** It was in the table, and a later load did not have it. */
  REMOVED,
  /** It could not be used. */
  QUARANTINED;

  /** The word in results. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
