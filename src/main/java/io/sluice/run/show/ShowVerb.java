package io.sluice.run.show;

import io.sluice.config.Loaded;
import io.sluice.run.Lake;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.spark.Sessions;

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
   * @throws io.sluice.error.UsageException if the name is none, or that of several datasets
   */
  public ShownRows show(ShowOptions options) {
    Loaded loaded = run.loadOne(where, "show");
    Lake lake = run.lake(loaded);
    run.progress().begin(1);
    return new ShowTable(lake, loaded.jobs().get(0), new Sessions(lake.settings()), run.progress())
        .rows(options);
  }

  /** Compares two versions of the clean table; the same holds as of {@link #show}. */
  public ShownDiff diff(DiffOptions options) {
    Loaded loaded = run.loadOne(where, "show");
    Lake lake = run.lake(loaded);
    run.progress().begin(1);
    return new DiffTable(lake, loaded.jobs().get(0), new Sessions(lake.settings()), run.progress())
        .diff(options);
  }
}
