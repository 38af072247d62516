package io.sluice.run.backfill;

import io.sluice.config.Loaded;
import io.sluice.error.SluiceException;
import io.sluice.read.DeleteCondition;
import io.sluice.run.Faults;
import io.sluice.run.Findings;
import io.sluice.run.KeptVersions;
import io.sluice.run.Lake;
import io.sluice.run.Run;
import io.sluice.run.TableWork;
import io.sluice.run.Workplace;
import io.sluice.spark.Sessions;
import io.sluice.spec.JobSpec;
import java.util.function.Function;

/**
 * {@code backfill}: the increments of a table are applied again, by the job file of today, to a
 * second table beside it. That one is compared with the current version, and takes its place at
 * once, or when somebody accepts it.
 */
public final class BackfillVerb {
  private final Run run;
  private final Workplace where;
  private final BackfillOptions options;

  /** For the one dataset that is named. */
  public BackfillVerb(Run run, Workplace where, BackfillOptions options) {
    this.run = run;
    this.where = where;
    this.options = options;
  }

  /**
   * Builds and compares, or goes on with what an earlier run has begun by the same job file.
   *
   * @throws io.sluice.error.DataException if raw files of increments are gone, or cannot be read by
   *     the job file
   * @throws io.sluice.error.LeaseHeldException if another run works on the dataset
   */
  public Backfilled rebuild() {
    return worked(Backfill::rebuilt);
  }

  /**
   * Lets a rebuilt table take the place, with the increments that were applied since.
   *
   * @throws io.sluice.error.UsageException if none of this id waits
   * @throws io.sluice.error.DataException if it does not fit to the table or the job file any more
   */
  public Backfilled accept(String id) {
    return worked(backfill -> backfill.accepted(id));
  }

  /**
   * Removes a rebuilt table.
   *
   * @throws io.sluice.error.UsageException if there is none of this id
   */
  public Backfilled drop(String id) {
    return worked(backfill -> backfill.dropped(id));
  }

  private Backfilled worked(Function<Backfill, Backfilled> step) {
    Loaded loaded = run.loadOne(where, "backfill");
    Lake lake = run.lake(loaded);
    lake.checkReachable();
    JobSpec job = loaded.jobs().get(0);
    DeleteCondition.require(job);
    Object unused = new KeptVersions(lake, job).current(); // fails where there is no table
    run.progress().begin(1);
    Findings findings = new Findings();
    try (Sessions sessions = new Sessions(lake.settings());
        TableWork work = TableWork.begin(lake, job, options.runId(), findings)) {
      return step.apply(new Backfill(lake, job, options, sessions, run.progress(), work, findings));
    } catch (SluiceException e) {
      throw e;
    } catch (Exception e) {
      // Spark, written in Scala, throws checked exceptions that it does not declare.
      SluiceException known = Faults.known(job.dataset(), e);
      throw known == null ? new IllegalStateException(e) : known;
    }
  }
}
