package io.sluice.run.runs;

import io.sluice.config.Loaded;
import io.sluice.ledger.Ledger;
import io.sluice.run.Findings;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.spec.JobSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code runs}. */
public final class RunsVerb {
  private final Run run;
  private final Workplace where;

  /** For the datasets that are named. */
  public RunsVerb(Run run, Workplace where) {
    this.run = run;
    this.where = where;
  }

  /**
   * The newest runs of all datasets together; starts no Spark, writes nothing.
   *
   * @param most how many
   */
  public RunList runs(long most) {
    Loaded loaded = run.load(where);
    Ledger ledger = run.lake(loaded).ledger();
    Findings findings = new Findings();
    List<PastRun> runs = new ArrayList<>();
    for (JobSpec job : loaded.jobs()) {
      findings
          .read("runs", () -> ledger.runs(job.dataset(), most, findings::fail))
          .ifPresent(some -> some.stream().map(PastRun::of).forEach(runs::add));
    }
    runs.sort(
        Comparator.comparing(PastRun::started)
            .thenComparing(PastRun::dataset)
            .thenComparing(PastRun::ended));
    int first = (int) Math.max(0, runs.size() - most);
    return new RunList(runs.subList(first, runs.size()), findings.problems(), findings.exitCode());
  }
}
