package io.sluice.run.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import io.sluice.error.ExitCode;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.check.CheckVerb;
import io.sluice.run.show.ShowOptions;
import io.sluice.run.show.ShowVerb;
import io.sluice.run.status.DatasetStatus;
import io.sluice.run.status.StatusVerb;
import io.sluice.storage.FaultyWire;
import io.sluice.storage.S3Server;
import io.sluice.storage.S3Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The whole of {@code ingest} on S3, with Spark's own writes. The engine is this test's alone: its
 * file systems keep the settings that they were opened with.
 */
class S3IngestIT {
  private static final String DAY_1 = "2020-11-18.csv";
  private static final String DAY_2 = "2020-11-19.csv";
  private static final Map<String, String> VARIABLES =
      Map.of("LAKE_KEY", S3Server.ACCESS_KEY, "LAKE_SECRET", S3Server.SECRET_KEY);

  @TempDir private Path home;
  private final Map<String, String> settings = new TreeMap<>();
  private S3Client client;
  private String lake;
  private String raw;
  private FaultyWire wire;
  private Run run = new Run(Clock.systemUTC(), VARIABLES, Progress.NONE);

  @BeforeEach
  void prepare() throws IOException {
    prepare(S3Store.S3PROXY);
  }

  private void prepare(S3Store store) throws IOException {
    S3Server server = S3Server.shared(store);
    client = server.client();
    lake = server.newBucket();
    raw = server.newBucket();
    wire = new FaultyWire(server.port());
    settings.putAll(S3Server.settings(wire.port()));
    settings.put("spark.hadoop.fs.s3a.access.key", "env:LAKE_KEY");
    settings.put("spark.hadoop.fs.s3a.secret.key", "env:LAKE_SECRET");
    settings.put("spark.master", "local[2]");
    environment("s3a://" + lake + "/zone one");
  }

  @AfterEach
  void disconnect() {
    wire.close();
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
  }

  @ParameterizedTest
  @CsvSource({"S3PROXY, s3a", "S3PROXY, s3", "MINIO, s3a", "SEAWEEDFS, s3a"})
  void givenDaysOfChangesInAnotherBucket_whenIngested_thenEveryFormatShowsTheLatestState(
      S3Store store, String scheme) throws IOException {
    disconnect();
    prepare(store);
    environment(scheme + "://" + lake + "/zone one");
    for (String format : List.of("parquet", "orc", "avro")) {
      job(format, format, scheme);
      raw(format, DAY_1, "id,name,amount,gone\n1,Ada,1.50,false\n2,Zoë,2.00,\n3,\"a, b\",,f\n");
    }
    write(
        "jobs/shop/parts.yaml",
        """
        dataset: shop/parts
        description: Items by day.
        mode: partition
        raw: {format: csv, path: "%s://%s/parts", path_pattern: '(?<name>[^/]+)\\.csv'}
        columns: {id: bigint, name: string, amount: "decimal(18,2)"}
        key: [name, id]
        clean: {format: parquet, partition_by: [name]}
        """
            .formatted(scheme, raw));
    raw("parts", "a b.csv", "id,name,amount\n1,a b,1\n2,a b,1\n");
    raw("parts", "x=1.csv", "id,name,amount\n1,x=1,1\n");
    assertThat(new CheckVerb(run, where()).check(false).warnings()).isEmpty();
    assertThat(codes(ingest())).containsOnly(ExitCode.DONE);
    for (String format : List.of("parquet", "orc", "avro")) {
      raw(format, DAY_2, "gone,id,name,amount\nfalse,1,Ada,9\ntrue,2,Zoë,2\n,4,Eve,4\n,x,bad,1\n");
    }
    raw("parts", "a b.csv", "id,name,amount\n2,a b,5\n");

    List<DatasetOutcome> outcomes = ingest();

    assertThat(codes(outcomes)).containsOnly(ExitCode.DONE);
    assertThat(outcomes.get(0).count("quarantined")).isEqualTo(1);
    for (String format : List.of("parquet", "orc", "avro")) {
      assertThat(rows(format)).containsExactly("1|Ada|9.00", "3|a, b|null", "4|Eve|4.00");
    }
    assertThat(rows("parts")).containsExactlyInAnyOrder("2|a b|5.00", "1|x=1|1.00");
    assertThat(codes(ingest())).containsOnly(ExitCode.DONE);
    assertThat(new StatusVerb(run, where()).status())
        .allSatisfy(
            status -> {
              assertThat(status.pending()).isEmpty();
              assertThat(status.version()).isEqualTo(OptionalLong.of(2));
              assertThat(status.lastRun().orElseThrow()).endsWith(" done");
            });
    assertThat(keys()).noneMatch(key -> key.contains("__magic") || key.contains("_temporary"));
    assertThat(manifest("parquet"))
        .startsWith("s3://" + lake + "/zone%20one/clean/shop/parquet/_data/v");
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void givenAnEngineOfItsOwnWrites_whenTheyAreWatched_thenDataGoesByTheMagicCommitter()
      throws IOException {
    job("items", "parquet", "s3a");
    raw("items", DAY_1, "id,name,amount,gone\n1,Ada,1.50,false\n");

    ingest();

    assertThat(wire.seen())
        .anyMatch(request -> request.contains("__magic"))
        .anyMatch(request -> request.matches("POST .*/_data/v1-[^?]*\\.parquet\\?uploadId=.*"))
        .noneMatch(request -> request.contains("_temporary"));
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, CONFIGURATION, access is denied",
    "400, ExpiredToken, CONFIGURATION, ExpiredToken",
    "503, ServiceUnavailable, TEMPORARY, Try again"
  })
  void givenWritesOfTheEngineRefused_whenIngested_thenItIsSaidSoonAndTheNextRunDoesIt(
      int status, String code, ExitCode expected, String message) throws IOException {
    job("items", "parquet", "s3a");
    raw("items", DAY_1, "id,name,amount,gone\n1,Ada,1.50,false\n");
    String dataWrite = "^(PUT|POST) \\S*/clean/\\S*/_data/v1-";
    wire.on(dataWrite, Integer.MAX_VALUE, FaultyWire.refused(status, code));
    long start = System.nanoTime();

    DatasetOutcome outcome = ingest().get(0);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(90));
    assertThat(outcome.exitCode()).as(outcome.problem().toString()).isEqualTo(expected);
    assertThat(outcome.problem().orElseThrow()).contains("shop/items", message);
    recovers();
  }

  @Test
  void givenAnEndpointThatDiesWhileDataIsWritten_whenIngested_thenTheNextRunDoesIt()
      throws IOException {
    job("items", "parquet", "s3a");
    raw("items", DAY_1, "id,name,amount,gone\n1,Ada,1.50,false\n");
    wire.on(
        "^(PUT|POST) \\S*/clean/\\S*/_data/v1-", 1, exchange -> wire.always(FaultyWire.dropped()));
    long start = System.nanoTime();

    DatasetOutcome outcome = ingest().get(0);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(90));
    assertThat(outcome.exitCode()).as(outcome.problem().toString()).isEqualTo(ExitCode.TEMPORARY);
    recovers();
  }

  @Test
  void givenTheAnswerToTheCommitLost_whenIngested_thenTheOutcomeIsUnknownAndNothingIsDoubled()
      throws IOException {
    job("items", "parquet", "s3a");
    raw("items", DAY_1, "id,name,amount,gone\n1,Ada,1.50,false\n");
    String version = "\\S*/_versions/00000000000000000001.json";
    wire.on("^PUT " + version, 3, FaultyWire.answerLost())
        .on("^GET " + version, Integer.MAX_VALUE, FaultyWire.dropped());

    DatasetOutcome outcome = ingest().get(0);

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.COMMIT_UNKNOWN);
    assertThat(outcome.problem().orElseThrow()).contains("It may or may not exist now");
    recovers();
  }

  @Test
  void givenAWrongBucketOrKey_whenIngested_thenNothingStarts() throws IOException {
    job("items", "parquet", "s3a");
    environment("s3a://no-such-bucket");
    assertThatThrownBy(this::ingest)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the bucket \"no-such-bucket\" does not exist there");
    DatasetStatus status = new StatusVerb(run, where()).status().get(0);
    assertThat(status.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(status.problems().get(0))
        .contains("the bucket \"no-such-bucket\" does not exist there");

    environment("s3a://" + lake);
    run =
        new Run(
            Clock.systemUTC(), Map.of("LAKE_KEY", "x", "LAKE_SECRET", "hunter2"), Progress.NONE);
    assertThatThrownBy(this::ingest)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the credentials are not known there (InvalidAccessKeyId")
        .hasMessageNotContaining("hunter2");

    run = new Run(Clock.systemUTC(), Map.of("LAKE_KEY", "x"), Progress.NONE);
    assertThatThrownBy(this::ingest)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the environment variable LAKE_SECRET is not set");
  }

  /** With the wire mended, a run ends as if nothing had happened. */
  private void recovers() {
    wire.mend();
    // What the death of the process does: another may follow its lease at once.
    keys().stream()
        .filter(key -> key.contains("/_lease/"))
        .forEach(key -> client.deleteObject(request -> request.bucket(lake).key(key)));

    assertThat(codes(ingest())).containsOnly(ExitCode.DONE);

    assertThat(rows("items")).containsExactly("1|Ada|1.50");
    assertThat(new StatusVerb(run, where()).status().get(0).version())
        .isEqualTo(OptionalLong.of(1));
    assertThat(keys().stream().map(key -> key.replaceAll("(/v1-[0-9a-f]+)/.*", "$1")).distinct())
        .filteredOn(key -> key.contains("/v1-"))
        .hasSize(1);
  }

  private void environment(String place) throws IOException {
    write(
        "conf.yaml",
        "lake: \""
            + place
            + "\"\nspark:\n"
            + settings.entrySet().stream()
                .map(setting -> "  " + setting.getKey() + ": \"" + setting.getValue() + "\"\n")
                .collect(Collectors.joining()));
  }

  private void job(String name, String format, String scheme) throws IOException {
    write(
        "jobs/shop/" + name + ".yaml",
        """
        dataset: shop/%s
        description: Items.
        raw: {format: csv, path: "%s://%s/%s", processed_date: {from: name, pattern: yyyy-MM-dd}}
        columns: {id: bigint, name: string, amount: "decimal(18,2)", gone: boolean}
        key: [id]
        delete_when: gone
        clean: {format: %s}
        """
            .formatted(name, scheme, raw, name, format));
  }

  private void raw(String folder, String name, String content) {
    client.putObject(
        request -> request.bucket(raw).key(folder + "/" + name), RequestBody.fromString(content));
  }

  private void write(String path, String content) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private Workplace where() {
    return new Workplace(home.resolve("conf.yaml"), home.resolve("jobs"), List.of());
  }

  private List<DatasetOutcome> ingest() {
    return new IngestVerb(run, where()).ingest(new IngestOptions("test", Optional.empty()));
  }

  private static List<ExitCode> codes(List<DatasetOutcome> outcomes) {
    assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.problem()).isEmpty());
    return outcomes.stream().map(DatasetOutcome::exitCode).toList();
  }

  private List<String> rows(String name) {
    ShowOptions all = new ShowOptions(OptionalLong.empty(), Optional.empty(), 0, List.of(), false);
    return StreamSupport.stream(
            new ShowVerb(run, where().of(List.of("shop/" + name))).show(all).rows().spliterator(),
            false)
        .map(row -> row.stream().map(cell -> cell.orElse("null")).collect(Collectors.joining("|")))
        .toList();
  }

  private List<String> keys() {
    return client.listObjectsV2Paginator(request -> request.bucket(lake)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private String manifest(String name) {
    return client
        .getObjectAsBytes(
            request -> request.bucket(lake).key("zone one/clean/shop/" + name + "/_manifest"))
        .asUtf8String();
  }

  private List<String> unfinished() {
    return client.listMultipartUploads(request -> request.bucket(lake)).uploads().stream()
        .map(upload -> upload.key())
        .toList();
  }
}
