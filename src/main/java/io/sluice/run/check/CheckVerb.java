package io.sluice.run.check;

import io.sluice.config.Checked;
import io.sluice.config.Configuration;
import io.sluice.config.Loaded;
import io.sluice.error.ConfigurationException;
import io.sluice.read.DeleteCondition;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.extract.ExtractVerb;
import io.sluice.spec.JobSpec;
import java.util.ArrayList;
import java.util.List;

/** {@code check}. */
public final class CheckVerb {
  private final Run run;
  private final Workplace where;

  /** For the datasets that are named. */
  public CheckVerb(Run run, Workplace where) {
    this.run = run;
    this.where = where;
  }

  /**
   * Reads all job files and the environment file, then what lies in the lake.
   *
   * @param deep to read every byte of every table; without it, local lakes alone are looked at
   * @throws ConfigurationException with all problems of all files in its message
   */
  public CheckReport check(boolean deep) {
    Checked checked =
        Configuration.check(where.jobs(), where.conf(), where.names(), run.variables());
    Loaded loaded = run.load(where);
    List<String> warnings = new ArrayList<>();
    checked.warnings().forEach(finding -> warnings.add(finding.file() + ": " + finding.text()));
    requireDeleteConditions(loaded.jobs());
    warnings.addAll(new ExtractVerb(run, where).check(loaded));
    LakeCheck lake = new LakeCheck(run.lake(loaded), deep);
    lake.look(loaded.jobs());
    warnings.addAll(lake.warnings());
    return new CheckReport(checked.datasets().size(), warnings, lake.problems(), lake.exitCode());
  }

  private static void requireDeleteConditions(List<JobSpec> jobs) {
    List<String> faults = new ArrayList<>();
    for (JobSpec job : jobs) {
      DeleteCondition.fault(job)
          .ifPresent(fault -> faults.add(job.dataset() + ": delete_when: " + fault));
    }
    if (!faults.isEmpty()) {
      faults.add("Nothing was run. Correct the job files.");
      throw new ConfigurationException(faults);
    }
  }
}
