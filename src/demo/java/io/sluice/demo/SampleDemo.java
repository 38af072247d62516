package io.sluice.demo;

import io.sluice.config.Loaded;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.demo.DemoExports;
import io.sluice.run.demo.DemoReport;
import io.sluice.run.demo.Demonstration;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.ingest.IngestVerb;
import io.sluice.run.status.StatusVerb;
import io.sluice.spark.Sessions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The samples of every dataset through {@code ingest}; then, beside them, {@code extract} and
 * {@code ingest} from servers that speak as the sources do.
 */
public final class SampleDemo implements Demonstration {
  /** A clock that is behind it would take the samples' last day for the future. */
  private static final Instant SAMPLES_END = Instant.parse("2026-11-22T00:00:00Z");

  /** For the loader of services. */
  public SampleDemo() {}

  @Override
  public DemoReport run(Path folder, Run around) {
    Run run = new Run(sinceSamples(around.clock()), around.variables(), around.progress());
    SampleLake samples = SampleLake.in(folder);
    Workplace where = new Workplace(samples.conf(), samples.jobs(), List.of());
    Loaded loaded = run.load(where);
    try (Sessions sessions = new Sessions(run.lake(loaded).settings())) {
      IngestVerb ingest = new IngestVerb(run, where);
      Path raw = Path.of(loaded.environment().raw());
      List<List<DatasetOutcome>> rounds = new ArrayList<>();
      for (int round = 1; samples.deliver(loaded.jobs(), raw); round++) {
        rounds.add(ingest.ingest(new IngestOptions("demo-" + round, Optional.empty()), sessions));
      }
      DemoExports exports = DemoExtract.run(samples, run, sessions);
      return new DemoReport(
          DemoSums.ofIngests(rounds),
          new StatusVerb(run, where).status(),
          samples.lake(),
          samples.conf(),
          exports);
    }
  }

  private static Clock sinceSamples(Clock clock) {
    DemoClock since = new DemoClock(clock);
    if (clock.instant().isBefore(SAMPLES_END)) {
      since.set(SAMPLES_END);
    }
    return since;
  }
}
