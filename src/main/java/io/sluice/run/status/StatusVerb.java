package io.sluice.run.status;

import io.sluice.config.Loaded;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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
    Loaded loaded = run.loadEach(where);
    return Stream.concat(
            new StatusReport(run.lake(loaded)).of(loaded.jobs()).stream(),
            loaded.broken().stream().map(DatasetStatus::broken))
        .sorted(Comparator.comparing(DatasetStatus::dataset))
        .toList();
  }
}
