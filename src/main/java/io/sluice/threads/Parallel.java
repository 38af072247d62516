package io.sluice.threads;

import io.sluice.error.TemporaryException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a step to many things, several at a time, and waits for all. If a step fails or the
 * caller is interrupted, running steps are interrupted and the others do not start. A step that
 * must not end the others returns its failure instead of throwing it.
 *
 * <p>Thread-safe; each call of {@link #map} has threads of its own.
 */
public final class Parallel {
  private static final Logger LOG = LoggerFactory.getLogger(Parallel.class);
  private static final long SECONDS_TO_END = 5;
  private static final long SECONDS_TO_END_WITH_PROCESS = 20;

  private final String name;
  private final int atOnce;
  private final String interrupted;
  private final boolean endsWithProcess;

  /**
   * Threads for one kind of work.
   *
   * @param name of the threads, which are numbered
   * @param atOnce how many steps run at a time
   * @param interrupted the message that an interrupted caller fails with
   */
  public Parallel(String name, int atOnce, String interrupted) {
    this(name, atOnce, interrupted, false);
  }

  private Parallel(String name, int atOnce, String interrupted, boolean endsWithProcess) {
    this.name = name;
    this.atOnce = atOnce;
    this.interrupted = interrupted;
    this.endsWithProcess = endsWithProcess;
  }

  /**
   * The same for steps that have to end in an orderly way: where the process is told to end, they
   * are interrupted, and it waits for them up to 20 seconds.
   */
  public Parallel endingWithProcess() {
    return new Parallel(name, atOnce, interrupted, true);
  }

  /** The step. */
  @FunctionalInterface
  public interface Step<T, R, X extends Exception> {
    /** Runs the step; ends early if the thread is interrupted. */
    R apply(T thing) throws X;
  }

  /**
   * The outcomes, in the order of the things.
   *
   * @throws X or what else was the first failure of a step, once no step runs any more
   * @throws TemporaryException if the thread was interrupted, once no step runs any more or steps
   *     have not ended for a while
   */
  public <T, R, X extends Exception> List<R> map(Collection<T> all, Step<T, R, X> step) throws X {
    if (all.isEmpty()) {
      return List.of();
    }
    AtomicInteger number = new AtomicInteger();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(atOnce, all.size()),
            task -> new Thread(task, name + " " + number.incrementAndGet()));
    Optional<Thread> hook =
        endsWithProcess
            ? Optional.of(new Thread(() -> end(threads, secondsToEnd()), "end of " + name))
            : Optional.empty();
    hook.ifPresent(Runtime.getRuntime()::addShutdownHook);
    try {
      return outcomes(threads, all, step);
    } catch (ExecutionException e) {
      end(threads, Long.MAX_VALUE);
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      @SuppressWarnings("unchecked") // A step throws nothing else but unchecked ones.
      X failure = (X) e.getCause();
      throw failure;
    } catch (InterruptedException e) {
      end(threads, secondsToEnd());
      Thread.currentThread().interrupt();
      throw new TemporaryException(interrupted, e);
    } finally {
      threads.shutdownNow();
      hook.ifPresent(Parallel::remove);
    }
  }

  private static <T, R, X extends Exception> List<R> outcomes(
      ExecutorService threads, Collection<T> all, Step<T, R, X> step)
      throws ExecutionException, InterruptedException {
    ExecutorCompletionService<R> ended = new ExecutorCompletionService<>(threads);
    List<Future<R>> running = new ArrayList<>();
    for (T thing : all) {
      running.add(ended.submit(() -> step.apply(thing)));
    }
    for (int i = 0; i < running.size(); i++) {
      ended.take().get();
    }
    List<R> outcomes = new ArrayList<>();
    for (Future<R> one : running) {
      outcomes.add(one.get());
    }
    return outcomes;
  }

  private long secondsToEnd() {
    return endsWithProcess ? SECONDS_TO_END_WITH_PROCESS : SECONDS_TO_END;
  }

  /** Interrupts what runs and waits for it. */
  private static void end(ExecutorService threads, long seconds) {
    threads.shutdownNow();
    try {
      boolean unused = threads.awaitTermination(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("the process is ending, and the hook runs", e);
    }
  }
}
