package io.sluice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.storage.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The jar on an S3 lake, as a user runs it: buckets as virtual hosts, keys from a profile and from
 * the environment file, and nothing of the AWS SDK lost in relocation.
 */
class S3LauncherIT {
  @TempDir private Path home;
  private final S3Server server = S3Server.shared();
  private final S3Client client = server.client();
  private final String lake = server.newBucket();
  private final String raw = server.newBucket();

  /** What a user sees. */
  private record Seen(int exitCode, String out, String err) {}

  @BeforeEach
  void prepare() throws IOException {
    write(
        "jobs/shop/items.yaml",
        """
        dataset: shop/items
        description: Items.
        raw: {format: csv, path: "s3://%s/items", processed_date: {from: name, pattern: yyyy-MM-dd}}
        columns: {id: bigint, name: string}
        key: [id]
        clean: {format: parquet}
        """
            .formatted(raw));
    client.putObject(
        request -> request.bucket(raw).key("items/2020-11-18.csv"),
        RequestBody.fromString("id,name\n1,Ada\n2,Eve\n"));
    // Hosts below localhost are not known everywhere.
    write(
        "hosts",
        "127.0.0.1 localhost %s.localhost %s.localhost %s\n"
            .formatted(lake, raw, InetAddress.getLocalHost().getHostName()));
    write(
        ".aws/credentials",
        "[lake]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
            .formatted(S3Server.ACCESS_KEY, S3Server.SECRET_KEY));
  }

  @Test
  void givenVirtualHostsAndAProfile_whenEachVerbIsRun_thenTheTableIsShown() throws Exception {
    write(
        "conf.yaml",
        """
        lake: s3://%s
        spark:
          spark.master: "local[1]"
          spark.hadoop.fs.s3a.endpoint: "http://localhost:%d"
        """
            .formatted(lake, server.port()));

    assertThat(done("check")).contains("no problems");
    assertThat(done("status")).contains("pending: shop/items: 2020-11-18.csv#1");
    assertThat(done("ingest")).contains("shop/items");
    assertThat(done("show", "shop/items", "--format", "csv")).isEqualTo("id,name\n1,Ada\n2,Eve\n");
    assertThat(done("status")).contains("no limit").doesNotContain("pending:");
  }

  @Test
  void givenKeysInTheEnvironmentFile_whenTheyAreWrong_thenTheVerbEndsWithConfiguration()
      throws Exception {
    write(
        "conf.yaml",
        """
        lake: s3a://%s
        spark:
          spark.hadoop.fs.s3a.endpoint: "http://localhost:%d"
          spark.hadoop.fs.s3a.access.key: "file:%s"
          spark.hadoop.fs.s3a.secret.key: "file:%s"
        """
            .formatted(lake, server.port(), home.resolve("hosts"), home.resolve("hosts")));

    Seen seen = sluice("status");

    assertThat(seen.exitCode()).isEqualTo(78);
    assertThat(seen.out()).contains("the credentials are not known there");
  }

  private String done(String... arguments) throws IOException, InterruptedException {
    Seen seen = sluice(arguments);
    assertThat(seen.exitCode()).as(seen.err()).isZero();
    return seen.out();
  }

  private Seen sluice(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Path.of("sluice").toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.command().addAll(List.of("--conf", "conf.yaml"));
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("HOME", home.toString());
    builder.environment().put("AWS_PROFILE", "lake");
    builder.environment().put("SLUICE_SKIP_BUILD", "1");
    builder
        .environment()
        .put(
            "SLUICE_JAVA_OPTS",
            "-Duser.home=" + home + " -Djdk.net.hosts.file=" + home.resolve("hosts"));
    builder.redirectError(home.resolve("err").toFile());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    return new Seen(process.exitValue(), out, Files.readString(home.resolve("err")));
  }

  private void write(String path, String content) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
