package io.sluice.run;

import io.sluice.error.ExitCode;
import io.sluice.error.LeaseHeldException;
import io.sluice.error.SluiceException;
import io.sluice.ledger.Lease;
import io.sluice.ledger.RunRecord;
import io.sluice.spec.JobSpec;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run's work on one table, under the lease of its dataset. */
public final class TableWork implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TableWork.class);

  private final Lake lake;
  private final JobSpec job;
  private final Table table;
  private final String runId;
  private final Findings findings;
  private final Lease lease;

  private TableWork(
      Lake lake, JobSpec job, Table table, String runId, Findings findings, Lease lease) {
    this.lake = lake;
    this.job = job;
    this.table = table;
    this.runId = runId;
    this.findings = findings;
    this.lease = lease;
  }

  /**
   * Takes the lease, and makes up for what a crashed run left undone.
   *
   * @param findings of the run
   * @throws LeaseHeldException if another run works on the dataset
   */
  public static TableWork begin(Lake lake, JobSpec job, String runId, Findings findings) {
    boolean abandoned = lake.leases().isAbandoned(job.dataset());
    Lease lease = lake.leases().acquire(job.dataset(), runId);
    TableWork work = new TableWork(lake, job, lake.table(job), runId, findings, lease);
    try {
      work.mend(abandoned);
      return work;
    } catch (RuntimeException | Error e) {
      lease.close();
      throw e;
    }
  }

  private void mend(boolean abandoned) {
    table
        .current()
        .ifPresent(
            current ->
                table.followers().stream()
                    .filter(follower -> follower.isBehind(current))
                    .forEach(follower -> follower.follow(current)));
    if (abandoned) {
      new DeadRun(lake, job, runId).record(table);
      table.current().ifPresent(this::tidy);
    }
  }

  /**
   * Before a commit: makes sure that no other run has followed this one's lease.
   *
   * @throws LeaseHeldException if one has
   */
  public void requireHeld() {
    if (!isHeld()) {
      throw lost(null);
    }
  }

  /** Whether no other run has followed this one's lease. */
  public boolean isHeld() {
    return lease.stillHeld();
  }

  /** What to throw where another run has followed; with what it led to, or null. */
  public LeaseHeldException lost(Exception failure) {
    return new LeaseHeldException(
        job.dataset()
            + ": another run took over this run's lease while this run was paused. Nothing was committed."
            + " Try again",
        failure);
  }

  /** After a commit: lets the followers follow. */
  public void follow(Snapshot committed) {
    table.followers().forEach(follower -> follower.follow(committed));
  }

  /**
   * Removes what no kept version needs; after the entry in the ledger, for which a next run needs
   * both versions if this one dies before.
   */
  public void tidy(Snapshot committed) {
    try {
      table.tidy(committed, job.clean(), lake.clock().instant());
      new Rebuilds(lake, job).expire();
      lake.ledger().removeLeftovers(job.dataset(), lake.clock().instant());
    } catch (SluiceException e) {
      findings.warn(
          "old versions could not be removed, the next run tries again: " + e.getMessage());
    }
  }

  /**
   * Writes the entry of a run that ended well and put no increment into the table.
   *
   * @param notes what it did, a sentence each
   */
  public void record(String verb, Instant started, Snapshot committed, List<String> notes) {
    record(
        lake,
        new RunRecord(
            runId,
            verb,
            job.dataset(),
            Lake.host(),
            started,
            lake.clock().instant(),
            ExitCode.DONE,
            OptionalLong.of(committed.number()),
            List.of(),
            Map.of(),
            notes,
            Optional.empty(),
            List.of()));
  }

  /** Writes an entry; a ledger that cannot be written stops no run. */
  public static void record(Lake lake, RunRecord entry) {
    try {
      lake.ledger().record(entry);
    } catch (SluiceException e) {
      LOG.warn("the ledger has no entry of this run: {}", e.getMessage());
    }
  }

  /**
   * Gives the lease back; after the ledger's entry: one that was not says that it may be missing.
   */
  @Override
  public void close() {
    lease.close();
  }
}
