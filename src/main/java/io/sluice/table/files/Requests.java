package io.sluice.table.files;

import io.sluice.error.TemporaryException;
import io.sluice.storage.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    if (all.isEmpty()) {
      return List.of();
    }
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(atOnce, all.size()));
    try {
      List<Future<R>> running =
          threads.invokeAll(all.stream().map(one -> (Callable<R>) () -> step.apply(one)).toList());
      List<R> done = new ArrayList<>();
      for (Future<R> one : running) {
        done.add(one.get());
      }
      return done;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TemporaryException(
          root + ": the work on its files was interrupted. Nothing was committed. Try again", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
