package io.sluice.run.quarantine;

import io.sluice.config.Loaded;
import io.sluice.run.KeptVersions;
import io.sluice.run.Lake;
import io.sluice.run.OpenQuarantine;
import io.sluice.run.QuarantinedRow;
import io.sluice.run.Run;
import io.sluice.run.TableEdit;
import io.sluice.run.Workplace;
import io.sluice.spec.JobSpec;
import io.sluice.table.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** {@code quarantine}, of the current version. Starts no Spark. */
public final class QuarantineVerb {
  private static final String VERB = "quarantine";

  private final Run run;
  private final Workplace where;
  private final QuarantineFilter filter;

  /** For the one dataset that is named. */
  public QuarantineVerb(Run run, Workplace where, QuarantineFilter filter) {
    this.run = run;
    this.where = where;
    this.filter = filter;
  }

  /**
   * Counts the rows by reason and column.
   *
   * @throws io.sluice.error.UsageException if no row in quarantine is of the reason or increment
   * @throws io.sluice.error.DataException if files of the quarantine are damaged
   */
  public QuarantineSummary summary() {
    Loaded loaded = run.loadOne(where, VERB);
    JobSpec job = loaded.jobs().get(0);
    Snapshot version = new KeptVersions(run.lake(loaded), job).current();
    return new QuarantineSummary(
        job.dataset(), version.number(), QuarantineGroups.of(job.dataset(), version, filter));
  }

  /**
   * The first rows.
   *
   * @param limit how many at most
   */
  public List<QuarantinedRow> rows(long limit) {
    Loaded loaded = run.loadOne(where, VERB);
    JobSpec job = loaded.jobs().get(0);
    Snapshot version = new KeptVersions(run.lake(loaded), job).current();
    List<QuarantinedRow> rows = new ArrayList<>();
    OpenQuarantine.each(
        version,
        version.quarantine(),
        row -> {
          if (filter.matches(row)) {
            rows.add(row);
          }
          return rows.size() < limit;
        });
    if (rows.isEmpty()) {
      QuarantineGroups.of(job.dataset(), version, filter);
    }
    return rows;
  }

  /** Finds out what {@link #dismiss} would do; throws as {@link #summary}. */
  public DismissalPlan plan(String because) {
    Loaded loaded = run.loadOne(where, VERB);
    Lake lake = run.lake(loaded);
    JobSpec job = loaded.jobs().get(0);
    return new DismissalEdit(lake, job, filter, because, "")
        .plan(new KeptVersions(lake, job).current());
  }

  /**
   * Takes the rows out of quarantine.
   *
   * @param from the version that was current when somebody agreed; nothing where nobody was asked
   * @throws io.sluice.error.DataException if another version is current by now
   * @throws io.sluice.error.LeaseHeldException if another run works on the dataset
   */
  public Dismissed dismiss(String because, String runId, OptionalLong from) {
    Loaded loaded = run.loadOne(where, VERB);
    Lake lake = run.lake(loaded);
    JobSpec job = loaded.jobs().get(0);
    TableEdit.Done<DismissalPlan> done =
        new DismissalEdit(lake, job, filter, because, runId).make(lake, job, runId, from);
    return new Dismissed(done.plan(), done.version(), done.warnings());
  }
}
