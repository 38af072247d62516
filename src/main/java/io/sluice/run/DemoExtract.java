package io.sluice.run;

import io.sluice.config.Configuration;
import io.sluice.config.Loaded;
import io.sluice.demo.AquaServer;
import io.sluice.demo.DemoClock;
import io.sluice.demo.ZendeskServer;
import io.sluice.spark.Sessions;
import io.sluice.spec.DatasetName;
import io.sluice.spec.JobSpec;
import java.nio.file.Path;
import java.time.Clock;
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
  private static final List<Instant> NIGHTS =
      List.of(Instant.parse("2026-11-18T01:00:00Z"), Instant.parse("2026-11-19T01:00:00Z"));

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

  private final Demo demo;
  private final DemoClock clock;
  private final AquaServer zuora;
  private final ZendeskServer zendesk;

  private DemoExtract(Demo demo, DemoClock clock, AquaServer zuora, ZendeskServer zendesk) {
    this.demo = demo;
    this.clock = clock;
    this.zuora = zuora;
    this.zendesk = zendesk;
  }

  /** Starts the servers, exports from them and stops them. */
  static DemoExports run(Demo demo, Clock realClock, Sessions sessions, Progress progress) {
    DemoClock clock = new DemoClock(realClock);
    try (AquaServer zuora = new AquaServer(clock, ZoneOffset.UTC);
        ZendeskServer zendesk = new ZendeskServer(clock)) {
      zendesk.limit(Integer.MAX_VALUE, Duration.ofMinutes(1));
      return new DemoExtract(demo, clock, zuora, zendesk).run(sessions, progress);
    }
  }

  private DemoExports run(Sessions sessions, Progress progress) {
    Path conf = environment();
    Workplace where = new Workplace(conf, demo.jobs(), EXPORTED);
    Loaded ingested = Configuration.load(demo.jobs(), conf, INGESTED);
    IngestVerb ingest = new IngestVerb(Lake.open(ingested, Map.of(), clock), sessions);
    List<DatasetName> sources =
        Configuration.load(demo.jobs(), conf, EXPORTED).jobs().stream()
            .map(JobSpec::dataset)
            .toList();
    List<List<ExtractedDataset>> extracted = new ArrayList<>();
    List<List<DatasetOutcome>> outcomes = new ArrayList<>();
    for (int night = 0; night < NIGHTS.size(); night++) {
      clock.set(NIGHTS.get(night));
      int day = night;
      sources.forEach(dataset -> change(dataset, day));
      String runId = "demo-night-" + (night + 1);
      extracted.add(
          new ExtractVerb(where, clock, Map.of())
              .extract(new ExtractOptions(runId, Map.of()), progress));
      outcomes.add(
          ingest.ingest(ingested.jobs(), new IngestOptions(runId, Optional.empty()), progress));
    }
    return new DemoExports(DemoSums.ofExtracts(extracted), DemoSums.ofIngests(outcomes), conf);
  }

  /** What happened at a source up to a night. */
  private void change(DatasetName dataset, int night) {
    String sample = demo.sample(dataset, night);
    if (dataset.source().equals("zuora")) {
      zuora.take(sample);
    } else if (dataset.name().equals("groups")) {
      zendesk.takeAll(dataset.name(), sample);
    } else {
      zendesk.take(dataset.name(), sample);
    }
  }

  private Path environment() {
    Path id = demo.write("zuora-client-id", AquaServer.CLIENT_ID);
    Path secret = demo.write("zuora-client-secret", AquaServer.CLIENT_SECRET);
    Path token = demo.write("zendesk-api-token", ZendeskServer.TOKEN);
    return demo.write(
        "exported.yaml",
        """
        # Made by the demo: the lake of what was exported from servers on this machine. They ended with
        # the demo, so extract finds nobody to ask; exports, status, ingest and show work.
        lake: "%s"
        connections:
          zuora:
            base_url: "%s"
            partner: %s
            project: demo
            client_id: "file:%s"
            client_secret: "file:%s"
            poll_delay: 10ms                        # the usual is 1s
            requests_per_minute: 60000              # the usual is 600
          zendesk:
            base_url: "%s"
            email: %s
            api_token: "file:%s"
            incremental_requests_per_minute: 60000  # the usual is 10
            requests_per_minute: 60000
        """
            .formatted(
                demo.lake().resolve("exported"),
                zuora.uri(),
                AquaServer.PARTNER,
                id,
                secret,
                zendesk.uri(),
                ZendeskServer.EMAIL,
                token));
  }
}
