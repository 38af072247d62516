package io.sluice.run;

import io.sluice.error.DataException;
import io.sluice.error.TemporaryException;
import io.sluice.spec.JobSpec;
import io.sluice.table.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One version that a person asks for: a preview, then a commit that reads no increment.
 *
 * @param <P> what it would do, or has done
 */
public interface TableEdit<P> {
  /** The word of the verb, for the ledger and messages. */
  String verb();

  /**
   * Finds out what it would do; writes nothing.
   *
   * @throws io.sluice.error.SluiceException if it cannot be done
   */
  P plan(Snapshot current);

  /** Commits; nothing where another writer was first. */
  Optional<Snapshot> commit(Snapshot current, P plan, Instant now);

  /** What it has done, for the ledger. */
  String told(P plan);

  /**
   * What was done.
   *
   * @param version the number of the new version
   * @param warnings one sentence each
   */
  record Done<P>(P plan, long version, List<String> warnings) {
    /** Copies the list. */
    public Done {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Makes the version, under the dataset's lease.
   *
   * @param from the version that was current when somebody agreed; nothing where nobody was asked
   * @throws DataException if another version is current by now
   * @throws io.sluice.error.LeaseHeldException if another run works on the dataset
   */
  default Done<P> make(Lake lake, JobSpec job, String runId, OptionalLong from) {
    lake.checkReachable();
    Instant started = lake.clock().instant();
    Findings findings = new Findings();
    new KeptVersions(lake, job).current();
    try (TableWork work = TableWork.begin(lake, job, runId, findings)) {
      Snapshot current = new KeptVersions(lake, job).current();
      requireSeen(job, current, from);
      P plan = plan(current);
      work.requireHeld();
      Snapshot committed =
          commit(current, plan, lake.clock().instant())
              .orElseThrow(
                  () ->
                      new TemporaryException(
                          job.dataset()
                              + ": another writer committed first. Nothing was changed. Try"
                              + " again"));
      work.follow(committed);
      work.record(verb(), started, committed, List.of(told(plan)));
      work.tidy(committed);
      return new Done<>(plan, committed.number(), findings.warnings());
    }
  }

  private void requireSeen(JobSpec job, Snapshot current, OptionalLong from) {
    if (from.isPresent() && from.getAsLong() != current.number()) {
      throw new DataException(
          job.dataset()
              + ": version "
              + current.number()
              + " is current by now, version "
              + from.getAsLong()
              + " was when you were asked. Nothing was changed. Run "
              + verb()
              + " again, and look at what it would change");
    }
  }
}
