package io.sluice.extract.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.Configuration;
import io.sluice.demo.Fault;
import io.sluice.demo.TestHttp;
import io.sluice.error.ConfigurationException;
import io.sluice.error.ExitCode;
import io.sluice.extract.Connectors;
import io.sluice.extract.ExtractOutcome;
import io.sluice.extract.ExtractRequest;
import io.sluice.extract.Extraction;
import io.sluice.extract.Zones;
import io.sluice.ledger.ExportLog;
import io.sluice.ledger.ExportRecord;
import io.sluice.ledger.ExportRecord.State;
import io.sluice.ledger.Holder;
import io.sluice.ledger.Leases;
import io.sluice.ledger.Ledger;
import io.sluice.read.FileScan;
import io.sluice.read.RawZone;
import io.sluice.read.ScanResult;
import io.sluice.settings.Finding;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Partition;
import io.sluice.storage.Location;
import io.sluice.storage.RoutedStorage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Cohort tables in DynamoDB Local to increments that ingest takes. */
class CohortExportIT {
  private static final Instant MORNING = Instant.parse("2026-11-21T06:00:00Z");

  @TempDir private Path home;
  private final DynamoDbLocal dynamo = DynamoDbLocal.shared();
  private final RoutedStorage storage = new RoutedStorage(Map.of());
  private final Clock clock = Clock.fixed(MORNING, ZoneOffset.UTC);
  private final String stage = "T" + UUID.randomUUID();
  private final Map<String, String> connection = new HashMap<>();
  private Path jobs = Path.of("jobs");

  @BeforeEach
  void connect() {
    connection.put("region", "eu-west-1");
    connection.put("endpoint", dynamo.uri().toString());
    connection.put("stage", stage);
    connection.put("access_key", "env:ACCESS");
    connection.put("secret_key", "env:SECRET");
    connection.put("retry_delay", "2ms");
    connection.put("retry_delay_max", "10ms");
  }

  @Test
  void givenActiveCohorts_whenExported_thenEachIsWholeInOneIncrement() throws IOException {
    cohort("Weekly2026", "2026-01-01", "");
    cohort("Voucher2026", "2026-11-21", "2026-11-22");
    for (int i = 0; i < 300; i++) {
      dynamo.put(
          table("Weekly2026"),
          Map.of(
              "subscriptionNumber", "A-S" + i,
              "processingStage", "Ready \"now\", or\nlater",
              "startDate", "2027-01-09"));
    }
    dynamo.putItem(
        table("Voucher2026"),
        Map.of(
            "subscriptionNumber", AttributeValue.fromS("A-S1"),
            "oldPrice", AttributeValue.fromN("45.1"),
            "newPrice", AttributeValue.fromNul(true)));

    ExtractOutcome outcome = export();

    assertThat(outcome.problem()).isEmpty();
    assertThat(outcome.warnings()).isEmpty();
    ScanResult scanned = scanned();
    assertThat(scanned.refused()).isEmpty();
    assertThat(scanned.accepted()).hasSize(1);
    Increment increment = scanned.accepted().get(0);
    assertThat(increment.processedDate()).isEqualTo(MORNING);
    assertThat(increment.partitions())
        .containsExactly(
            new Partition(Map.of("cohort_name", "Voucher2026")),
            new Partition(Map.of("cohort_name", "Weekly2026")));
    assertThat(increment.files())
        .extracting(file -> file.rows().orElseThrow())
        .containsExactly(1L, 300L);
    assertThat(text(increment, 0))
        .contains("\n\"Voucher2026\",\"A-S1\",\"\",\"\",\"\",\"45.1\",\"\"");
    assertThat(text(increment, 1)).contains("\"Ready \"\"now\"\", or\nlater\",\"2027-01-09\"");
  }

  @Test
  void givenActiveCohortWithoutItems_whenExported_thenItsPartitionIsALoadOfNothing() {
    cohort("Weekly2026", "2026-01-01", "");

    assertThat(export().problem()).isEmpty();

    Increment increment = scanned().accepted().get(0);
    assertThat(increment.partitions())
        .containsExactly(new Partition(Map.of("cohort_name", "Weekly2026")));
    assertThat(increment.files().get(0).rows()).contains(0L);
    assertThat(exports().get(0).answer()).containsEntry("without_items", "Weekly2026");
  }

  @Test
  void givenInactiveCohorts_whenExported_thenTheirTablesAreNotAskedForAndTheLedgerSaysSo() {
    cohort("Weekly2026", "2026-01-01", "");
    listed("Ended", "2025-01-01", "2026-11-21");
    listed("ToCome", "2026-11-22", "");

    assertThat(export().problem()).isEmpty();

    assertThat(exports().get(0).request())
        .containsEntry("cohorts", "Weekly2026")
        .containsEntry("inactive", "Ended, ToCome");
    assertThat(scanned().accepted().get(0).partitions()).hasSize(1);
  }

  @Test
  void givenMissingTable_whenExported_thenItIsAFailureAndTheOthersAreSealed() {
    cohort("Weekly2026", "2026-01-01", "");
    dynamo.put(table("Weekly2026"), Map.of("subscriptionNumber", "A-S1"));
    listed("Lost2026", "2026-01-01", "");

    ExtractOutcome outcome = export();

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(outcome.problem().orElseThrow())
        .contains(
            "price-migration/cohort-items",
            "cohort Lost2026",
            table("Lost2026"),
            "stay as they are");
    Increment increment = scanned().accepted().get(0);
    assertThat(increment.partitions())
        .containsExactly(new Partition(Map.of("cohort_name", "Weekly2026")));
    assertThat(increment.files()).hasSize(1);
    assertThat(exports().get(0).answer()).containsEntry("failed", "Lost2026");
  }

  @Test
  void givenNoTableAtAll_whenExported_thenNothingIsSealed() {
    dynamo.table("price-migration-engine-cohort-spec-" + stage, "cohortName");
    listed("Lost2026", "2026-01-01", "");

    assertThat(export().exitCode()).isEqualTo(ExitCode.CONFIGURATION);

    assertThat(scanned().accepted()).isEmpty();
    assertThat(exports().get(0).state()).isEqualTo(State.FAILED);
  }

  @Test
  void givenNoCohorts_whenExported_thenThatIsNoEmptyTable() {
    assertThat(export().exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    dynamo.table("price-migration-engine-cohort-spec-" + stage, "cohortName");

    ExtractOutcome outcome = export();

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(outcome.problem().orElseThrow()).contains("lists no cohort");
    assertThat(scanned().accepted()).isEmpty();
  }

  @Test
  void givenBrokenDateOfACohort_whenExported_thenItIsNamed() {
    cohort("Weekly2026", "soon", "");

    ExtractOutcome outcome = export();

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(outcome.problem().orElseThrow()).contains("importStartDate \"soon\"");
  }

  @Test
  void givenRefusedScan_whenExported_thenItIsAFailureAndTellsNoSecret() {
    listedJob("csv");
    try (TestHttp refusing =
        new TestHttp(
            request ->
                TestHttp.Reply.json(
                    400,
                    "{\"__type\":\"com.amazon.coral.service#AccessDeniedException\","
                        + "\"message\":\"not authorized to perform dynamodb:Scan\"}"))) {
      connection.put("endpoint", refusing.uri().toString());

      ExtractOutcome outcome = export();

      assertThat(outcome.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
      assertThat(outcome.problem().orElseThrow())
          .contains("not authorized to perform dynamodb:Scan")
          .doesNotContain(DynamoDbLocal.SECRET_KEY);
      assertThat(scanned().accepted()).isEmpty();
    }
  }

  @Test
  void givenListOfCohortsAndJson_whenExported_thenEveryAttributeIsThere() throws IOException {
    listedJob("json");
    dynamo.table("c-" + stage + "-One", "id");
    dynamo.putItem(
        "c-" + stage + "-One",
        Map.of(
            "id", AttributeValue.fromS("7"),
            "oldPrice", AttributeValue.fromN("0.1000000000000000000000000000000000001"),
            "more", AttributeValue.fromM(Map.of("b", AttributeValue.fromBool(true)))));

    assertThat(export().problem()).isEmpty();

    assertThat(text(scanned().accepted().get(0), 0))
        .isEqualTo(
            "{\"id\":\"7\",\"more\":{\"b\":true},"
                + "\"old_price\":0.1000000000000000000000000000000000001,\"cohort\":\"One\"}\n");
    assertThat(exports().get(0).request()).containsEntry("inactive", "Two");
  }

  @Test
  void givenAttributeWithoutColumn_whenWrittenAsCsv_thenThatIsSaid() {
    cohort("Weekly2026", "2026-01-01", "");
    dynamo.put(table("Weekly2026"), Map.of("subscriptionNumber", "A-S1", "surprise", "x"));

    assertThat(export().warnings()).hasSize(1).element(0).asString().contains("surprise");
  }

  @Test
  void givenPagesOfAMegabyteAndBadAnswers_whenExported_thenAllItemsComeOnce() throws IOException {
    cohort("Weekly2026", "2026-01-01", "");
    for (int i = 0; i < 400; i++) {
      dynamo.put(
          table("Weekly2026"),
          Map.of("subscriptionNumber", "A-S" + i, "cancellationReason", "x".repeat(20_000)));
    }
    HttpClient through = HttpClient.newHttpClient();
    try (TestHttp proxy = new TestHttp(request -> forwarded(through, request))) {
      proxy.faults(
          (method, path, number) ->
              switch (number % 7) {
                case 2 -> Optional.of(new Fault.Status(500, Map.of(), "{}"));
                case 4 -> Optional.of(new Fault.Cut(10_000));
                case 6 -> Optional.of(new Fault.HangUp());
                default -> Optional.empty();
              });
      connection.put("endpoint", proxy.uri().toString());

      assertThat(export().problem()).isEmpty();

      assertThat(proxy.requests()).hasSizeGreaterThan(12);
    }
    Increment increment = scanned().accepted().get(0);
    assertThat(increment.files().get(0).rows()).contains(400L);
    assertThat(text(increment, 0).lines().map(line -> line.split(",", 3)[1]).distinct())
        .hasSize(401);
  }

  @Test
  void givenRunThatDied_whenRunAgain_thenItIsScannedAnew() {
    cohort("Weekly2026", "2026-01-01", "");
    new ExportLog(storage, Location.of(home.resolve("ledger").toString()))
        .put(
            new ExportRecord(
                "20261120T060000Z-dead",
                job().dataset(),
                "dynamodb",
                "run",
                State.ASKED,
                MORNING.minusSeconds(86_400),
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of(),
                Optional.empty(),
                Optional.empty()));

    assertThat(export().problem()).isEmpty();

    assertThat(exports())
        .extracting(ExportRecord::state)
        .containsExactly(State.FAILED, State.SEALED);
  }

  @Test
  void givenStrangeSettings_whenChecked_thenAllAreNamed() throws IOException {
    connection.remove("stage");
    connection.remove("region");

    assertThatThrownBy(this::export)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("connections.price-migration.region: is missing")
        .hasMessageContaining("extract.table: \"PriceMigration-{stage}-{cohort}\" has {stage}");
  }

  private static TestHttp.Reply forwarded(HttpClient through, TestHttp.Request request) {
    HttpRequest.Builder copy =
        HttpRequest.newBuilder(URI.create(DynamoDbLocal.shared().uri() + request.path()))
            .POST(HttpRequest.BodyPublishers.ofString(request.body()));
    for (String header : List.of("X-Amz-Target", "Content-Type", "Authorization", "X-Amz-Date")) {
      request.header(header).ifPresent(value -> copy.header(header, value));
    }
    try {
      HttpResponse<byte[]> answer =
          through.send(copy.build(), HttpResponse.BodyHandlers.ofByteArray());
      return TestHttp.Reply.bytes(answer.statusCode(), "application/x-amz-json-1.0", answer.body());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String table(String cohort) {
    return "PriceMigration-" + stage + "-" + cohort;
  }

  private void cohort(String name, String starts, String ends) {
    if (specTable.isEmpty()) {
      specTable = "price-migration-engine-cohort-spec-" + stage;
      dynamo.table(specTable, "cohortName");
    }
    dynamo.table(table(name), "subscriptionNumber");
    listed(name, starts, ends);
  }

  private String specTable = "";

  private void listed(String name, String starts, String ends) {
    Map<String, String> item = new HashMap<>(Map.of("cohortName", name, "importStartDate", starts));
    if (!ends.isEmpty()) {
      item.put("migrationCompleteDate", ends);
    }
    dynamo.put("price-migration-engine-cohort-spec-" + stage, item);
  }

  private void listedJob(String format) {
    jobs = home.resolve("jobs");
    String yaml =
        """
        dataset: price-migration/cohort-items
        mode: partition
        extract:
          connector: dynamodb
          cohorts: [One, Two]
          inactive_cohorts: [Two]
          table: c-{stage}-{cohort}
          segments: 2
          attributes: {old_price: oldPrice}
        raw: {format: %s}
        columns: {cohort: string, id: string, old_price: "decimal(38,37)"}
        key: [cohort, id]
        clean: {partition_by: [cohort]}
        """
            .formatted(format);
    try {
      Files.createDirectories(jobs.resolve("price-migration"));
      Files.writeString(jobs.resolve("price-migration/cohort-items.yaml"), yaml);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private ExtractOutcome export() {
    Location ledger = Location.of(home.resolve("ledger").toString());
    Zones zones =
        new Zones(
            storage,
            any -> Location.of(home.resolve("raw").toString()),
            new ExportLog(storage, ledger),
            new Ledger(storage, ledger),
            new Leases(storage, ledger, Clock.systemUTC(), Holder.thisProcess()),
            clock,
            "here");
    Extraction extraction =
        new Extraction(
            Connectors.of(List.of(new DynamoDbConnector())),
            zones,
            Map.of("price-migration", connection),
            Map.of("ACCESS", "test", "SECRET", DynamoDbLocal.SECRET_KEY));
    JobSpec job = job();
    List<String> problems = extraction.problems(job).stream().map(Finding::text).toList();
    if (!problems.isEmpty()) {
      throw new ConfigurationException(String.join("\n", problems));
    }
    ExtractRequest request = new ExtractRequest("run", Map.of());
    return extraction
        .run(extraction.groups(List.of(job), List.of(job.dataset())).get(0), request, (d, s) -> {})
        .get(0);
  }

  private List<ExportRecord> exports() {
    return new ExportLog(storage, Location.of(home.resolve("ledger").toString()))
        .exports(job().dataset());
  }

  /** What ingest would read, checked as ingest does. */
  private ScanResult scanned() {
    Location raw = Location.of(home.resolve("raw").toString());
    List<Increment> pending =
        new RawZone(storage, job(), raw, clock).pending(List.of()).increments();
    return new FileScan(storage, job(), raw).scan(pending);
  }

  private String text(Increment increment, int file) throws IOException {
    return Files.readString(home.resolve("raw").resolve(increment.files().get(file).path()));
  }

  private JobSpec job() {
    try {
      Path conf = Files.writeString(home.resolve("conf.yaml"), "lake: lake\n");
      return Configuration.load(jobs, conf, List.of("price-migration/cohort-items")).jobs().get(0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
