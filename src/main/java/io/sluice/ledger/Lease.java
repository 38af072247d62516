package io.sluice.ledger;

import io.sluice.error.SluiceException;
import io.sluice.spec.DatasetName;
import io.sluice.storage.Storage;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to work on a dataset, kept alive by a daemon thread until it is closed. It only saves
 * work; the commit itself keeps tables correct.
 *
 * <p>Thread-safe.
 */
public final class Lease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  private final Storage storage;
  private final LeaseFolder folder;
  private final DatasetName dataset;
  private final long epoch;
  private final Clock clock;
  private final ScheduledExecutorService renewals;
  private LeaseState state;
  private boolean closed;

  Lease(
      Storage storage,
      LeaseFolder folder,
      DatasetName dataset,
      long epoch,
      LeaseState state,
      Clock clock) {
    this.storage = storage;
    this.folder = folder;
    this.dataset = dataset;
    this.epoch = epoch;
    this.state = state;
    this.clock = clock;
    this.renewals =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lease " + dataset);
              thread.setDaemon(true);
              return thread;
            });
  }

  Lease renewedEvery(Duration interval) {
    long nanos = interval.toNanos();
    // The executor drops a task that throws, and renew throws nothing.
    ScheduledFuture<?> unused =
        renewals.scheduleWithFixedDelay(this::renew, nanos, nanos, TimeUnit.NANOSECONDS);
    return this;
  }

  /**
   * Whether no run has taken over this lease; reads the storage. A holder that was paused for
   * longer than the time to live asks before it continues.
   */
  public synchronized boolean stillHeld() {
    return !closed && folder.newest().orElse(epoch) == epoch;
  }

  /** Releases the lease, so that the next run need not wait. Failures are logged: it runs out. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    renewals.shutdown();
    try {
      if (stillHeld()) {
        storage.put(folder.file(epoch), state.releasedAt(clock.instant()).write());
      }
    } catch (SluiceException e) {
      LOG.warn("{}: the lease was not released and will expire: {}", dataset, e.getMessage());
    } finally {
      closed = true;
    }
  }

  private synchronized void renew() {
    if (closed) {
      return;
    }
    try {
      if (stillHeld()) {
        state = state.renewedAt(clock.instant());
        storage.put(folder.file(epoch), state.write());
      } else {
        LOG.warn("{}: another run has taken over the lease of run {}", dataset, state.runId());
        renewals.shutdown();
      }
    } catch (SluiceException e) {
      LOG.warn("{}: the lease was not renewed, trying again: {}", dataset, e.getMessage());
    }
  }
}
