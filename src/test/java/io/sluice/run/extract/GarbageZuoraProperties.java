package io.sluice.run.extract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.demo.AquaServer;
import io.sluice.demo.Fault;
import io.sluice.error.ExitCode;
import io.sluice.run.GarbageAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** Whatever Zuora answers once, the export is whole or says why it is not, soon. */
class GarbageZuoraProperties {
  private static final Set<ExitCode> SAID =
      Set.of(ExitCode.DATA, ExitCode.TEMPORARY, ExitCode.CONFIGURATION);
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Those of a token, a submission, a job, and a refusal. */
  private static final List<String> ANSWERS =
      List.of(
          "{\"access_token\":\"garbage-test-token\",\"token_type\":\"bearer\",\"expires_in\":3599}",
          "{\"id\":\"j1\",\"name\":\"n\",\"status\":\"submitted\",\"startTime\":\"2026-11-18 00:30:00\",\"batches\":[{\"batchId\":\"b\",\"name\":\"account\",\"status\":\"pending\",\"recordCount\":1,\"full\":true}]}",
          "{\"id\":\"j1\",\"name\":\"n\",\"status\":\"completed\",\"startTime\":\"2026-11-18 00:30:00\",\"batches\":[{\"batchId\":\"b\",\"name\":\"account\",\"status\":\"completed\",\"recordCount\":1,\"full\":true,\"fileId\":\"f\",\"segments\":[\"f\"],\"message\":\"m\"}]}",
          "{\"success\":false,\"errorCode\":\"90005\",\"message\":\"m\",\"reasons\":[{\"code\":50000,\"message\":\"m\"}]}");

  @Property(tries = 30, seed = "20261126", shrinking = ShrinkingMode.OFF)
  void givenGarbageAtOneRequest_whenExtracted_thenWholeOrSaid(
      @ForAll("faults") Fault fault, @ForAll @IntRange(min = 1, max = 6) int request)
      throws IOException {
    long begin = System.nanoTime();
    Path home = Files.createTempDirectory("garbage");
    try (ZuoraLake lake = new ZuoraLake(home, "Account")) {
      lake.environment("tries: 2\nrequests_per_minute: 600000");
      lake.put("Account", "a1", "name");
      lake.clock.forward(Duration.ofMinutes(1));
      lake.server.faults(
          (method, path, number) -> number == request ? Optional.of(fault) : Optional.empty());

      ExtractedDataset outcome = lake.extract().get(0);

      if (outcome.exitCode() == ExitCode.DONE) {
        assertThat(lake.merged("Account")).containsOnlyKeys("a1");
      } else {
        assertThat(outcome.exitCode()).as("%s", outcome).isIn(SAID);
        assertThat(outcome.problem().orElseThrow()).contains(": ");
      }
      String said = outcome.problem().orElse("");
      assertThat(said.chars()).noneMatch(Character::isISOControl);
      assertThat(said + lake.everything())
          .doesNotContain(AquaServer.CLIENT_ID, AquaServer.CLIENT_SECRET);
    } finally {
      remove(home);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
  }

  @Provide
  Arbitrary<Fault> faults() {
    return GarbageAnswers.faults(ANSWERS);
  }

  /** What is no HTTP at all. */
  @Property(tries = 25, seed = "20261126", shrinking = ShrinkingMode.OFF)
  void givenBytes_whenExtracted_thenSaid(@ForAll("wires") byte[] answer) throws IOException {
    Path home = Files.createTempDirectory("garbage");
    try (ZuoraLake lake = new ZuoraLake(home, "Account");
        WireServer wire = new WireServer(answer)) {
      lake.environment("tries: 2\nrequests_per_minute: 600000", wire.uri());

      ExtractedDataset outcome = lake.extract().get(0);

      assertThat(outcome.exitCode()).as("%s", outcome).isIn(SAID);
      assertThat(outcome.problem().orElseThrow().chars()).noneMatch(Character::isISOControl);
    } finally {
      remove(home);
    }
  }

  @Provide
  Arbitrary<byte[]> wires() {
    Arbitrary<String> heads =
        Arbitraries.of(
            "",
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\n\u001b[2J: x\r\n\r\n{}",
            "HTTP/1.1 -200 OK\r\n\r\n",
            "HTTP/1.1 99999999999 OK\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
            "HTTP/1.1 204 No Content\r\n\r\n",
            "HTTP/1.1 401 x\r\nWWW-Authenticate: \r\n\r\n",
            "HTTP/1.1 407 x\r\nProxy-Authenticate: Basic\r\n\r\n",
            "HTTP/9.9 200 OK\r\n\r\n",
            "ICY 200 OK\r\n\r\n");
    return net.jqwik.api.Combinators.combine(heads, Arbitraries.strings().ofMaxLength(20))
        .as((head, rest) -> (head + rest).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  private static void remove(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
