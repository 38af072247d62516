package io.sluice.run.rollback;

import io.sluice.config.Loaded;
import io.sluice.error.DataException;
import io.sluice.error.UsageException;
import io.sluice.run.KeptVersions;
import io.sluice.run.Lake;
import io.sluice.run.Run;
import io.sluice.run.TableEdit;
import io.sluice.run.Workplace;
import io.sluice.spec.JobSpec;
import io.sluice.table.Snapshot;
import java.time.Instant;
import java.util.Optional;
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
    return new Edit(lake, job, to, "").plan(new KeptVersions(lake, job).current());
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
    JobSpec job = loaded.jobs().get(0);
    TableEdit.Done<RollbackPlan> done = new Edit(lake, job, to, runId).make(lake, job, runId, from);
    return new RolledBack(done.plan(), done.version(), done.warnings());
  }

  private record Edit(Lake lake, JobSpec job, long to, String runId)
      implements TableEdit<RollbackPlan> {
    @Override
    public String verb() {
      return "rollback";
    }

    @Override
    public RollbackPlan plan(Snapshot current) {
      Snapshot target = target();
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

    @Override
    public Optional<Snapshot> commit(Snapshot current, RollbackPlan plan, Instant now) {
      Snapshot target = target();
      return lake.table(job)
          .restore(current, target, RollbackPlan.after(current, target), runId, now);
    }

    @Override
    public String told(RollbackPlan plan) {
      return "rolled back to version "
          + plan.to()
          + (plan.withdrawn().isEmpty()
              ? ""
              : "; withdrawn: " + String.join(", ", plan.withdrawn()))
          + (plan.returned().isEmpty() ? "" : "; put back: " + String.join(", ", plan.returned()));
    }

    private Snapshot target() {
      return new KeptVersions(lake, job).numbered(to);
    }
  }
}
