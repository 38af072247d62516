package io.sluice.run.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher where there is no Spark: it fetches one, whole and unchanged, or says what to do.
 */
class LauncherTest {
  private static final String SPARK_SUBMIT =
      "#!/bin/sh\nwhile [ \"$1\" != --class ]; do shift; done\necho \"submitted $*\"\n";

  @TempDir Path folder;
  private HttpServer mirror;
  private byte[] spark;
  private int cut;

  @BeforeEach
  void serve() throws IOException {
    new ProjectVerb(folder.resolve("p"), new Launcher(List.of("check"), "3.5.7"))
        .make(Optional.empty());
    Files.createDirectories(folder.resolve("p/lib"));
    Files.writeString(folder.resolve("p/lib/sluice.jar"), "");
    Files.writeString(folder.resolve("p/lib/spark-avro.jar"), "");
    spark = archive("spark-3.5.7-bin-hadoop3/bin/spark-submit");
    mirror = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    mirror.createContext(
        "/spark-3.5.7/spark-3.5.7-bin-hadoop3.tgz",
        exchange -> {
          exchange.sendResponseHeaders(200, spark.length);
          OutputStream out = exchange.getResponseBody();
          out.write(spark, 0, spark.length - cut);
          out.flush();
          exchange.close(); // the connection too, where fewer bytes went out than were announced
        });
    mirror.start();
  }

  @AfterEach
  void stop() {
    mirror.stop(0);
  }

  @Test
  void givenNoSpark_whenRun_thenItIsFetchedOnceAndUsed() throws Exception {
    String first = run(Map.of());
    mirror.stop(0);
    String second = run(Map.of());

    assertThat(first)
        .startsWith("0 sluice: fetching Spark 3.5.7 (about 400 MB, once) into ")
        .contains("submitted --class io.sluice.cli.Main --jars ")
        .contains("/p/lib/spark-avro.jar")
        .endsWith("/p/lib/sluice.jar ingest shop/orders\n");
    assertThat(second).startsWith("0 submitted ");
    assertThat(cache()).containsExactly("spark-3.5.7");
  }

  @Test
  void givenAnotherChecksum_whenRun_thenRefusedAndNothingStays() throws Exception {
    assertThat(run(Map.of("SLUICE_SPARK_SHA512", "a".repeat(128))))
        .startsWith("78 ")
        .contains("the SHA-512 checksum differs, found " + DigestUtils.sha512Hex(spark))
        .contains("Set SPARK_HOME to a Spark 3.5");
    assertThat(cache()).isEmpty();
    assertThat(run(Map.of("SLUICE_SPARK_SHA512", "abc")))
        .startsWith("78 sluice: \"abc\" is no SHA-512 checksum");
  }

  @Test
  void givenADownloadThatIsCutOff_whenRun_thenRefusedAndTheNextOneFetchesAgain() throws Exception {
    cut = 10;

    assertThat(run(Map.of()))
        .startsWith("78 ")
        .contains("Spark 3.5.7 could not be fetched whole from http://")
        .contains("Or try again.");
    assertThat(cache()).isEmpty();
    cut = 0;
    assertThat(run(Map.of())).startsWith("0 ").contains("submitted");
  }

  @Test
  void givenNoNetwork_whenRun_thenItSaysWhatToDo() throws Exception {
    String address = "http://127.0.0.1:1";

    assertThat(run(Map.of("SLUICE_SPARK_MIRROR", address)))
        .startsWith("78 ")
        .contains("Spark 3.5.7 could not be fetched whole from " + address)
        .contains("Nothing was run. Set SPARK_HOME to a Spark 3.5 for Scala 2.12");
    assertThat(run(Map.of("SLUICE_SPARK_SHA512", "", "https_proxy", address)))
        .startsWith("78 ")
        .contains("the checksum of Spark 3.5.7 could not be fetched")
        .contains("set SLUICE_SPARK_SHA512 to the checksum that Apache publishes");
    assertThat(cache()).isEmpty();
  }

  @Test
  void givenAnArchiveThatIsNoSpark_whenRun_thenRefused() throws Exception {
    spark = archive("spark-3.5.7-bin-hadoop3/README");

    assertThat(run(Map.of())).startsWith("78 ").contains("has no bin/spark-submit");
    assertThat(cache()).isEmpty();
  }

  private static byte[] archive(String path) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      TarArchiveEntry entry = new TarArchiveEntry(path);
      entry.setSize(SPARK_SUBMIT.length());
      entry.setMode(0100755);
      tar.putArchiveEntry(entry);
      tar.write(SPARK_SUBMIT.getBytes(StandardCharsets.UTF_8));
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private List<String> cache() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("cache/sluice"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private String run(Map<String, String> environment) throws Exception {
    ProcessBuilder process =
        new ProcessBuilder(folder.resolve("p/sluice").toString(), "ingest", "shop/orders");
    Map<String, String> variables = process.environment();
    variables.remove("SPARK_HOME");
    variables.remove("SLUICE_JAR");
    variables.put("no_proxy", "localhost");
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    variables.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    variables.put("SLUICE_SPARK_SHA512", DigestUtils.sha512Hex(spark));
    variables.put("SLUICE_SPARK_MIRROR", "http://localhost:" + mirror.getAddress().getPort());
    variables.putAll(environment);
    Process started = process.redirectErrorStream(true).start();
    String out = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return started.waitFor() + " " + out;
  }
}
