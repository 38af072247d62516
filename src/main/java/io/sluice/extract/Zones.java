package io.sluice.extract;

import io.sluice.ledger.ExportLog;
import io.sluice.ledger.Leases;
import io.sluice.ledger.Ledger;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import java.time.Clock;
import java.util.function.Function;

/**
 * Where exports are written to.
 *
 * @param rawFolder of a job
 * @param host the name of this machine, as the ledger notes it
 */
public record Zones(
    Storage storage,
    Function<JobSpec, Location> rawFolder,
    ExportLog exports,
    Ledger runs,
    Leases leases,
    Clock clock,
    String host) {}
