package io.sluice.run;

import io.sluice.config.Configuration;
import io.sluice.config.Loaded;
import io.sluice.demo.DemoClock;
import io.sluice.spark.Sessions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code demo}: the samples of every dataset through {@code ingest}; then, beside them, {@code
 * extract} and {@code ingest} from servers that speak as the sources do.
 */
final class DemoVerb {
  /** A clock that is behind it would take the samples' last day for the future. */
  private static final Instant SAMPLES_END = Instant.parse("2026-11-22T00:00:00Z");

  private final Demo demo;
  private final Clock clock;
  private final Map<String, String> variables;

  DemoVerb(Demo demo, Clock clock, Map<String, String> variables) {
    this.demo = demo;
    this.clock = sinceSamples(clock);
    this.variables = variables;
  }

  private static Clock sinceSamples(Clock clock) {
    DemoClock since = new DemoClock(clock);
    if (clock.instant().isBefore(SAMPLES_END)) {
      since.set(SAMPLES_END);
    }
    return since;
  }

  DemoReport run(Progress progress) {
    Loaded loaded = Configuration.load(demo.jobs(), demo.conf(), List.of());
    Lake lake = Lake.open(loaded, variables, clock);
    try (Sessions sessions = new Sessions(lake.settings())) {
      List<DatasetOutcome> outcomes = ingestSamples(loaded, lake, sessions, progress);
      DemoExports exports = DemoExtract.run(demo, clock, sessions, progress);
      return new DemoReport(
          outcomes, new StatusReport(lake).of(loaded.jobs()), demo.lake(), demo.conf(), exports);
    }
  }

  private List<DatasetOutcome> ingestSamples(
      Loaded loaded, Lake lake, Sessions sessions, Progress progress) {
    Path raw = Path.of(loaded.environment().raw());
    IngestVerb ingest = new IngestVerb(lake, sessions);
    List<List<DatasetOutcome>> rounds = new ArrayList<>();
    for (int round = 1; demo.deliver(loaded.jobs(), raw); round++) {
      IngestOptions options = new IngestOptions("demo-" + round, Optional.empty());
      rounds.add(ingest.ingest(loaded.jobs(), options, progress));
    }
    return DemoSums.ofIngests(rounds);
  }
}
