package io.sluice.demo;

import io.sluice.run.DatasetOutcome;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.demo.DemoExports;
import io.sluice.run.extract.ExtractOptions;
import io.sluice.run.extract.ExtractVerb;
import io.sluice.run.extract.ExtractedDataset;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.ingest.IngestVerb;
import io.sluice.spark.Sessions;
import io.sluice.spec.DatasetName;
import io.sluice.spec.JobSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of the demo that exports: two nights, between which rows are changed and deleted at a
 * Zuora and a Zendesk on this machine. What they hold are the samples' rows. All of Zuora's session
 * is exported, as its clock moves for all datasets at once; a handful is ingested.
 */
final class DemoExtract {
  /** How long ago each night was. */
  private static final List<Duration> NIGHTS = List.of(Duration.ofHours(25), Duration.ofHours(1));

  private static final List<String> EXPORTED =
      List.of("zuora", "zendesk/groups", "zendesk/tickets", "zendesk/users");

  private static final List<String> INGESTED =
      List.of(
          "zendesk/groups",
          "zendesk/tickets",
          "zendesk/users",
          "zuora/account",
          "zuora/invoice",
          "zuora/subscription");

  private final SampleLake samples;
  private final DemoClock clock;
  private final AquaServer zuora;
  private final ZendeskServer zendesk;

  private DemoExtract(
      SampleLake samples, DemoClock clock, AquaServer zuora, ZendeskServer zendesk) {
    this.samples = samples;
    this.clock = clock;
    this.zuora = zuora;
    this.zendesk = zendesk;
  }

  /** Starts the servers, exports from them and stops them. */
  static DemoExports run(SampleLake samples, Run run, Sessions sessions) {
    DemoClock clock = new DemoClock(run.clock());
    try (AquaServer zuora = new AquaServer(clock, ZoneOffset.UTC);
        ZendeskServer zendesk = new ZendeskServer(clock)) {
      zendesk.limit(Integer.MAX_VALUE, Duration.ofMinutes(1));
      return new DemoExtract(samples, clock, zuora, zendesk)
          .run(new Run(clock, Map.of(), run.progress()), sessions);
    }
  }

  private DemoExports run(Run run, Sessions sessions) {
    Path conf = environment();
    Workplace exporting = new Workplace(conf, samples.place().jobs(), EXPORTED);
    Workplace ingesting = new Workplace(conf, samples.place().jobs(), INGESTED);
    List<DatasetName> sources = run.load(exporting).jobs().stream().map(JobSpec::dataset).toList();
    List<List<ExtractedDataset>> extracted = new ArrayList<>();
    List<List<DatasetOutcome>> outcomes = new ArrayList<>();
    Instant now = clock.instant();
    for (int night = 0; night < NIGHTS.size(); night++) {
      clock.set(now.minus(NIGHTS.get(night)));
      int day = night;
      sources.forEach(dataset -> change(dataset, day));
      String runId = "demo-night-" + (night + 1);
      extracted.add(new ExtractVerb(run, exporting).extract(new ExtractOptions(runId, Map.of())));
      outcomes.add(
          new IngestVerb(run, ingesting)
              .ingest(new IngestOptions(runId, Optional.empty()), sessions));
    }
    return new DemoExports(DemoSums.ofExtracts(extracted), DemoSums.ofIngests(outcomes), conf);
  }

  /** What happened at a source up to a night. */
  private void change(DatasetName dataset, int night) {
    String sample = samples.sample(dataset, night);
    if (dataset.source().equals("zuora")) {
      zuora.take(sample);
    } else if (dataset.name().equals("groups")) {
      zendesk.takeAll(dataset.name(), sample);
    } else {
      zendesk.take(dataset.name(), sample);
    }
  }

  private Path environment() {
    Path token = samples.write("secrets/zendesk-api-token", ZendeskServer.TOKEN);
    return samples.write(
        "conf/exported.yaml",
        """
        # Made by the demo: the lake of what was exported from servers on this machine. They ended with
        # the demo, so extract finds nobody to ask; exports, status, ingest and show work.
        lake: "%s"
        connections:
        %s  zendesk:
            base_url: "%s"
            email: %s
            api_token: "file:%s"
            incremental_requests_per_minute: 60000  # the usual is 10
            requests_per_minute: 60000
        """
            .formatted(
                samples.place().folder().resolve("exported"),
                samples.connection(zuora),
                zendesk.uri(),
                ZendeskServer.EMAIL,
                token));
  }
}
