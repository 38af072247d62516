package io.sluice.demo;

import io.sluice.config.Loaded;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.demo.DemoAct;
import io.sluice.run.demo.DemoExports;
import io.sluice.run.demo.DemoPlace;
import io.sluice.run.demo.DemoReport;
import io.sluice.run.demo.Demonstration;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.ingest.IngestVerb;
import io.sluice.run.status.StatusVerb;
import io.sluice.spark.Sessions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The samples of every dataset through {@code ingest}; then, beside them, {@code extract} and
 * {@code ingest} from servers that speak as the sources do.
 */
public final class SampleDemo implements Demonstration {
  private static final Duration AGE_OF_NEWEST = Duration.ofMinutes(10);

  /** For the loader of services. */
  public SampleDemo() {}

  @Override
  public String name() {
    return "all";
  }

  @Override
  public DemoReport run(Path folder, Run run, Consumer<DemoAct> told) {
    SampleLake samples = SampleLake.in(folder);
    DemoPlace place = samples.place();
    samples.write(
        "conf/local.yaml",
        "# Made by the demo: the lake of the samples.\nlake: \"" + place.lake() + "\"\n");
    samples.datasets().forEach(samples::job);
    Workplace where = new Workplace(place.conf(), place.jobs(), List.of());
    Loaded loaded = run.load(where);
    Instant end = run.clock().instant().minus(AGE_OF_NEWEST);
    try (Sessions sessions = new Sessions(run.lake(loaded).settings())) {
      IngestVerb ingest = new IngestVerb(run, where);
      List<List<DatasetOutcome>> rounds = new ArrayList<>();
      for (int round = 1; samples.deliver(loaded.jobs(), end); round++) {
        rounds.add(ingest.ingest(new IngestOptions("demo-" + round, Optional.empty()), sessions));
      }
      DemoExports exports = DemoExtract.run(samples, run, sessions);
      return new DemoReport(
          List.of(),
          DemoSums.ofIngests(rounds),
          new StatusVerb(run, where).status(),
          place,
          List.of(),
          Optional.of(exports));
    }
  }
}
