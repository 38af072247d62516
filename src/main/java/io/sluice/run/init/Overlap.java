package io.sluice.run.init;

/**
 * How many values of a column a sample shares with the one before it.
 *
 * @param before the number of that sample
 * @param sample the number of this one
 * @param again how many values of the sample before come again
 */
record Overlap(int before, long valuesBefore, int sample, long values, long again) {
  /** Whether at least half of the values of the smaller sample are in both. */
  boolean isMost() {
    return again > 0 && 2 * again >= Math.min(valuesBefore, values);
  }

  /** How many values of the sample before do not come again. */
  long gone() {
    return valuesBefore - again;
  }
}
