package io.sluice.extract.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.demo.Fault;
import io.sluice.demo.ZendeskServer;
import io.sluice.demo.ZendeskServer.Mishap;
import io.sluice.error.ExitCode;
import io.sluice.extract.ExtractOutcome;
import io.sluice.run.GarbageAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Whatever Zendesk answers once, the export is whole or says why it is not, soon. */
class GarbageZendeskProperties {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Instant NIGHT = Instant.parse("2026-11-21T01:00:00Z");
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Set<ExitCode> SAID =
      Set.of(ExitCode.DATA, ExitCode.TEMPORARY, ExitCode.CONFIGURATION);
  private static final String ENTRY = "\":[{\"id\":1,\"updated_at\":\"2026-11-20T00:00:00Z\"}],";

  private static final List<String> ANSWERS =
      List.of(
          "{\"tickets" + ENTRY + "\"after_cursor\":\"MTI=\",\"end_of_stream\":true}",
          "{\"organizations"
              + ENTRY
              + "\"count\":1,\"end_time\":1763600000,\"next_page\":\"https://x/y\",\"end_of_stream\":true}",
          "{\"groups"
              + ENTRY
              + "\"count\":1,\"next_page\":null,\"meta\":{\"has_more\":false,\"after_cursor\":\"x\"}}");

  @Property(tries = 40, seed = "20261126", shrinking = ShrinkingMode.OFF)
  void givenGarbageOnce_whenExported_thenWholeOrSaid(
      @ForAll("faults") Fault fault, @ForAll("datasets") String dataset, @ForAll boolean first)
      throws IOException {
    long begin = System.nanoTime();
    Path home = Files.createTempDirectory("garbage");
    MovableClock clock = new MovableClock(NIGHT);
    try (ZendeskServer server = new ZendeskServer(clock)) {
      server.limit(100_000, Duration.ofMinutes(1));
      server.exportPage(2);
      for (long id = 1; id <= 5; id++) {
        server.put(
            dataset,
            MAPPER
                .createObjectNode()
                .put("id", id)
                .put("generated_timestamp", NIGHT.getEpochSecond() - 100_000 + id)
                .put("updated_at", NIGHT.minusSeconds(100_000 - id).toString()));
      }
      ZendeskLake lake = new ZendeskLake(home, server, clock).with("tries", "2");
      if (first) {
        server.next(Mishap.of(fault));
      } else {
        server.next(Mishap.NONE, Mishap.of(fault));
      }

      ExtractOutcome outcome = lake.export(dataset).get(0);

      if (outcome.exitCode() != ExitCode.DONE) {
        assertThat(outcome.exitCode()).as("%s", outcome).isIn(SAID);
        assertThat(outcome.problem().orElseThrow()).contains(": ");
      }
      assertThat(outcome.problem().orElse("").chars()).noneMatch(Character::isISOControl);
      assertThat(outcome.problem().orElse("") + lake.everything())
          .doesNotContain(ZendeskServer.TOKEN);
    } finally {
      remove(home);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
  }

  @Provide
  Arbitrary<Fault> faults() {
    return GarbageAnswers.faults(ANSWERS);
  }

  @Provide
  Arbitrary<String> datasets() {
    return Arbitraries.of("tickets", "organizations", "groups");
  }

  private static void remove(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
