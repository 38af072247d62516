package io.sluice.run.demo;

import io.sluice.config.Loaded;
import io.sluice.demo.DemoClock;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.IngestOptions;
import io.sluice.run.IngestVerb;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.status.StatusVerb;
import io.sluice.spark.Sessions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code demo}: the samples of every dataset through {@code ingest}; then, beside them, {@code
 * extract} and {@code ingest} from servers that speak as the sources do.
 */
public final class DemoVerb {
  /** A clock that is behind it would take the samples' last day for the future. */
  private static final Instant SAMPLES_END = Instant.parse("2026-11-22T00:00:00Z");

  private final Run run;

  /** It brings its own files. */
  public DemoVerb(Run run) {
    this.run = new Run(sinceSamples(run.clock()), run.variables(), run.progress());
  }

  private static Clock sinceSamples(Clock clock) {
    DemoClock since = new DemoClock(clock);
    if (clock.instant().isBefore(SAMPLES_END)) {
      since.set(SAMPLES_END);
    }
    return since;
  }

  /**
   * Runs every sample dataset through all its increments, in their order, in a fresh lake.
   *
   * @param folder where the lake is made; it must be absent or made by an earlier demo
   */
  public DemoReport demo(Path folder) {
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
}
