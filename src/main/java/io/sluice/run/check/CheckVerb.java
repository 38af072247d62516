package io.sluice.run.check;

import io.sluice.config.Checked;
import io.sluice.config.Configuration;
import io.sluice.config.Loaded;
import io.sluice.error.ConfigurationException;
import io.sluice.error.ExitCode;
import io.sluice.read.DeleteCondition;
import io.sluice.run.Lake;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.extract.ExtractVerb;
import io.sluice.settings.Wrong;
import io.sluice.spec.JobSpec;

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
   * Reads all job files and the environment file, then what lies in the lake of the jobs that have
   * no problem. Throws for no file: its problems are in the report.
   *
   * @param deep to read every byte of every table of any lake
   * @throws io.sluice.error.UsageException if a name is neither a dataset nor a source
   */
  public CheckReport check(boolean deep) {
    Checked checked =
        Configuration.check(where.jobs(), where.conf(), where.names(), run.variables());
    Remarks remarks = new Remarks(checked);
    checked.loaded().ifPresent(loaded -> check(loaded, remarks, deep));
    return remarks.report();
  }

  private void check(Loaded loaded, Remarks remarks, boolean deep) {
    Lake lake;
    try {
      lake = run.lake(loaded);
      new ExtractVerb(run, where)
          .check(loaded, remarks::problemOfExtract, remarks::warnOfEnvironment);
    } catch (ConfigurationException e) {
      // A secret that is not there: files are checked without it, the lake is not reached.
      remarks.note("the tables were not looked at: " + e.getMessage());
      return;
    }
    for (JobSpec job : loaded.jobs()) {
      DeleteCondition.fault(job)
          .ifPresent(
              fault ->
                  remarks.problem(
                      job.dataset(), "delete_when", Wrong.of(fault), ExitCode.CONFIGURATION));
    }
    new LakeCheck(lake, remarks, deep).look(loaded.jobs());
  }
}
