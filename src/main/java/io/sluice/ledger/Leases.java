package io.sluice.ledger;

import io.sluice.error.CommitUnknownException;
import io.sluice.error.DataException;
import io.sluice.error.LeaseHeldException;
import io.sluice.error.TemporaryException;
import io.sluice.ledger.Json.MalformedException;
import io.sluice.spec.DatasetName;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import io.sluice.storage.Storage.StoredFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Hands out leases: one run at a time works on a dataset. A lease is a file {@code
 * <source>/<dataset>/_lease/<epoch>.json} below the ledger zone, taken by put-if-absent of the next
 * epoch, and written afterwards by its holder alone. Another run may take it over after it was
 * released, if it was not renewed for the time to live, or at once if its holder was a process of
 * this system that has ended.
 *
 * <p>Thread-safe.
 */
public final class Leases {
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(5);
  private static final int RENEWALS_PER_LIFE = 5;

  private final Storage storage;
  private final Location zone;
  private final Clock clock;
  private final Holder holder;
  private final Duration timeToLive;

  /** Leases of five minutes, renewed every minute. */
  public Leases(Storage storage, Location zone, Clock clock, Holder holder) {
    this(storage, zone, clock, holder, TIME_TO_LIVE);
  }

  /** Leases of another length, renewed five times within it. All runs of a lake use the same. */
  public Leases(Storage storage, Location zone, Clock clock, Holder holder, Duration timeToLive) {
    this.storage = storage;
    this.zone = zone;
    this.clock = clock;
    this.holder = holder;
    this.timeToLive = timeToLive;
  }

  /**
   * Takes the lease of a dataset and keeps it alive until it is closed.
   *
   * @throws LeaseHeldException if another run has it; the message says who, and until when
   * @throws TemporaryException if the ledger cannot be read or written
   * @throws io.sluice.error.ConfigurationException if the ledger is missing or forbidden
   */
  public Lease acquire(DatasetName dataset, String runId) {
    return acquire(dataset, runId, place(dataset));
  }

  /**
   * Takes the lease of a dataset's exports; another run may merge at the same time.
   *
   * @throws LeaseHeldException if another run has it; the message says who, and until when
   */
  public Lease acquireForExport(DatasetName dataset, String runId) {
    return acquire(dataset, runId, zone.append(dataset + "/_exports/_lease"));
  }

  /** Whether the last holder of a dataset's lease has ended or expired without a release. */
  public boolean isAbandoned(DatasetName dataset) {
    LeaseFolder folder = new LeaseFolder(storage, place(dataset));
    OptionalLong last = folder.newest();
    if (last.isEmpty()) {
      return false;
    }
    Location file = folder.file(last.getAsLong());
    try {
      Optional<byte[]> content = storage.load(file);
      if (content.isEmpty() || LeaseState.read(content.get()).released()) {
        return false;
      }
      refuseWhereHeld(dataset, folder, last.getAsLong());
      return true;
    } catch (MalformedException | LeaseHeldException e) {
      return false;
    }
  }

  private Location place(DatasetName dataset) {
    return zone.append(dataset + "/_lease");
  }

  private Lease acquire(DatasetName dataset, String runId, Location place) {
    LeaseFolder folder = new LeaseFolder(storage, place);
    OptionalLong last = folder.newest();
    if (last.isPresent()) {
      refuseWhereHeld(dataset, folder, last.getAsLong());
    }
    long epoch = last.orElse(0) + 1;
    LeaseState state = LeaseState.taken(runId, holder, clock.instant());
    if (!taken(folder.file(epoch), state.write())) {
      throw lost(dataset, folder.file(epoch));
    }
    // A caller that was paused between reading and taking may have taken an epoch that was taken
    // over
    // and removed meanwhile.
    long newest = folder.newest().orElse(epoch);
    if (newest > epoch) {
      storage.delete(folder.file(epoch));
      throw lost(dataset, folder.file(newest));
    }
    folder.removeBefore(epoch - 1);
    return new Lease(storage, folder, dataset, epoch, state, clock)
        .renewedEvery(timeToLive.dividedBy(RENEWALS_PER_LIFE));
  }

  private void refuseWhereHeld(DatasetName dataset, LeaseFolder folder, long epoch) {
    Location file = folder.file(epoch);
    Optional<StoredFile> found = storage.find(file);
    Optional<byte[]> content = storage.load(file);
    if (found.isEmpty() || content.isEmpty()) {
      if (folder.newest().orElse(0) == epoch) {
        throw new DataException(
            file
                + ": the lease is listed but does not exist, like a link that leads to nothing. Nothing was"
                + " done. Remove it and run again");
      }
      // Only a later holder removes a lease.
      throw new LeaseHeldException(
          dataset + ": another run has just taken the lease. Nothing was done. Run again later.");
    }
    Instant now = clock.instant();
    Instant written = Instant.ofEpochMilli(found.get().modified());
    try {
      LeaseState state = LeaseState.read(content.get());
      Instant free = free(state.renewed(), written, now);
      if (!state.released() && now.isBefore(free) && !state.holder().isGone(holder)) {
        throw held(dataset, state, free);
      }
    } catch (MalformedException e) {
      Instant free = free(written, written, now);
      if (now.isBefore(free)) {
        throw new LeaseHeldException(
            dataset
                + ": the lease "
                + file
                + " cannot be read, "
                + e.getMessage()
                + ", and counts as held until "
                + free
                + ". Nothing was done. Run again then.",
            e);
      }
    }
  }

  /**
   * When a lease may be taken over. If the time of renewal is in the future, a clock was wrong or
   * was set back. Then the store's time of the file counts; if that is in the future too, the lease
   * is free at once. Its holder notices before it commits.
   */
  private Instant free(Instant renewed, Instant written, Instant now) {
    Instant latest = now.plus(timeToLive.dividedBy(RENEWALS_PER_LIFE));
    return Stream.of(renewed, written)
        .filter(life -> !life.isAfter(latest))
        .findFirst()
        .map(life -> life.plus(timeToLive))
        .orElse(now);
  }

  private boolean taken(Location file, byte[] content) {
    try {
      return storage.putIfAbsent(file, content);
    } catch (CommitUnknownException e) {
      if (storage.load(file).filter(found -> Arrays.equals(found, content)).isPresent()) {
        return true;
      }
      throw new TemporaryException(
          file + ": the lease could not be taken. Nothing was done. Run again.", e);
    }
  }

  private LeaseHeldException lost(DatasetName dataset, Location file) {
    try {
      Optional<byte[]> content = storage.load(file);
      if (content.isPresent()) {
        LeaseState state = LeaseState.read(content.get());
        return held(dataset, state, free(state.renewed(), state.acquired(), clock.instant()));
      }
    } catch (MalformedException e) {
      return new LeaseHeldException(
          dataset + ": another run has just taken the lease. Nothing was done. Run again later.",
          e);
    }
    return new LeaseHeldException(
        dataset + ": another run has just taken the lease. Nothing was done. Run again later.");
  }

  private LeaseHeldException held(DatasetName dataset, LeaseState state, Instant free) {
    return new LeaseHeldException(
        dataset
            + ": another run holds the lease: run \""
            + state.runId()
            + "\", process "
            + state.holder().pid()
            + " on "
            + state.holder().host()
            + ", since "
            + state.acquired()
            + ", last renewed at "
            + state.renewed()
            + ". Nothing was done. Run again when it has ended; if it is dead, its lease may be taken over from "
            + free
            + ".");
  }
}
