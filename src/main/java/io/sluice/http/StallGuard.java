package io.sluice.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A body that fails when nothing comes for too long: the client's own time-out ends with the head
 * of an answer. Closing the body from another thread wakes the one that waits for it.
 */
final class StallGuard extends FilterInputStream {
  private static final int LOOKS_PER_LIMIT = 4;
  private static final ScheduledExecutorService WATCH = watch();

  private final long limitNanos;
  private final AtomicLong lastNanos = new AtomicLong(System.nanoTime());
  private final ScheduledFuture<?> looks;
  private volatile boolean waiting;
  private volatile boolean stalled;
  private boolean broken;

  StallGuard(InputStream body, Duration limit) {
    super(body);
    this.limitNanos = limit.toNanos();
    long interval = Math.max(1, limitNanos / LOOKS_PER_LIMIT);
    this.looks = WATCH.scheduleAtFixedRate(this::look, interval, interval, TimeUnit.NANOSECONDS);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    lastNanos.set(System.nanoTime());
    waiting = true;
    try {
      int count = in.read(bytes, offset, length);
      if (stalled) {
        broken = true;
        throw stall(null);
      }
      return count;
    } catch (IOException e) {
      broken = true;
      throw stalled ? stall(e) : e;
    } finally {
      waiting = false;
    }
  }

  /** Whether the connection failed; else what came is what the server sent. */
  boolean isBroken() {
    return broken;
  }

  /** Ends the watch; what is left of the body is not read. */
  @Override
  public void close() throws IOException {
    looks.cancel(false);
    in.close();
  }

  private IOException stall(IOException cause) {
    return new IOException(
        "nothing came for " + Duration.ofNanos(limitNanos).toMillis() + " ms", cause);
  }

  private void look() {
    if (!waiting || System.nanoTime() - lastNanos.get() < limitNanos) {
      return;
    }
    stalled = true;
    looks.cancel(false);
    try {
      in.close();
    } catch (IOException e) {
      // The reader gets the failure.
      stalled = true;
    }
  }

  private static ScheduledExecutorService watch() {
    ScheduledThreadPoolExecutor watch =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "stalled answers");
              thread.setDaemon(true);
              return thread;
            });
    watch.setRemoveOnCancelPolicy(true);
    return watch;
  }
}
