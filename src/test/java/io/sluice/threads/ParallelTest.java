package io.sluice.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.TemporaryException;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParallelTest {
  private static final String INTERRUPTED = "the work was interrupted. Run again";

  private final Parallel parallel = new Parallel("work", 3, INTERRUPTED);
  private final Queue<String> seen = new ConcurrentLinkedQueue<>();

  @Test
  void givenManyThings_whenMapped_thenTheOutcomesAreInTheirOrder() {
    List<Integer> things = IntStream.range(0, 100).boxed().toList();

    List<Integer> outcomes =
        parallel.map(
            things,
            thing -> {
              seen.add(Thread.currentThread().getName());
              return thing * 2;
            });

    assertThat(outcomes).isEqualTo(things.stream().map(thing -> thing * 2).toList());
    assertThat(List.of("work 1", "work 2", "work 3")).containsAll(seen);
  }

  @Test
  void givenAsManyThingsAsThreads_whenMapped_thenAllAreDoneAtATime() throws Exception {
    CyclicBarrier all = new CyclicBarrier(3);

    assertThat(parallel.map(List.of(1, 2, 3), thing -> all.await())).contains(0, 1, 2);
  }

  @Test
  void givenMoreThingsThanThreads_whenMapped_thenNoMoreThanThatAtATime() throws Exception {
    AtomicInteger running = new AtomicInteger();
    List<Integer> counts =
        parallel.map(
            IntStream.range(0, 50).boxed().toList(),
            thing -> {
              int now = running.incrementAndGet();
              Thread.sleep(1);
              running.decrementAndGet();
              return now;
            });

    assertThat(counts).allMatch(now -> now <= 3);
  }

  @Test
  void givenNothing_whenMapped_thenNothing() {
    assertThat(parallel.map(List.of(), thing -> thing)).isEmpty();
  }

  @Test
  void givenFailure_whenMapped_thenItIsThrownOnceTheOthersHaveEnded() {
    CountDownLatch begun = new CountDownLatch(1);

    assertThatThrownBy(
            () ->
                parallel.map(
                    IntStream.range(0, 100).boxed().toList(),
                    thing -> {
                      if (thing == 1) {
                        begun.await();
                        throw new IOException("no " + thing);
                      }
                      begun.countDown();
                      return hang("" + thing);
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("no 1");

    // Those that ran were interrupted; most had not begun.
    assertThat(seen).isNotEmpty().hasSizeLessThan(10).contains("0");
  }

  @Test
  void givenError_whenMapped_thenItIsThrownAsItIs() {
    StackOverflowError error = new StackOverflowError();

    assertThatThrownBy(
            () ->
                parallel.map(
                    List.of(1),
                    thing -> {
                      throw error;
                    }))
        .isSameAs(error);
  }

  @Test
  void givenInterrupt_whenMapped_thenStepsEndAndTheMessageIsTheCallers() throws Exception {
    Thread caller = Thread.currentThread();
    CountDownLatch begun = new CountDownLatch(3);
    Thread other =
        new Thread(
            () -> {
              try {
                begun.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              caller.interrupt();
            });
    other.start();

    try {
      assertThatThrownBy(
              () ->
                  parallel.map(
                      List.of(1, 2, 3, 4),
                      thing -> {
                        begun.countDown();
                        return hang("" + thing);
                      }))
          .isInstanceOf(TemporaryException.class)
          .hasMessage(INTERRUPTED);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      boolean unused = Thread.interrupted();
      other.join();
    }
    assertThat(seen).containsExactlyInAnyOrder("1", "2", "3");
  }

  /** Waits until it is interrupted, and notes that it was. */
  private String hang(String thing) throws InterruptedException {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      seen.add(thing);
      throw e;
    }
    return thing;
  }
}
