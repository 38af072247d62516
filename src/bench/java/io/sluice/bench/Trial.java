package io.sluice.bench;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One case and what came of it.
 *
 * @param format of the table
 * @param copy the floor, measured in turn with the merge
 * @param merge the product
 * @param typed the usual merge, where it was tried
 * @param target the greatest ratio to the copy that is good enough
 * @param carried data files that were taken over as they are
 * @param rewritten data files whose rows were written again
 */
record Trial(
    Case of,
    String format,
    Times copy,
    Times merge,
    Optional<Times> typed,
    OptionalDouble target,
    long carried,
    long rewritten) {

  /**
   * What is tried.
   *
   * @param rows in the table
   * @param incoming rows in the increment
   * @param touches all files, or only one in four
   */
  record Case(long rows, long incoming, Touches touches) {
    String name() {
      return count(rows)
          + " rows, "
          + count(incoming)
          + " in the increment"
          + (touches == Touches.ONE_FILE_IN_FOUR ? ", one file in four" : "");
    }

    private static String count(long rows) {
      return rows % 1_000_000 == 0 ? rows / 1_000_000 + " M" : rows / 1_000 + " k";
    }
  }

  /** Which accounts an increment updates and deletes. */
  enum Touches {
    ALL_FILES,
    ONE_FILE_IN_FOUR
  }

  double leastRatio() {
    return merge.least() / copy.least();
  }

  double medianRatio() {
    return merge.median() / copy.median();
  }

  /** The ratio of processor time, of which other processes take nothing. */
  double busyRatio() {
    return merge.medianBusy() / copy.medianBusy();
  }

  /** How many times faster than the usual merge. */
  OptionalDouble gain() {
    return typed.isPresent()
        ? OptionalDouble.of(typed.get().median() / merge.median())
        : OptionalDouble.empty();
  }
}
