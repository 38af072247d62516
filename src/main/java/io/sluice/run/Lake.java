package io.sluice.run;

import io.sluice.ledger.Holder;
import io.sluice.ledger.Leases;
import io.sluice.ledger.Ledger;
import io.sluice.read.RawZone;
import io.sluice.spec.EnvironmentSpec;
import io.sluice.spec.JobSpec;
import io.sluice.storage.HadoopStorage;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import io.sluice.table.CleanTable;
import java.time.Clock;
import java.util.Map;

/**
 * The zones of one environment, and where each dataset lies in them.
 *
 * @param clock the time of this run
 */
record Lake(EnvironmentSpec environment, Storage storage, Clock clock) {

  /**
   * Opens the zones; nothing is read.
   *
   * @param settings of the engine, complete and with secrets revealed
   */
  static Lake open(EnvironmentSpec environment, Map<String, String> settings, Clock clock) {
    Storage storage =
        environment.singleWriter()
            ? HadoopStorage.ofSingleWriter(settings)
            : new HadoopStorage(settings);
    return new Lake(environment, storage, clock);
  }

  CleanTable table(JobSpec job) {
    return new CleanTable(storage, Location.of(environment.clean()), job.dataset());
  }

  Location rawFolder(JobSpec job) {
    return job.raw()
        .path()
        .map(Location::of)
        .orElseGet(
            () ->
                Location.of(environment.raw())
                    .append(job.dataset().source())
                    .append(job.dataset().name()));
  }

  RawZone rawZone(JobSpec job) {
    return new RawZone(storage, job, rawFolder(job), clock);
  }

  Ledger ledger() {
    return new Ledger(storage, Location.of(environment.ledger()));
  }

  Leases leases() {
    return new Leases(storage, Location.of(environment.ledger()), clock, Holder.thisProcess());
  }

  /** The name of this machine, as the ledger notes it. */
  static String host() {
    return Holder.thisProcess().host();
  }

  /** Fails where a zone is missing or forbidden, before anything starts. */
  void checkReachable() {
    storage.checkReachable(Location.of(environment.raw()));
    storage.checkReachable(Location.of(environment.clean()));
    storage.checkReachable(Location.of(environment.ledger()));
  }
}
