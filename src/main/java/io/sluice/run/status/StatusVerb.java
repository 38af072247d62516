package io.sluice.run.status;

import io.sluice.config.Loaded;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import java.util.List;

/** {@code status}. */
public final class StatusVerb {
  private final Run run;
  private final Workplace where;

  /** For the datasets that are named. */
  public StatusVerb(Run run, Workplace where) {
    this.run = run;
    this.where = where;
  }

  /** Reports the state of each dataset; starts no Spark, writes nothing. */
  public List<DatasetStatus> status() {
    Loaded loaded = run.load(where);
    return new StatusReport(run.lake(loaded)).of(loaded.jobs());
  }
}
