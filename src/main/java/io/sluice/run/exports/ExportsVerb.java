package io.sluice.run.exports;

import io.sluice.config.Loaded;
import io.sluice.ledger.ExportLog;
import io.sluice.run.Findings;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.spec.JobSpec;
import java.util.ArrayList;
import java.util.List;

/** {@code exports}. */
public final class ExportsVerb {
  private final Run run;
  private final Workplace where;

  /** For the datasets that are named. */
  public ExportsVerb(Run run, Workplace where) {
    this.run = run;
    this.where = where;
  }

  /** All exports, by dataset, oldest first. */
  public ExportList exports() {
    Loaded loaded = run.load(where);
    ExportLog log = run.lake(loaded).exports();
    List<ExportEntry> entries = new ArrayList<>();
    Findings findings = new Findings();
    for (JobSpec job : loaded.jobs()) {
      findings
          .read("exports", () -> log.exports(job.dataset(), findings::fail))
          .ifPresent(exports -> exports.forEach(export -> entries.add(ExportEntry.of(export))));
    }
    return new ExportList(entries, findings.problems(), findings.exitCode());
  }
}
