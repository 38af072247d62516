package io.sluice.run.why;

import io.sluice.config.Loaded;
import io.sluice.run.Lake;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.spark.Sessions;

/** {@code why}. */
public final class WhyVerb {
  private final Run run;
  private final Workplace where;

  /** For the one dataset that is named. */
  public WhyVerb(Run run, Workplace where) {
    this.run = run;
    this.where = where;
  }

  /**
   * Tells how the row of a key came to be; reads only. The session ends with the process.
   *
   * @throws io.sluice.error.UsageException if it is no key of the dataset
   * @throws io.sluice.error.DataException if no row of the key was ever seen
   * @throws io.sluice.error.ConfigurationException if there is no table, or it cannot follow the
   *     job file
   */
  public Explanation why(KeyGiven given) {
    Loaded loaded = run.loadOne(where, "why");
    Lake lake = run.lake(loaded);
    return new Inquiry(lake, loaded.jobs().get(0), new Sessions(lake.settings()), run.progress())
        .into(given);
  }
}
