package io.sluice.run.show;

import io.sluice.config.Loaded;
import io.sluice.error.UsageException;
import io.sluice.run.Lake;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.spark.Sessions;
import io.sluice.spec.JobSpec;

/** {@code show}. */
public final class ShowVerb {
  private final Run run;
  private final Workplace where;

  /** For the one dataset that is named. */
  public ShowVerb(Run run, Workplace where) {
    this.run = run;
    this.where = where;
  }

  /**
   * Reads rows of the clean table; they are to be read before the next verb is called.
   *
   * @throws UsageException if the name is none, or that of several datasets
   */
  public ShownRows show(ShowOptions options) {
    Loaded loaded = run.load(where);
    JobSpec job = only(loaded);
    Lake lake = run.lake(loaded);
    return new ShowTable(lake, job, new Sessions(lake.settings())).rows(options);
  }

  /** The one dataset; a source may have but one. */
  JobSpec only(Loaded loaded) {
    if (loaded.jobs().size() == 1) {
      return loaded.jobs().get(0);
    }
    throw new UsageException(
        "\""
            + String.join(" ", where.names())
            + "\" is a source of "
            + loaded.jobs().size()
            + " datasets; show prints one, such as "
            + loaded.jobs().get(0).dataset()
            + ". Nothing was run.");
  }
}
