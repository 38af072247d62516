package io.sluice.extract.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.demo.ZendeskServer;
import io.sluice.demo.ZendeskServer.Mishap;
import io.sluice.error.ExitCode;
import io.sluice.extract.ExtractOutcome;
import io.sluice.ledger.ExportRecord;
import io.sluice.ledger.ExportRecord.State;
import io.sluice.spec.Increment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong on the wire, or with the process, and what is in the raw zone afterwards. */
class ZendeskFaultIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Instant NIGHT = Instant.parse("2026-11-21T01:00:00Z");

  @TempDir private Path home;
  private final MovableClock clock = new MovableClock(NIGHT);
  private ZendeskServer server;
  private ZendeskLake lake;

  @BeforeEach
  void start() throws IOException {
    server = new ZendeskServer(clock);
    server.limit(100_000, Duration.ofMinutes(1));
    server.exportPage(10);
    lake = new ZendeskLake(home, server, clock);
    for (long id = 1; id <= 45; id++) {
      server.put("tickets", entry(id).put("generated_timestamp", at(id).getEpochSecond()));
      server.put("organizations", entry(id).put("updated_at", at(id).toString()));
    }
    for (long id = 1; id <= 230; id++) {
      server.put("groups", entry(id));
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Wrong.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"TOO_RECENT", "TOO_RECENT_OLD", "WRONG_COUNT"})
  void givenFaultInTheMiddle_whenExportedByCursor_thenNothingIsLost(Wrong wrong) {
    planned(null, wrong);

    ExtractOutcome outcome = lake.export("tickets").get(0);

    assertThat(outcome.problem()).isEmpty();
    assertThat(lake.increments("tickets")).hasSize(1);
    assertThat(lake.ids("tickets").stream().distinct()).containsExactlyElementsOf(range(45));
  }

  @ParameterizedTest
  @EnumSource(
      value = Wrong.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"TOO_RECENT", "TOO_RECENT_OLD", "EMPTY_PAGE"})
  void givenFaultInTheMiddle_whenExportedByTime_thenNothingIsLost(Wrong wrong) {
    planned(null, wrong);

    ExtractOutcome outcome = lake.export("organizations").get(0);

    assertThat(outcome.problem()).isEmpty();
    assertThat(lake.increments("organizations")).hasSize(1);
    assertThat(lake.ids("organizations")).containsAll(range(45));
  }

  @ParameterizedTest
  @EnumSource(
      value = Wrong.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"TOO_RECENT", "TOO_RECENT_OLD", "EMPTY_PAGE", "CIRCLE", "WRONG_COUNT"})
  void givenFaultInTheMiddle_whenListed_thenTheLoadIsWhole(Wrong wrong) {
    planned(null, wrong);

    ExtractOutcome outcome = lake.export("groups").get(0);

    assertThat(outcome.problem()).isEmpty();
    assertThat(lake.ids("groups")).containsExactlyElementsOf(range(230));
  }

  @Test
  void givenNumberedPages_whenTheCountDiffers_thenNothingIsSealed() {
    server.withoutListCursors();
    planned(null, null, Wrong.WRONG_COUNT);

    ExtractOutcome outcome = lake.export("groups").get(0);

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.TEMPORARY);
    assertThat(outcome.problem().orElseThrow())
        .contains("zendesk/groups", "230 records came against a count of 231");
    assertThat(lake.increments("groups")).isEmpty();
    assertThat(lake.export("groups").get(0).problem()).isEmpty();
    assertThat(lake.ids("groups")).containsExactlyElementsOf(range(230));
  }

  @ParameterizedTest
  @EnumSource(names = {"TOO_RECENT", "TOO_RECENT_OLD"})
  void givenStartThatIsTooRecent_whenItFollowsAPage_thenTheExportIsAtItsEnd(Wrong wrong) {
    planned(null, null, wrong);

    ExtractOutcome outcome = lake.export("organizations").get(0);

    assertThat(outcome.problem()).isEmpty();
    assertThat(lake.ids("organizations").stream().distinct()).containsExactlyElementsOf(range(19));
    lake.export("organizations");
    assertThat(lake.ids("organizations")).containsAll(range(45));
  }

  @Test
  void givenStartThatIsTooRecent_whenItWasAskedFor_thenItIsAFault() {
    ExtractOutcome outcome =
        lake.export(Map.of("start-time", NIGHT.minusSeconds(5).toString()), "organizations").get(0);

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(outcome.problem().orElseThrow())
        .contains("zendesk/organizations", "StartTimeTooRecent");
    assertThat(lake.increments("organizations")).isEmpty();
  }

  @Test
  void givenPagesThatTurnForEver_whenExported_thenItEndsAndKeepsWhatCame() {
    server.anyTime(Wrong.CIRCLE::mishap);

    ExtractOutcome outcome = lake.export("organizations").get(0);

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.TEMPORARY);
    assertThat(outcome.problem().orElseThrow()).contains("lead back to start_time");
    server.anyTime(() -> Mishap.NONE);
    assertThat(lake.export("organizations").get(0).problem()).isEmpty();
    assertThat(lake.ids("organizations")).containsAll(range(45));
  }

  @Test
  void givenSourceThatBreaksOff_whenRunAgain_thenTheRestIsAnIncrementOfItsOwn() {
    lake.with("tries", "2");
    planned(null, null, Wrong.SERVER_ERROR, Wrong.HTML);
    assertThat(lake.export("tickets").get(0).exitCode()).isEqualTo(ExitCode.TEMPORARY);
    assertThat(lake.increments("tickets")).isEmpty();
    assertThat(lake.exports("tickets").get(0).state()).isEqualTo(State.ASKED);
    clock.advance(Duration.ofHours(5));

    assertThat(lake.export("tickets").get(0).problem()).isEmpty();

    List<Increment> increments = lake.increments("tickets");
    assertThat(increments).hasSize(2);
    assertThat(increments.get(0).processedDate()).isEqualTo(NIGHT);
    assertThat(lake.ids("tickets", increments.get(0))).containsExactlyElementsOf(range(20));
    assertThat(increments.get(1).processedDate()).isEqualTo(NIGHT.plus(Duration.ofHours(5)));
    assertThat(lake.ids("tickets")).containsExactlyElementsOf(range(45));
  }

  @Test
  void givenRunThatDiedBeforeAPage_whenRunAgain_thenItIsAskedAnewFromTheSameStart() {
    lake.with("tries", "1");
    planned(Wrong.SERVER_ERROR);
    lake.export("tickets");
    clock.advance(Duration.ofHours(1));

    lake.export("tickets");

    assertThat(lake.exports("tickets"))
        .extracting(ExportRecord::state)
        .containsExactly(State.FAILED, State.SEALED);
    assertThat(lake.ids("tickets")).containsExactlyElementsOf(range(45));
  }

  @Test
  void givenListThatDiedOnItsWay_whenRunAgain_thenNoPageOfTheFirstIsInTheLoad() {
    lake.with("tries", "1");
    planned(null, Wrong.SERVER_ERROR);
    lake.export("groups");
    server.remove("groups", 1);

    lake.export("groups");

    assertThat(lake.increments("groups")).hasSize(1);
    assertThat(lake.ids("groups")).hasSize(229).doesNotContain(1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tickets", "organizations", "groups"})
  void givenCrashAtAnyWrite_whenRunAgain_thenNothingIsLostOrHalf(String dataset) {
    long all = dataset.equals("groups") ? 230 : 45;
    boolean crashed = true;
    for (int failAt = 1; crashed; failAt++) {
      ZendeskLake fresh = new ZendeskLake(home.resolve(dataset + failAt), server, clock);
      CrashingStorage storage = new CrashingStorage(failAt);
      fresh.storage(storage.storage());
      fresh.export(dataset);
      crashed = storage.crashed();
      fresh.storage(CrashingStorage.sound());

      ExtractOutcome outcome = fresh.export(dataset).get(0);

      assertThat(outcome.problem()).as("after write %s", failAt).isEmpty();
      assertThat(fresh.ids(dataset)).as("after write %s", failAt).containsAll(range(all));
      assertThat(fresh.exports(dataset)).noneMatch(ExportRecord::isOpen);
      if (dataset.equals("groups")) {
        fresh
            .increments(dataset)
            .forEach(one -> assertThat(fresh.ids(dataset, one)).hasSize((int) all));
      }
    }
  }

  @Test
  void givenWrongToken_whenExported_thenItSaysSoAtOnceAndNotTheToken() throws IOException {
    lake.with("api_token", "env:OTHER");

    List<ExtractOutcome> outcomes = lake.export("tickets", "groups");

    assertThat(outcomes).allMatch(outcome -> outcome.exitCode() == ExitCode.CONFIGURATION);
    assertThat(outcomes.get(0).problem().orElseThrow()).contains("credentials", "401");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void givenExport_whenDone_thenTheSecretIsNowhere() throws IOException {
    planned(Wrong.SERVER_ERROR, Wrong.UNAVAILABLE);

    lake.export("tickets", "groups");

    assertThat(lake.everything())
        .contains("\"connector\"", "end_cursor")
        .doesNotContain(ZendeskServer.TOKEN)
        .doesNotContain("Basic ");
  }

  @Test
  void givenSourceThatIsAway_whenManyModelsAreAsked_thenItDoesNotKnockForEach() {
    lake.with("tries", "2");
    server.anyTime(Wrong.RESET_BEFORE::mishap);

    List<ExtractOutcome> outcomes = lake.export("brands", "groups", "macros", "views", "tickets");

    assertThat(outcomes).allMatch(outcome -> outcome.exitCode() == ExitCode.TEMPORARY);
    assertThat(server.asked()).isLessThanOrEqualTo(8);
  }

  @Test
  void givenTenthOfAllAnswersBad_whenANightIsExported_thenAllOfItComes() {
    Random random = new Random(5);
    Wrong[] bad = {
      Wrong.RESET_BEFORE,
      Wrong.CUT_BODY,
      Wrong.CUT_JSON,
      Wrong.HTML,
      Wrong.SERVER_ERROR,
      Wrong.TOO_MANY_SILENT,
      Wrong.UNAUTHORIZED,
      Wrong.WRONG_COUNT,
      Wrong.EMPTY_PAGE
    };
    planned(null, null);
    server.anyTime(
        () -> random.nextInt(10) == 0 ? bad[random.nextInt(bad.length)].mishap() : Mishap.NONE);
    for (long id = 46; id <= 500; id++) {
      server.put("tickets", entry(id).put("generated_timestamp", at(id).getEpochSecond()));
      server.put("organizations", entry(id).put("updated_at", at(id).toString()));
    }

    List<ExtractOutcome> outcomes = lake.export("tickets", "organizations");

    assertThat(outcomes).allMatch(outcome -> outcome.problem().isEmpty());
    assertThat(server.asked()).isGreaterThan(105);
    assertThat(lake.ids("tickets").stream().distinct()).containsExactlyElementsOf(range(500));
    assertThat(lake.ids("organizations")).containsAll(range(500));
  }

  @Test
  void givenLimitOfRequests_whenItIsReached_thenTheSourceIsAskedWhenItSaid() throws IOException {
    // After the tickets, whatever day it is.
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), at(500)));
    try (ZendeskServer limited = new ZendeskServer(clock)) {
      limited.limit(2, Duration.ofSeconds(1));
      limited.exportPage(1);
      for (long id = 1; id <= 5; id++) {
        limited.put("tickets", entry(id).put("generated_timestamp", at(id).getEpochSecond()));
      }
      ZendeskLake other = new ZendeskLake(home, limited, clock);

      assertThat(other.export("tickets").get(0).problem()).isEmpty();

      assertThat(other.ids("tickets")).containsExactlyElementsOf(range(5));
      assertThat(limited.requests()).hasSizeBetween(6, 12);
    }
  }

  @Test
  void givenUsualLimit_whenSeveralPagesAreAsked_thenTheyAreSixSecondsApart() {
    long begun = System.nanoTime();
    server.exportPage(40);
    lake.without("incremental_requests_per_minute");

    lake.export("tickets");

    assertThat(server.requests()).hasSize(2);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(5500));
  }

  /** What the next answers meet with; null is nothing. */
  private void planned(Wrong... wrongs) {
    for (Wrong wrong : wrongs) {
      server.next(wrong == null ? Mishap.NONE : wrong.mishap());
    }
  }

  private static Instant at(long id) {
    return NIGHT.minusSeconds(100_000 - id * 60);
  }

  private static ObjectNode entry(long id) {
    return MAPPER.createObjectNode().put("id", id);
  }

  private static List<Long> range(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }
}
