package io.sluice.run.show;

import io.sluice.run.Progress;
import java.util.Iterator;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Rows that explain failures of reading to people. The engine reads lazily, and throws exceptions
 * that it does not declare.
 */
final class Explaining<T> implements Iterator<T> {
  private final Supplier<Iterator<T>> start;
  private final Function<Exception, RuntimeException> explained;
  private final Progress progress;
  private Iterator<T> rows;

  /**
   * Rows that are shown.
   *
   * @param progress is over when the first of them is there
   */
  Explaining(
      Supplier<Iterator<T>> start,
      Function<Exception, RuntimeException> explained,
      Progress progress) {
    this.start = start;
    this.explained = explained;
    this.progress = progress;
  }

  @Override
  public boolean hasNext() {
    return of(() -> rows().hasNext());
  }

  @Override
  public T next() {
    return of(() -> rows().next());
  }

  private Iterator<T> rows() {
    if (rows == null) {
      Iterator<T> started = start.get();
      boolean unused = started.hasNext(); // here the engine works
      progress.clear();
      rows = started;
    }
    return rows;
  }

  private <R> R of(Supplier<R> step) {
    try {
      return step.get();
    } catch (Exception e) {
      throw explained.apply(e);
    }
  }
}
