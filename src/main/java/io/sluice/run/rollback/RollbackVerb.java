package io.sluice.run.rollback;

import io.sluice.config.Loaded;
import io.sluice.error.DataException;
import io.sluice.error.TemporaryException;
import io.sluice.error.UsageException;
import io.sluice.run.Findings;
import io.sluice.run.KeptVersions;
import io.sluice.run.Lake;
import io.sluice.run.Run;
import io.sluice.run.TableWork;
import io.sluice.run.Workplace;
import io.sluice.spec.JobSpec;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** {@code rollback}: the state of an older version as a new version. Starts no Spark. */
public final class RollbackVerb {
  private final Run run;
  private final Workplace where;
  private final long to;

  /**
   * For the one dataset that is named.
   *
   * @param to the number of the version that is to be current again
   */
  public RollbackVerb(Run run, Workplace where, long to) {
    this.run = run;
    this.where = where;
    this.to = to;
  }

  /**
   * Finds out what {@link #rollBack} would do; writes nothing.
   *
   * @throws UsageException if the version is not kept, or is current
   * @throws DataException if its files are damaged
   */
  public RollbackPlan plan() {
    Loaded loaded = run.loadOne(where, "rollback");
    Lake lake = run.lake(loaded);
    JobSpec job = loaded.jobs().get(0);
    KeptVersions kept = new KeptVersions(lake, job);
    return plan(lake, job, kept.current(), kept.numbered(to));
  }

  private RollbackPlan plan(Lake lake, JobSpec job, Snapshot current, Snapshot target) {
    if (current.number() == target.number()) {
      throw new UsageException(
          job.dataset()
              + ": version "
              + target.number()
              + " is the current one. Nothing was changed. See the others: sluice versions "
              + job.dataset());
    }
    target.requireWhole();
    return RollbackPlan.of(
        job.dataset(),
        current,
        target,
        lake.rawZone(job).lost(RollbackPlan.withdrawn(current, target)));
  }

  /**
   * Rolls back.
   *
   * @param from the version that was current when somebody agreed; nothing where nobody was asked
   * @throws DataException if another version is current by now
   * @throws io.sluice.error.LeaseHeldException if another run works on the dataset
   */
  public RolledBack rollBack(String runId, OptionalLong from) {
    Loaded loaded = run.loadOne(where, "rollback");
    Lake lake = run.lake(loaded);
    lake.checkReachable();
    JobSpec job = loaded.jobs().get(0);
    Instant started = lake.clock().instant();
    Table table = lake.table(job);
    Findings findings = new Findings();
    new KeptVersions(lake, job).current();
    try (TableWork work = TableWork.begin(lake, job, runId, findings)) {
      KeptVersions kept = new KeptVersions(lake, job);
      Snapshot current = kept.current();
      if (from.isPresent() && from.getAsLong() != current.number()) {
        throw new DataException(
            job.dataset()
                + ": version "
                + current.number()
                + " is current by now, version "
                + from.getAsLong()
                + " was when you were asked. Nothing was changed. Run rollback again, and look at"
                + " what it would take out of the table");
      }
      Snapshot target = kept.numbered(to);
      RollbackPlan plan = plan(lake, job, current, target);
      work.requireHeld();
      Snapshot committed =
          table
              .restore(
                  current,
                  target,
                  RollbackPlan.after(current, target),
                  runId,
                  lake.clock().instant())
              .orElseThrow(
                  () ->
                      new TemporaryException(
                          job.dataset()
                              + ": another writer committed first. Nothing was changed. Try"
                              + " again"));
      work.follow(committed);
      work.record("rollback", started, committed, List.of(told(plan)));
      work.tidy(committed);
      return new RolledBack(plan, committed.number(), findings.warnings());
    }
  }

  private static String told(RollbackPlan plan) {
    return "rolled back to version "
        + plan.to()
        + (plan.withdrawn().isEmpty() ? "" : "; withdrawn: " + String.join(", ", plan.withdrawn()))
        + (plan.returned().isEmpty() ? "" : "; put back: " + String.join(", ", plan.returned()));
  }
}
