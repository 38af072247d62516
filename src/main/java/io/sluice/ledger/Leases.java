package io.sluice.ledger;

import io.sluice.error.CommitUnknownException;
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

/**
 * Hands out leases: one run at a time works on a dataset. A lease is a file {@code
 * <source>/<dataset>/_lease/<epoch>.json} below the ledger zone, taken by put-if-absent of the next
 * epoch, and written afterwards by its holder alone. It may be followed once it was released, or
 * not renewed for the time to live, or at once where its holder was a process of this system that
 * is gone.
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
   * Takes the lease of a dataset's exports, which one run asks for while another may merge.
   *
   * @throws LeaseHeldException if another run has it; the message says who, and until when
   */
  public Lease acquireForExport(DatasetName dataset, String runId) {
    return acquire(dataset, runId, zone.append(dataset + "/_exports/_lease"));
  }

  /**
   * Whether the last holder of a dataset's lease is gone, or takes too long, and released nothing.
   */
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
      refuseWhereHeld(dataset, file);
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
      refuseWhereHeld(dataset, folder.file(last.getAsLong()));
    }
    long epoch = last.orElse(0) + 1;
    LeaseState state = LeaseState.taken(runId, holder, clock.instant());
    if (!taken(folder.file(epoch), state.write())) {
      throw lost(dataset, folder.file(epoch));
    }
    // A caller that slept between the look and the taking may have taken an epoch that was followed
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

  private void refuseWhereHeld(DatasetName dataset, Location file) {
    Optional<StoredFile> found = storage.find(file);
    Optional<byte[]> content = storage.load(file);
    if (found.isEmpty() || content.isEmpty()) {
      // Only a later holder removes a lease.
      throw new LeaseHeldException(
          dataset + ": another run has just taken the lease. Nothing was done. Run again later.");
    }
    try {
      LeaseState state = LeaseState.read(content.get());
      Instant free = state.renewed().plus(timeToLive);
      if (!state.released() && clock.instant().isBefore(free) && !state.holder().isGone(holder)) {
        throw held(dataset, state);
      }
    } catch (MalformedException e) {
      Instant free = Instant.ofEpochMilli(found.get().modified()).plus(timeToLive);
      if (clock.instant().isBefore(free)) {
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
        return held(dataset, LeaseState.read(content.get()));
      }
    } catch (MalformedException e) {
      return new LeaseHeldException(
          dataset + ": another run has just taken the lease. Nothing was done. Run again later.",
          e);
    }
    return new LeaseHeldException(
        dataset + ": another run has just taken the lease. Nothing was done. Run again later.");
  }

  private LeaseHeldException held(DatasetName dataset, LeaseState state) {
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
            + ". Nothing was done. Run again when it has ended; if it is dead, its lease may be"
            + " followed from "
            + state.renewed().plus(timeToLive)
            + ".");
  }
}
