package io.sluice.table.files;

import io.sluice.storage.Location;
import io.sluice.threads.Parallel;
import java.util.List;
import java.util.function.Function;

/** Applies a step to many files, several at a time, as each is a request to a store or some. */
final class Requests {
  static final int AT_ONCE = 16;

  private Requests() {}

  /**
   * The outcomes in the order of what they came of; the first failure is thrown.
   *
   * @param root the table's folder, for messages
   */
  static <T, R> List<R> each(Location root, int atOnce, List<T> all, Function<T, R> step) {
    String interrupted =
        root + ": the work on its files was interrupted. Nothing was committed. Try again";
    return new Parallel("files", atOnce, interrupted).map(all, step::apply);
  }
}
