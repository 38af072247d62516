package io.sluice.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An S3 server in a process of its own. One of each store for all tests of a JVM; each test makes
 * buckets of its own.
 */
public final class S3Server {
  public static final String ACCESS_KEY = "local-identity";
  public static final String SECRET_KEY = "local-credential";

  /** Buckets of S3Proxy are also found as hosts below this one. */
  public static final String VIRTUAL_HOST = "localhost";

  private static final Map<S3Store, S3Server> SHARED = new EnumMap<>(S3Store.class);

  private final int port;

  private S3Server(int port) {
    this.port = port;
  }

  /** S3Proxy, which bears most tests. */
  public static S3Server shared() {
    return shared(S3Store.S3PROXY);
  }

  /**
   * The server of a store, started when it is first asked for; it ends with this JVM. Skips the
   * test where the store cannot be had.
   */
  public static synchronized S3Server shared(S3Store store) {
    if (!SHARED.containsKey(store)) {
      try {
        SHARED.put(store, start(store));
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(store + " did not start", e);
      }
    }
    return SHARED.get(store);
  }

  public int port() {
    return port;
  }

  /** What an environment file says to reach this server, or what stands before it at that port. */
  public static Map<String, String> settings(int port) {
    return new TreeMap<>(
        Map.of(
            "spark.hadoop.fs.s3a.endpoint",
            "http://" + VIRTUAL_HOST + ":" + port,
            "spark.hadoop.fs.s3a.path.style.access",
            "true",
            "spark.hadoop.fs.s3a.access.key",
            ACCESS_KEY,
            "spark.hadoop.fs.s3a.secret.key",
            SECRET_KEY));
  }

  public S3Client client() {
    Map<String, String> hadoop = EngineSettings.hadoop(settings(port));
    return new S3Clients(hadoop).of(new S3Place("any", "")).trying();
  }

  /** The name of a new bucket. */
  public String newBucket() {
    String name = "b" + UUID.randomUUID();
    client().createBucket(request -> request.bucket(name));
    return name;
  }

  private static S3Server start(S3Store store) throws IOException, InterruptedException {
    int port = S3Store.freePort();
    Path folder = Files.createTempDirectory("s3-" + store);
    Path log = folder.resolve("log");
    Process process =
        store.server(port, folder).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, folder)));
    S3Server server = new S3Server(port);
    for (int i = 0; i < 600 && process.isAlive(); i++) {
      if (server.isReady()) {
        return server;
      }
      Thread.sleep(100);
    }
    throw new IOException(Files.readString(log));
  }

  /** Some answer before they can store anything. */
  private boolean isReady() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client()
          .putObject(
              request -> request.bucket(newBucket()).key("ready"), RequestBody.fromString("yes"));
      return socket.isConnected();
    } catch (IOException | SdkException e) {
      return false;
    }
  }

  private static void end(Process process, Path folder) {
    process.destroyForcibly();
    try {
      process.waitFor();
      try (Stream<Path> all = Files.walk(folder)) {
        all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException | InterruptedException e) {
      // What is left lies in the folder for temporary files.
      Thread.currentThread().interrupt();
    }
  }

  public URI endpoint() {
    return URI.create("http://" + VIRTUAL_HOST + ":" + port);
  }
}
