package io.sluice.storage;

import static io.sluice.storage.StorageContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.CommitUnknownException;
import io.sluice.error.ConfigurationException;
import io.sluice.error.TemporaryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S3 on bad days: what is said, that it is said soon, and that nothing is lost. */
@Timeout(60)
class S3FaultsIT {
  private static final String VERSION = "clean/_versions/1.json";
  private static S3Server server;
  private static String bucket;

  private final String folder = UUID.randomUUID().toString();
  private FaultyWire wire;

  @BeforeAll
  static void start() {
    server = S3Server.shared();
    bucket = server.newBucket();
  }

  @BeforeEach
  void connect() {
    wire = new FaultyWire(server.port());
  }

  @AfterEach
  void disconnect() {
    wire.close();
  }

  private static Map<String, String> settings(int port) {
    Map<String, String> settings = S3Server.settings(port);
    settings.put("spark.hadoop.fs.s3a.connection.timeout", "1000");
    return settings;
  }

  private Storage storage() {
    return new RoutedStorage(settings(wire.port()));
  }

  /** Past the wire. */
  private static Storage there() {
    return new RoutedStorage(settings(server.port()));
  }

  private Location at(String path) {
    return Location.of("s3a://" + bucket + "/" + folder + "/" + path);
  }

  @Test
  void givenNoSuchBucket_whenUsed_thenItIsNamed() {
    Location gone = Location.of("s3a://no-such-bucket/lake");

    for (ThrowingCallable use :
        new ThrowingCallable[] {
          () -> storage().checkReachable(gone),
          () -> storage().list(gone),
          () -> storage().load(gone.append("a")),
          () -> storage().put(gone.append("a"), bytes("one")),
          () -> storage().putIfAbsent(gone.append("a"), bytes("one"))
        }) {
      assertThatThrownBy(use)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("s3a://no-such-bucket/lake")
          .hasMessageContaining("the bucket \"no-such-bucket\" does not exist there")
          .hasMessageContaining("Nothing was changed");
    }
  }

  @ParameterizedTest
  @CsvSource({"access.key, InvalidAccessKeyId", "secret.key, SignatureDoesNotMatch"})
  void givenAWrongKey_whenUsed_thenTheCredentialsAreToBlame(String setting, String code) {
    Map<String, String> wrong = settings(server.port());
    wrong.put("spark.hadoop.fs.s3a." + setting, "hunter2");

    assertThatThrownBy(() -> new RoutedStorage(wrong).list(at("raw")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            at("raw") + ": could not be listed, the credentials are not known there (" + code)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void givenKeysOfOneBucket_whenUsed_thenTheyServeItAndNoOther() {
    Map<String, String> settings = settings(server.port());
    settings.put("spark.hadoop.fs.s3a.secret.key", "hunter2");
    settings.put("spark.hadoop.fs.s3a.bucket." + bucket + ".secret.key", S3Server.SECRET_KEY);
    Storage storage = new RoutedStorage(settings);

    storage.put(at("a"), bytes("one"));

    assertThat(storage.load(at("a"))).contains(bytes("one"));
    assertThatThrownBy(() -> storage.list(Location.of("s3a://" + server.newBucket())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the credentials are not known there");
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, access is denied (AccessDenied: As told)",
    "400, ExpiredToken, the session token has expired (ExpiredToken: As told)",
    "301, PermanentRedirect, the bucket lies in another region",
    "400, InvalidBucketName, the store refuses it (InvalidBucketName: As told)"
  })
  void givenWhatAPersonMends_whenUsed_thenItIsSaidAtOnceAndNotTriedAgain(
      int status, String code, String message) {
    wire.always(FaultyWire.refused(status, code));

    assertThatThrownBy(() -> storage().list(at("raw")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(at("raw") + ": could not be listed, " + message);
    assertThat(wire.seen()).hasSize(1);
    assertThatThrownBy(() -> storage().putIfAbsent(at(VERSION), bytes("one")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(at(VERSION) + ": could not be created, " + message);
  }

  @Test
  void givenNoKeys_whenUsed_thenItSaysWhereTheyAreExpected() {
    Map<String, String> none = settings(server.port());
    none.remove("spark.hadoop.fs.s3a.access.key");
    assertThatThrownBy(() -> new RoutedStorage(none).list(at("raw")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("one of fs.s3a.access.key and fs.s3a.secret.key is set");

    none.remove("spark.hadoop.fs.s3a.secret.key");
    none.put(
        "spark.hadoop.fs.s3a.aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    assertThatThrownBy(() -> new RoutedStorage(none).list(at("raw")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no credentials were found");

    none.put("spark.hadoop.fs.s3a.aws.credentials.provider", "com.acme.Vault");
    assertThatThrownBy(() -> new RoutedStorage(none).list(at("raw")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("names com.acme.Vault, known are SimpleAWSCredentialsProvider");
  }

  @Test
  void givenNobodyAtTheEndpoint_whenUsed_thenItMayPassAndNothingIsUnknown() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    Storage storage = new RoutedStorage(settings(closed));

    assertThatThrownBy(() -> storage.checkReachable(at("raw")))
        .isInstanceOf(TemporaryException.class)
        .hasMessageContaining(
            "could not be reached, the store does not answer (Connect to http://localhost:"
                + closed
                + " failed: Connection refused)")
        .hasMessageContaining("Run again");
    assertThatThrownBy(() -> storage.putIfAbsent(at(VERSION), bytes("one")))
        .isInstanceOf(TemporaryException.class)
        .hasMessageContaining("could not be created, the store does not answer");
  }

  @Test
  void givenAServerThatIsSilent_whenUsed_thenItIsGivenUpSoon() {
    wire.always(FaultyWire.silent());

    assertThat(took(() -> storage().list(at("raw")), TemporaryException.class))
        .isLessThan(Duration.ofSeconds(20));
    assertThat(took(() -> storage().put(at("a"), bytes("one")), TemporaryException.class))
        .isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void givenAServerThatIsBusyForAMoment_whenUsed_thenNobodyNotices() {
    wire.on("GET ", 2, FaultyWire.refused(503, "SlowDown"))
        .on("PUT .*1.json", 1, FaultyWire.refused(503, "SlowDown"))
        .on("PUT .*1.json", 1, FaultyWire.dropped());

    assertThat(storage().list(at("raw"))).isEmpty();
    assertThat(storage().putIfAbsent(at(VERSION), bytes("one"))).isTrue();
    assertThat(there().load(at(VERSION))).contains(bytes("one"));
  }

  @Test
  void givenAnAnswerLost_whenCreated_thenWhatLiesThereSaysWhoseItIs() {
    wire.on("PUT .*1.json", 1, FaultyWire.answerLost());
    assertThat(storage().putIfAbsent(at(VERSION), bytes("ours"))).isTrue();

    wire.on("PUT .*2.json", 1, FaultyWire.doneBut(500, "InternalError"));
    assertThat(storage().putIfAbsent(at("clean/_versions/2.json"), bytes("ours"))).isTrue();

    wire.on("PUT .*1.json", 1, FaultyWire.dropped());
    assertThat(storage().putIfAbsent(at(VERSION), bytes("another's"))).isFalse();
    assertThat(there().load(at(VERSION))).contains(bytes("ours"));
  }

  @Test
  void givenEveryAnswerLost_whenCreated_thenALookTells() {
    wire.on("PUT .*1.json", 3, FaultyWire.doneBut(500, "InternalError"));

    assertThat(storage().putIfAbsent(at(VERSION), bytes("ours"))).isTrue();
  }

  @Test
  void givenEveryAnswerLostAndNoLook_whenCreated_thenTheOutcomeIsUnknown() {
    wire.on("PUT .*1.json", 3, FaultyWire.silent()).on("GET .*1.json", 3, FaultyWire.silent());

    assertThat(
            took(
                () -> storage().putIfAbsent(at(VERSION), bytes("ours")),
                CommitUnknownException.class))
        .isLessThan(Duration.ofSeconds(30));
    assertThatThrownBy(() -> lostTwice("2.json"))
        .isInstanceOf(CommitUnknownException.class)
        .hasMessageContaining(at("2.json") + ": the answer to its creation was lost (")
        .hasMessageContaining("It may or may not exist now");
  }

  private void lostTwice(String name) {
    wire.on("PUT .*" + name, 3, FaultyWire.dropped());
    storage().putIfAbsent(at(name), bytes("ours"));
  }

  @Test
  void givenAStoreThatIgnoresConditions_whenCreated_thenItIsRefusedUnlessThereIsOneWriter() {
    wire.on("(?i)PUT [^$]*if-none-match", Integer.MAX_VALUE, FaultyWire.pretended());

    assertThatThrownBy(() -> storage().putIfAbsent(at(VERSION), bytes("one")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(
            at(VERSION) + ": could not be created, this store ignores conditional writes")
        .hasMessageContaining("Nothing was committed")
        .hasMessageContaining("single_writer: true");
    assertThat(there().find(at(VERSION))).isEmpty();

    Storage alone = RoutedStorage.ofSingleWriter(settings(wire.port()));
    assertThat(alone.putIfAbsent(at(VERSION), bytes("one"))).isTrue();
    assertThat(alone.putIfAbsent(at(VERSION), bytes("two"))).isFalse();
    assertThat(there().load(at(VERSION))).contains(bytes("one"));
  }

  @Test
  void givenAStoreThatHonoursConditions_whenManyAreCreated_thenItIsTriedOnce() {
    Storage storage = storage();
    for (int i = 0; i < 5; i++) {
      storage.putIfAbsent(at("v/" + i), bytes("one"));
    }

    assertThat(wire.seen()).filteredOn(request -> request.contains("_tmp.probe")).hasSize(2);
    assertThat(storage.names(at("v"))).hasSize(5);
    storage().putIfAbsent(at("v/6"), bytes("one"));
    assertThat(wire.seen()).filteredOn(request -> request.contains("_tmp.probe")).hasSize(3);
  }

  @Test
  void givenConnectionsThatBreak_whenALargeFileIsRead_thenItIsWhole() throws IOException {
    byte[] large = new byte[3_000_000];
    new java.util.Random(7).nextBytes(large);
    there().put(at("large"), large);
    wire.on("GET .*large", 1, FaultyWire.cutAfter(1_000_000))
        .on("GET .*large", 2, FaultyWire.cutAfter(700_000));

    try (InputStream in = storage().read(at("large"))) {
      assertThat(in.readAllBytes()).isEqualTo(large);
    }
    assertThat(wire.seen()).filteredOn(request -> request.startsWith("GET")).hasSize(4);
  }

  @Test
  void givenAFileReplacedWhileItIsRead_whenTheConnectionBreaks_thenTheTwoAreNotMixed() {
    there().put(at("large"), new byte[2_000_000]);
    wire.on("GET .*large", 1, FaultyWire.cutAfter(1_000_000));

    assertThatThrownBy(
            () -> {
              try (InputStream in = storage().read(at("large"))) {
                in.read();
                byte[] other = new byte[2_000_000];
                other[0] = 1;
                there().put(at("large"), other);
                in.readAllBytes();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("opening it again failed");
  }

  @Test
  void givenAPartThatCannotBeSent_whenStreamed_thenNothingAppearsAndNoPartStays() {
    wire.on("PUT .*partNumber=2", 3, FaultyWire.dropped());
    OutputStream out = storage().write(at("export"));

    assertThatThrownBy(() -> out.write(new byte[40_000_000]))
        .isInstanceOf(TemporaryException.class)
        .hasMessageStartingWith(at("export") + ": could not be written, the store does not answer");
    assertThatCode(out::close).doesNotThrowAnyException();
    assertThat(there().find(at("export"))).isEmpty();
    assertThat(wire.seen()).anyMatch(request -> request.matches("DELETE .*export\\?uploadId=.*"));
  }

  @Test
  void givenOneObjectThatMayNotGo_whenAFolderIsDeleted_thenItIsSaid() {
    there().put(at("x/a"), bytes("one"));
    wire.on("POST ", 1, exchange -> exchange.answer(partial()));

    assertThatThrownBy(() -> storage().delete(at("x")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("could not be deleted, access is denied (AccessDenied: Held");
    assertThatCode(() -> storage().delete(at("x"))).doesNotThrowAnyException();
  }

  private static byte[] partial() {
    String body =
        "<DeleteResult><Error><Key>a</Key><Code>AccessDenied</Code><Message>Held.</Message></Error></DeleteResult>";
    return bytes(
        "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: "
            + body.length()
            + "\r\nConnection: close\r\n\r\n"
            + body);
  }

  private static Duration took(ThrowingCallable call, Class<? extends RuntimeException> expected) {
    long start = System.nanoTime();
    assertThatThrownBy(call).isInstanceOf(expected);
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
