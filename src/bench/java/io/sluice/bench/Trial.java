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
   * @param touches which of the rows in the table
   * @param columns of the table
   */
  record Case(long rows, long incoming, Touches touches, int columns) {
    Case(long rows, long incoming, Touches touches) {
      this(rows, incoming, touches, Accounts.COLUMNS);
    }

    /** The load of a table that is not there yet. */
    static Case firstLoad(long rows, int columns) {
      return new Case(rows, 0, Touches.NONE, columns);
    }

    String name() {
      return (touches == Touches.NONE
              ? "first load of " + count(rows) + " rows"
              : count(rows) + " rows, " + count(incoming) + " in the increment" + touches.text)
          + (columns == Accounts.COLUMNS ? "" : ", " + columns + " columns");
    }

    private static String count(long rows) {
      return rows % 1_000_000 == 0 ? rows / 1_000_000 + " M" : rows / 1_000 + " k";
    }
  }

  /** Which accounts an increment updates and deletes. */
  enum Touches {
    ALL_FILES(""),
    ONE_FILE_IN_FOUR(", one file in four"),
    MOSTLY_ONE_ROW(", half of them one key"),
    NONE("");

    private final String text;

    Touches(String text) {
      this.text = text;
    }
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
