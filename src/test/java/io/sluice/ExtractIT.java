package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.demo.AquaServer;
import io.sluice.demo.Fault;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./sluice extract} in a process of its own, killed and held short of memory. */
class ExtractIT {
  @TempDir private Path home;
  private final AquaServer server = new AquaServer(Clock.systemUTC(), ZoneOffset.UTC);

  @BeforeEach
  void prepare() throws IOException {
    server.table("Account");
    Files.createDirectories(home.resolve("jobs/zuora"));
    Files.writeString(
        home.resolve("jobs/zuora/account.yaml"),
        """
        dataset: zuora/account
        extract: {connector: zuora-aqua, query: "SELECT Id, Name FROM Account"}
        raw: {format: csv}
        columns:
          id: {from: Account.Id, type: string}
          name: {from: Account.Name, type: string}
          is_deleted: {from: Account.IsDeleted, type: boolean}
        key: [id]
        delete_when: is_deleted
        """);
    Files.writeString(
        home.resolve("conf.yaml"),
        """
        lake: lake
        connections:
          zuora:
            base_url: "%s"
            partner: acme
            project: lake-1
            client_id: "env:ZUORA_ID"
            client_secret: "env:ZUORA_SECRET"
            poll_delay: 10ms
            retry_delay: 10ms
        """
            .formatted(server.uri()));
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void givenKillAtEachStep_whenRunAgain_thenNothingIsLostAndNoJobIsSubmittedTwice()
      throws Exception {
    put("a0");
    // Of a run: token, submission, two looks at the job, the file.
    for (int step : List.of(2, 3, 4, 5)) {
      put("a" + step);
      AtomicReference<Process> process = new AtomicReference<>();
      AtomicInteger requests = new AtomicInteger();
      server.faults(
          (method, path, number) -> {
            if (requests.incrementAndGet() != step) {
              return Optional.empty();
            }
            process.get().destroyForcibly();
            return Optional.of(new Fault.LoseAnswer());
          });
      process.set(extract(""));
      assertThat(process.get().waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(process.get().exitValue()).as("killed at request %d", step).isEqualTo(137);
      server.faults((method, path, number) -> Optional.empty());

      Process again = extract("");

      assertThat(again.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(again.exitValue()).as(output()).isZero();
      assertThat(rows()).as("killed at request %d", step).anyMatch(row -> row.contains("a" + step));
    }
    assertThat(rows()).filteredOn(row -> row.contains("a0")).isNotEmpty();
    // One a step, one more where the submission itself was killed and Zuora knew of no job yet.
    assertThat(server.submissions()).hasSizeLessThanOrEqualTo(6);
    assertThat(everything())
        .doesNotContain(AquaServer.CLIENT_SECRET)
        .doesNotContain(AquaServer.CLIENT_ID);
  }

  @Test
  void givenSigterm_whenAJobRuns_thenTheProcessEndsSoonAndTheNextOneTakesTheJobUp()
      throws Exception {
    put("a1");
    server.looksToEnd(Integer.MAX_VALUE);
    Process process = extract("");
    while (server.requests().stream().filter(one -> one.contains("/jobs/")).count() < 3) {
      Thread.sleep(20);
    }

    process.destroy();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    server.looksToEnd(1);
    Process again = extract("");
    assertThat(again.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(again.exitValue()).as(output()).isZero();
    assertThat(server.submissions()).hasSize(1);
    assertThat(rows()).hasSize(1);
  }

  @Test
  void givenFileOfManyTimesTheHeap_whenExtracted_thenItStreams() throws Exception {
    byte[] line = ("false,a," + "x".repeat(990) + "\n").getBytes(StandardCharsets.UTF_8);
    long rows = 300_000;
    server.stream(
        "Account",
        rows,
        out -> {
          out.write("Account.IsDeleted,Account.Id,Account.Name\n".getBytes(StandardCharsets.UTF_8));
          for (long row = 0; row < rows; row++) {
            out.write(line);
          }
        });

    Process process = extract("-Xmx64m");

    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output()).isZero();
    assertThat(output()).contains("300,000");
  }

  private void put(String id) {
    server
        .table("Account")
        .put(Map.of("Account.Id", id, "Account.Name", "name"), Clock.systemUTC().instant());
  }

  private Process extract(String javaOptions) throws IOException {
    Path launcher = Path.of("sluice").toAbsolutePath();
    ProcessBuilder builder =
        new ProcessBuilder(launcher.toString(), "extract", "--conf", "conf.yaml", "--jobs", "jobs")
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log()));
    builder.environment().put("SLUICE_SKIP_BUILD", "1");
    builder.environment().put("SLUICE_JAVA_OPTS", javaOptions);
    builder.environment().put("ZUORA_ID", AquaServer.CLIENT_ID);
    builder.environment().put("ZUORA_SECRET", AquaServer.CLIENT_SECRET);
    return builder.start();
  }

  private File log() {
    return home.resolve("output.log").toFile();
  }

  private String output() throws IOException {
    return Files.readString(log().toPath());
  }

  /** The rows of all sealed increments. */
  private List<String> rows() throws IOException {
    List<String> rows = new ArrayList<>();
    try (Stream<Path> files = Files.walk(home.resolve("lake/raw"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".csv")).toList()) {
        if (Files.exists(file.resolveSibling("_increment.json"))) {
          List<String> lines = Files.readAllLines(file);
          rows.addAll(lines.subList(1, lines.size()));
        }
      }
    }
    return rows;
  }

  /** All that was written: the lake and the output of all runs. */
  private String everything() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }
}
