package io.sluice.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.opentest4j.TestAbortedException;

/**
 * The stores that tests run on, each a server in a process of its own over an empty folder.
 *
 * <p>S3Proxy is always there. MinIO and SeaweedFS are built from their sources once a machine, by
 * {@code src/test/servers/build}, for which a recent Go has to be installed.
 */
public enum S3Store {
  S3PROXY("S3Proxy") {
    @Override
    ProcessBuilder server(int port, Path folder) throws IOException {
      Path properties = folder.resolve("s3proxy.properties");
      Files.writeString(
          properties,
          String.join(
              "\n",
              "s3proxy.endpoint=http://127.0.0.1:" + port,
              "s3proxy.authorization=aws-v2-or-v4",
              "s3proxy.identity=" + S3Server.ACCESS_KEY,
              "s3proxy.credential=" + S3Server.SECRET_KEY,
              "s3proxy.virtual-host=" + S3Server.VIRTUAL_HOST,
              // It knows none of the newer checksums, which deleting many at once must bear.
              "s3proxy.ignore-unknown-headers=true",
              "jclouds.provider=transient",
              "jclouds.identity=any",
              "jclouds.credential=any"));
      return new ProcessBuilder(
          System.getProperty("java.home") + "/bin/java",
          "-Xmx512m",
          "-DLOG_LEVEL=warn",
          "-jar",
          Path.of("target", "s3proxy", "s3proxy.jar").toString(),
          "--properties",
          properties.toString());
    }
  },
  MINIO("MinIO") {
    @Override
    ProcessBuilder server(int port, Path folder) throws IOException {
      ProcessBuilder server =
          new ProcessBuilder(
              built("minio"),
              "server",
              folder.resolve("data").toString(),
              "--address",
              "127.0.0.1:" + port);
      server
          .environment()
          .putAll(
              Map.of(
                  "MINIO_ROOT_USER",
                  S3Server.ACCESS_KEY,
                  "MINIO_ROOT_PASSWORD",
                  S3Server.SECRET_KEY,
                  "MINIO_BROWSER",
                  "off",
                  "MINIO_UPDATE",
                  "off"));
      return server;
    }
  },
  SEAWEEDFS("SeaweedFS") {
    @Override
    ProcessBuilder server(int port, Path folder) throws IOException {
      Files.writeString(
          folder.resolve("s3.json"),
          """
          {"identities": [{"name": "test",
            "credentials": [{"accessKey": "%s", "secretKey": "%s"}], "actions": ["Admin"]}]}
          """
              .formatted(S3Server.ACCESS_KEY, S3Server.SECRET_KEY));
      List<String> command =
          new ArrayList<>(
              List.of(
                  built("seaweedfs"),
                  "server",
                  "-dir=" + folder,
                  "-ip=127.0.0.1",
                  "-ip.bind=127.0.0.1",
                  "-filer",
                  "-s3",
                  "-s3.port=" + port,
                  "-s3.config=" + folder.resolve("s3.json"),
                  "-master.volumeSizeLimitMB=64",
                  "-volume.max=10000"));
      for (String part : List.of("master", "volume", "filer")) {
        command.add("-" + part + ".port=" + freePort());
        command.add("-" + part + ".port.grpc=" + freePort());
      }
      command.add("-s3.port.grpc=" + freePort());
      ProcessBuilder server = new ProcessBuilder(command).directory(folder.toFile());
      // A bucket has volumes of its own; each of a test's many needs one.
      server.environment().put("WEED_MASTER_VOLUME_GROWTH_COPY_1", "1");
      return server;
    }
  };

  private static final Path BUILD = Path.of("src", "test", "servers", "build");
  private static final Map<String, Built> BUILT = new ConcurrentHashMap<>();

  private final String title;

  S3Store(String title) {
    this.title = title;
  }

  /** How its server is started, over a folder that is there and empty. */
  abstract ProcessBuilder server(int port, Path folder) throws IOException;

  @Override
  public String toString() {
    return title;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /**
   * The server's program. Where it cannot be had, the test is skipped, and says why; in continuous
   * integration, and with {@code -Dsluice.test.servers=true}, it fails.
   */
  private static String built(String name) {
    if (System.getenv("SHIFT_SECONDS") != null) {
      // A request that is dated otherwise is refused.
      throw new TestAbortedException(
          name + " is left out: the clock is shifted, which programs built by Go do not see");
    }
    Built built = BUILT.computeIfAbsent(name, S3Store::build);
    if (built.reason().isEmpty()) {
      return built.program();
    }
    if (System.getenv("CI") != null || Boolean.getBoolean("sluice.test.servers")) {
      throw new IllegalStateException(built.reason());
    }
    throw new TestAbortedException(built.reason());
  }

  private static Built build(String name) {
    try {
      Path log = Files.createTempFile("build-" + name, ".log");
      Process build =
          new ProcessBuilder(BUILD.toString(), name).redirectError(log.toFile()).start();
      String program = new String(build.getInputStream().readAllBytes(), UTF_8).strip();
      String said = Files.readString(log).lines().reduce("", (first, second) -> second);
      Files.delete(log);
      if (!program.isEmpty()) {
        return new Built(program, "");
      }
      String reason = "SKIPPED: nothing is tried on " + name + ", " + said;
      System.err.println(reason);
      return new Built("", reason);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a program lies, or why there is none. */
  private record Built(String program, String reason) {}
}
