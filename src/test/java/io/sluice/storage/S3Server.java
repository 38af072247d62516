package io.sluice.storage;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * S3Proxy over memory, an S3 server in a process of its own, as its libraries are not those of
 * Spark. One for all tests of a JVM; each test makes buckets of its own.
 */
public final class S3Server {
  public static final String ACCESS_KEY = "local-identity";
  public static final String SECRET_KEY = "local-credential";

  /** Buckets are also found as hosts below this one. */
  public static final String VIRTUAL_HOST = "localhost";

  private static final Path JAR = Path.of("target", "s3proxy", "s3proxy.jar");
  private static S3Server shared;

  private final int port;

  private S3Server(int port) {
    this.port = port;
  }

  /** The server, started when it is first asked for; it ends with this JVM. */
  public static synchronized S3Server shared() {
    if (shared == null) {
      try {
        shared = start();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException("S3Proxy did not start", e);
      }
    }
    return shared;
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

  private static S3Server start() throws IOException, InterruptedException {
    int port = freePort();
    Path folder = Files.createTempDirectory("s3proxy");
    Path properties = folder.resolve("s3proxy.properties");
    Files.writeString(
        properties,
        String.join(
            "\n",
            "s3proxy.endpoint=http://127.0.0.1:" + port,
            "s3proxy.authorization=aws-v2-or-v4",
            "s3proxy.identity=" + ACCESS_KEY,
            "s3proxy.credential=" + SECRET_KEY,
            "s3proxy.virtual-host=" + VIRTUAL_HOST,
            // It knows none of the newer checksums, which deleting many at once must bear.
            "s3proxy.ignore-unknown-headers=true",
            "jclouds.provider=transient",
            "jclouds.identity=any",
            "jclouds.credential=any"));
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx512m",
                "-DLOG_LEVEL=warn",
                "-jar",
                JAR.toString(),
                "--properties",
                properties.toString())
            .redirectErrorStream(true)
            .redirectOutput(new File(folder.toFile(), "log"))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    for (int i = 0; i < 600 && process.isAlive(); i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return new S3Server(socket.getPort());
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    throw new IOException(Files.readString(folder.resolve("log")));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  public URI endpoint() {
    return URI.create("http://" + VIRTUAL_HOST + ":" + port);
  }
}
