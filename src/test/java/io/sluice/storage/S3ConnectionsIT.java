package io.sluice.storage;

import static io.sluice.storage.StorageContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import io.sluice.error.TemporaryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Connections that were kept and are gone, as servers, balancers and proxies leave them behind: a
 * request that went out on one was never heard.
 */
@Timeout(60)
class S3ConnectionsIT {
  private static final int SIDE_BY_SIDE = 6;
  private static S3Server server;
  private static String bucket;

  private final String folder = UUID.randomUUID().toString();
  private FaultyWire wire;

  /** What goes out on a connection. */
  private enum Request {
    CREATE {
      @Override
      void send(Storage storage, Location place) {
        assertThat(storage.putIfAbsent(place.append("new"), bytes("one"))).isTrue();
      }
    },
    CREATE_WHAT_IS_THERE {
      @Override
      void send(Storage storage, Location place) {
        assertThat(storage.putIfAbsent(place.append("there"), bytes("one"))).isFalse();
      }
    },
    PUT {
      @Override
      void send(Storage storage, Location place) {
        storage.put(place.append("new"), bytes("one"));
      }
    },
    WRITE {
      @Override
      void send(Storage storage, Location place) throws IOException {
        try (OutputStream out = storage.write(place.append("new"))) {
          out.write(new byte[17 << 20]);
        }
      }
    },
    CARRY {
      @Override
      void send(Storage storage, Location place) {
        storage.carry(place.append("there"), place.append("new"));
      }
    },
    DELETE {
      @Override
      void send(Storage storage, Location place) {
        storage.delete(place);
        assertThat(storage.list(place)).isEmpty();
      }
    },
    LIST {
      @Override
      void send(Storage storage, Location place) {
        assertThat(storage.names(place)).containsExactly("there");
      }
    },
    FIND {
      @Override
      void send(Storage storage, Location place) {
        assertThat(storage.find(place.append("there"))).isPresent();
      }
    },
    LOAD {
      @Override
      void send(Storage storage, Location place) {
        assertThat(storage.load(place.append("there"))).contains(bytes("before"));
      }
    },
    READ {
      @Override
      void send(Storage storage, Location place) throws IOException {
        try (InputStream in = storage.read(place.append("there"))) {
          assertThat(in.readAllBytes()).isEqualTo(bytes("before"));
        }
      }
    };

    abstract void send(Storage storage, Location place) throws IOException;
  }

  @BeforeAll
  static void start() {
    server = S3Server.shared();
    bucket = server.newBucket();
  }

  @BeforeEach
  void connect() {
    wire = FaultyWire.keepingConnections(server.port());
  }

  @AfterEach
  void disconnect() {
    wire.close();
  }

  private Storage storage() {
    return new RoutedStorage(S3Server.settings(wire.port()));
  }

  private Storage there() {
    return new RoutedStorage(S3Server.settings(server.port()));
  }

  private Location at(String path) {
    return Location.of("s3a://" + bucket + "/" + folder + "/" + path);
  }

  @Test
  void givenAServerThatEndsTheConnectionAfterARefusal_whenCreated_thenItIsDone() {
    wire.on("PUT .*_tmp.probe", 2, FaultyWire.goneAfterwards());
    Storage storage = storage();

    assertThat(storage.putIfAbsent(at("_lease/1.json"), bytes("ours"))).isTrue();

    assertThat(there().load(at("_lease/1.json"))).contains(bytes("ours"));
    wire.on("PUT .*_versions", Integer.MAX_VALUE, FaultyWire.goneAfterwards());
    for (int i = 1; i <= 4; i++) {
      Location version = at("_versions/" + i + ".json");
      assertThat(storage.putIfAbsent(version, bytes("ours"))).isTrue();
      assertThat(storage.putIfAbsent(version, bytes("another's"))).isFalse();
      assertThat(there().load(version)).contains(bytes("ours"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void givenAllConnectionsGone_whenRequested_thenItIsDone(Request request) throws Exception {
    Storage storage = storage();
    storage.put(at("x/there"), bytes("before"));
    storage.putIfAbsent(at("first"), bytes("tries whether conditions are honoured"));
    keepConnections(storage);

    request.send(storage, at("x"));
  }

  @Test
  void givenAnAnswerLostOnAConnectionThatWasKept_whenCreated_thenItIsOurs() {
    Storage storage = storage();
    storage.putIfAbsent(at("first"), bytes("one"));
    wire.on("PUT .*1.json", 1, FaultyWire.answerLost());

    assertThat(storage.putIfAbsent(at("1.json"), bytes("ours"))).isTrue();

    wire.on("PUT .*1.json", 1, FaultyWire.answerLost());
    assertThat(storage.putIfAbsent(at("1.json"), bytes("another's"))).isFalse();
    assertThat(there().load(at("1.json"))).contains(bytes("ours"));
  }

  @Test
  void givenSmallContent_whenWritten_thenItIsSentUnasked() {
    storage().put(at("a"), bytes("one"));
    storage().putIfAbsent(at("b"), bytes("one"));

    assertThat(wire.asked()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void givenAProxyOfHttp10_whenRequested_thenItIsDone(Request request) throws IOException {
    wire.always(FaultyWire.ofHttp10());
    Storage storage = storage();
    storage.put(at("x/there"), bytes("before"));

    request.send(storage, at("x"));
  }

  @Test
  void givenAProxy_whenRequested_thenAllGoesThroughIt() throws IOException {
    Map<String, String> settings = S3Server.settings(9);
    settings.put("spark.hadoop.fs.s3a.endpoint", "http://localhost");
    settings.put("spark.hadoop.fs.s3a.proxy.host", "127.0.0.1");
    settings.put("spark.hadoop.fs.s3a.proxy.port", Integer.toString(wire.port()));
    Storage storage = new RoutedStorage(settings);
    storage.put(at("x/there"), bytes("before"));

    for (Request request : List.of(Request.CREATE, Request.LIST, Request.READ, Request.DELETE)) {
      there().delete(at("x/new"));
      request.send(storage, at("x"));
    }

    assertThat(wire.seen()).allMatch(line -> line.matches("[A-Z]+ http://localhost/.*"));
    assertThat(wire.upgrades()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "307, x-amz-bucket-region: eu-west-3, 'in another region, eu-west-3 (TemporaryRedirect'",
    "301, x-amz-bucket-region: eu-west-3, 'in another region, eu-west-3 (TemporaryRedirect'",
    "307, Location: http://other.example/bucket/key, 'at another place, other.example (Temp'",
    "307, X-Nothing: here, 'in another region (TemporaryRedirect'"
  })
  void givenARedirect_whenUsed_thenItIsSaidWhereTo(int status, String header, String message) {
    wire.on("^[A-Z]+ /" + bucket, 2, redirected(status, header));

    assertThatThrownBy(() -> storage().list(at("raw")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("could not be listed, the bucket lies " + message)
        .hasMessageContaining("Nothing was changed");
    assertThatThrownBy(() -> storage().putIfAbsent(at("1.json"), bytes("one")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("could not be created, the bucket lies");
    assertThat(wire.seen()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"501, NotImplemented", "400, NotImplemented"})
  void givenAStoreThatRefusesConditions_whenCreated_thenItIsRefusedAsIfItIgnoredThem(
      int status, String code) {
    wire.on("(?i)PUT [^$]*if-none-match", Integer.MAX_VALUE, FaultyWire.refused(status, code));

    assertThatThrownBy(() -> storage().putIfAbsent(at("1.json"), bytes("one")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("this store ignores conditional writes");
    Storage alone = RoutedStorage.ofSingleWriter(S3Server.settings(wire.port()));
    assertThat(alone.putIfAbsent(at("1.json"), bytes("one"))).isTrue();
  }

  @Test
  void givenTheEndOfAnUploadLost_whenItIsAskedForAgain_thenWhatLiesThereTells() throws IOException {
    byte[] content = new byte[17 << 20];
    new Random(3).nextBytes(content);
    wire.on("POST .*uploadId=", 1, FaultyWire.answerLost())
        .on("POST .*uploadId=", 1, FaultyWire.refused(404, "NoSuchUpload"));

    try (OutputStream out = storage().write(at("export"))) {
      out.write(content);
    }

    assertThat(there().load(at("export"))).contains(content);
    there().put(at("export"), bytes("another's"));
    wire.on("POST .*uploadId=", 1, FaultyWire.dropped())
        .on("POST .*uploadId=", 1, FaultyWire.refused(404, "NoSuchUpload"));
    assertThatThrownBy(
            () -> {
              try (OutputStream out = storage().write(at("export"))) {
                out.write(content);
              }
            })
        .isInstanceOf(TemporaryException.class)
        .hasMessageContaining("could not be written, the store cannot do it now (NoSuchUpload");
  }

  @ParameterizedTest
  @EnumSource
  void givenTheEndsOfUploadsLost_whenTheStoreIsAskedAgain_thenTheObjectsAreWhole(S3Store store)
      throws IOException {
    S3Server other = S3Server.shared(store);
    Location place = Location.of("s3a://" + other.newBucket() + "/x");
    byte[] content = new byte[17 << 20];
    new Random(4).nextBytes(content);
    try (FaultyWire lossy = FaultyWire.keepingConnections(other.port())) {
      Storage storage =
          new S3Files(
              EngineSettings.hadoop(S3Server.settings(lossy.port())),
              false,
              new S3Copies(5L << 20));

      lossy.on("POST .*written.*uploadId=", 1, FaultyWire.answerLost());
      try (OutputStream out = storage.write(place.append("written"))) {
        out.write(content);
      }
      lossy.on("POST .*carried.*uploadId=", 1, FaultyWire.answerLost());
      storage.carry(place.append("written"), place.append("carried"));

      assertThat(storage.load(place.append("written"))).contains(content);
      assertThat(storage.load(place.append("carried"))).contains(content);
      assertThat(lossy.seen()).filteredOn(line -> line.matches("POST .*uploadId=.*")).hasSize(4);
    }
  }

  /** Has the storage keep some connections, and ends them all behind its back. */
  private void keepConnections(Storage storage) throws Exception {
    CyclicBarrier together = new CyclicBarrier(SIDE_BY_SIDE);
    wire.on("GET .*list-type", SIDE_BY_SIDE, goneTogether(together));
    ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    List<Future<List<String>>> lists = new ArrayList<>();
    for (int i = 0; i < SIDE_BY_SIDE; i++) {
      lists.add(threads.submit(() -> storage.names(at("x"))));
    }
    for (Future<List<String>> list : lists) {
      assertThat(list.get(30, TimeUnit.SECONDS)).containsExactly("there");
    }
    threads.shutdown();
  }

  private static FaultyWire.Fault goneTogether(CyclicBarrier together) {
    return exchange -> {
      byte[] answer = exchange.forwarded();
      try {
        together.await(30, TimeUnit.SECONDS);
      } catch (Exception e) {
        throw new UncheckedIOException(new IOException(e));
      }
      exchange.answer(answer);
      exchange.end();
    };
  }

  private static FaultyWire.Fault redirected(int status, String header) {
    String body = "<Error><Code>TemporaryRedirect</Code><Message>There.</Message></Error>";
    return exchange ->
        exchange.answer(
            bytes(
                "HTTP/1.1 "
                    + status
                    + " Redirect\r\n"
                    + header
                    + "\r\nContent-Type: application/xml\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body));
  }
}
