package io.sluice.extract.zendesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.demo.ZendeskServer;
import io.sluice.error.ExitCode;
import io.sluice.error.UsageException;
import io.sluice.extract.ExtractOutcome;
import io.sluice.ledger.ExportRecord;
import io.sluice.ledger.ExportRecord.State;
import io.sluice.spec.Increment;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked, in which order, and what the increments hold, where all goes well. */
class ZendeskExportTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Instant NIGHT = Instant.parse("2026-11-21T01:00:00Z");

  @TempDir private Path home;
  private final MovableClock clock = new MovableClock(NIGHT);
  private ZendeskServer server;
  private ZendeskLake lake;

  @BeforeEach
  void start() throws IOException {
    server = new ZendeskServer(clock);
    server.limit(1000, Duration.ofMinutes(1));
    server.exportPage(10);
    lake = new ZendeskLake(home, server, clock);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void givenTickets_whenExported_thenAllPagesAreOneIncrementDatedByTheFirstRequest() {
    tickets(1, 25);

    ExtractOutcome outcome = lake.export("tickets").get(0);

    assertThat(outcome.problem()).isEmpty();
    assertThat(lake.increments("tickets")).hasSize(1);
    Increment increment = lake.increments("tickets").get(0);
    assertThat(increment.processedDate()).isEqualTo(NIGHT);
    assertThat(increment.full()).isFalse();
    assertThat(increment.files()).hasSize(3);
    assertThat(lake.ids("tickets")).containsExactlyElementsOf(range(1, 25));
    assertThat(server.requests().get(0)).endsWith("/incremental/tickets/cursor.json?start_time=0");
    assertThat(server.requests())
        .hasSize(3)
        .element(1)
        .asString()
        .contains("?cursor=")
        .doesNotContain("start_time");
  }

  @Test
  void givenChangesSince_whenExportedAgain_thenTheyComeAloneAndDeletedOnesAmongThem() {
    tickets(1, 25);
    lake.export("tickets");
    clock.advance(Duration.ofDays(1));
    server.put("tickets", ticket(7, NIGHT.plusSeconds(3600)).put("status", "deleted"));
    tickets(26, 26);

    lake.export("tickets");

    Increment second = lake.increments("tickets").get(1);
    assertThat(lake.ids("tickets", second)).containsExactly(26L, 7L);
    assertThat(lake.records("tickets", second.files().get(0).path()).get(1).path("status").asText())
        .isEqualTo("deleted");
    ExportRecord record = lake.exports("tickets").get(1);
    assertThat(record.seal().orElseThrow().from()).contains(NIGHT);
    assertThat(record.request()).containsKey("cursor").containsEntry("model", "tickets");
    assertThat(record.answer()).containsEntry("pages", "1").containsEntry("end_of_stream", "true");
  }

  @Test
  void givenNothingNew_whenExportedAgain_thenAnEmptyIncrementSaysSo() {
    tickets(1, 3);
    lake.export("tickets");
    clock.advance(Duration.ofDays(1));

    lake.export("tickets");

    Increment second = lake.increments("tickets").get(1);
    assertThat(second.files()).isEmpty();
    assertThat(second.processedDate()).isEqualTo(NIGHT.plus(Duration.ofDays(1)));
    assertThat(lake.exports("tickets").get(1).answer().get("end_cursor"))
        .isEqualTo(lake.exports("tickets").get(0).answer().get("end_cursor"));
  }

  @Test
  void givenNoTicketsAtAll_whenExportedTwice_thenTheSecondBeginsWhereTheFirstDid() {
    lake.export("tickets");
    clock.advance(Duration.ofDays(1));
    tickets(1, 2);

    lake.export("tickets");

    assertThat(lake.ids("tickets")).containsExactly(1L, 2L);
  }

  @Test
  void givenNumbersAndTextOfAllKinds_whenExported_thenNoDigitIsLost() {
    ObjectNode ticket = ticket(9_007_199_254_740_993L, NIGHT.minusSeconds(9000));
    ticket.put("subject", "“two\nlines” and \u2028 one");
    ticket
        .putArray("custom_fields")
        .addObject()
        .put("value", new BigDecimal("0.1000000000000000055511151"));
    server.put("tickets", ticket);

    lake.export("tickets");

    String path = lake.increments("tickets").get(0).files().get(0).path();
    assertThat(lake.records("tickets", path)).hasSize(1);
    assertThat(lake.records("tickets", path).get(0).toString()).contains("9007199254740993");
    assertThat(lake.records("tickets", path).get(0).path("subject").asText())
        .isEqualTo("“two\nlines” and \u2028 one");
    assertThat(read("raw/zendesk/tickets/" + path)).contains("0.1000000000000000055511151");
  }

  @Test
  void givenManyInOneSecond_whenExportedByTime_thenNoneIsMissingAndTheLastPageEndsIt() {
    for (long id = 1; id <= 35; id++) {
      server.put("organizations", organization(id, NIGHT.minusSeconds(id < 30 ? 9000 : 8000)));
    }

    ExtractOutcome outcome = lake.export("organizations").get(0);

    assertThat(outcome.problem()).isEmpty();
    assertThat(lake.ids("organizations")).containsAll(range(1, 35));
    assertThat(server.requests()).hasSize(2);
    assertThat(lake.exports("organizations").get(0).answer())
        .containsEntry("end_time", Long.toString(NIGHT.minusSeconds(8000).getEpochSecond()));
  }

  @Test
  void givenMoreInOneSecondThanAPageHolds_whenExportedByTime_thenItsCursorsAreTaken()
      throws IOException {
    byTime("tickets");
    server.exportPage(1000);
    server.cutSeconds();
    for (long id = 1; id <= 2300; id++) {
      server.put(
          "tickets", ticket(id, NIGHT.minusSeconds(id < 50 || id > 2250 ? 9000 - id : 8940)));
    }

    ExtractOutcome outcome = lake.export("tickets").get(0);
    clock.advance(Duration.ofDays(1));
    server.put("tickets", ticket(7, NIGHT));
    ExtractOutcome second = lake.export("tickets").get(0);

    assertThat(outcome.problem()).isEmpty();
    assertThat(second.problem()).isEmpty();
    assertThat(lake.ids("tickets")).containsAll(range(1, 2300));
    assertThat(lake.ids("tickets", lake.increments("tickets").get(1))).containsExactly(7L);
    assertThat(server.requests().get(0)).endsWith("/incremental/tickets.json?start_time=0");
    assertThat(lake.exports("tickets").get(0).answer()).containsKey("end_cursor");
  }

  @Test
  void givenASmallPageSize_whenASecondHasMore_thenTheLargestPageIsTried() throws IOException {
    byTime("organizations", "page_size: 20");
    server.exportPage(1000);
    server.cutSeconds();
    for (long id = 1; id <= 90; id++) {
      server.put("organizations", organization(id, NIGHT.minusSeconds(id < 60 ? 9000 : 8000)));
    }

    assertThat(lake.export("organizations").get(0).problem()).isEmpty();
    assertThat(lake.ids("organizations")).containsAll(range(1, 90));
  }

  @ParameterizedTest
  @ValueSource(strings = {"organizations", "ticket-metric-events"})
  void givenMoreInOneSecondThanAPageHoldsAndNoCursors_whenExported_thenItSaysWhatToDo(String name) {
    server.exportPage(1000);
    server.cutSeconds();
    Instant second = NIGHT.minusSeconds(8000);
    for (long id = 1; id <= 1210; id++) {
      Instant changed = id < 10 ? NIGHT.minusSeconds(9000) : second;
      server.put(
          name.replace('-', '_'), organization(id, id > 1200 ? NIGHT.minusSeconds(7000) : changed));
    }

    for (int run = 1; run <= 2; run++) {
      clock.advance(Duration.ofMinutes(1));
      ExtractOutcome outcome = lake.export(name).get(0);
      assertThat(outcome.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
      assertThat(outcome.problem().orElseThrow())
          .contains("gives only the first 1000 records of the second " + second)
          .contains("export: list")
          .contains("--start-time " + (second.getEpochSecond() + 1));
    }
    clock.advance(Duration.ofMinutes(1));
    String behind = Long.toString(second.getEpochSecond() + 1);
    assertThat(lake.export(Map.of("start-time", behind), name).get(0).problem()).isEmpty();
    clock.advance(Duration.ofDays(1));
    server.put(name.replace('-', '_'), organization(1, NIGHT));
    assertThat(lake.export(name).get(0).problem()).isEmpty();

    List<Increment> increments = lake.increments(name);
    assertThat(lake.ids(name)).containsAll(range(1, 900)).containsAll(range(1201, 1210));
    assertThat(lake.ids(name, increments.get(increments.size() - 1)))
        .contains(1L)
        .doesNotContainAnyElementsOf(range(10, 1200));
  }

  @Test
  void givenEndpointsWithoutEndOfStream_whenExported_thenTheyEndAllTheSame() {
    for (long id = 1; id <= 25; id++) {
      server.put(
          "nps_responses", entry(id).put("rated_at", NIGHT.minusSeconds(9000 - id).toString()));
      server.put(
          "ticket_metric_events", entry(id).put("time", NIGHT.minusSeconds(9000 - id).toString()));
    }

    List<ExtractOutcome> outcomes = lake.export("nps-responses", "ticket-metric-events");

    assertThat(outcomes).allMatch(outcome -> outcome.problem().isEmpty());
    assertThat(lake.ids("nps-responses")).containsAll(range(1, 25));
    assertThat(lake.ids("ticket-metric-events")).containsAll(range(1, 25));
    assertThat(server.requests())
        .hasSize(8)
        .anyMatch(uri -> uri.contains("/nps/incremental/responses"));
  }

  @Test
  void givenEvents_whenExported_thenCommentsComeAlongOnEachPage() {
    for (long id = 1; id <= 15; id++) {
      server.put("ticket_events", entry(id).put("timestamp", NIGHT.getEpochSecond() - 900 + id));
    }

    lake.export("ticket-events");

    assertThat(lake.ids("ticket-events")).containsAll(range(1, 15));
    assertThat(server.requests())
        .hasSize(2)
        .allMatch(uri -> uri.contains("include=comment_events"));
  }

  @Test
  void givenMoreThanAPage_whenListed_thenItIsOneWholeLoad() {
    groups(1, 230);

    lake.export("groups");

    Increment increment = lake.increments("groups").get(0);
    assertThat(increment.full()).isTrue();
    assertThat(increment.files()).hasSize(3);
    assertThat(lake.ids("groups")).containsExactlyElementsOf(range(1, 230));
    assertThat(server.requests()).hasSize(3).allMatch(uri -> uri.contains("page%5Bsize%5D=100"));
  }

  @Test
  void givenEndpointWithoutCursors_whenListed_thenAllNumberedPagesCome() {
    server.withoutListCursors();
    groups(1, 230);

    lake.export("groups");

    assertThat(lake.ids("groups")).containsExactlyElementsOf(range(1, 230));
    assertThat(server.requests()).hasSize(3).last().asString().contains("page=3");
  }

  @Test
  void givenEmptyList_whenExported_thenALoadOfNothingIsSealed() {
    server.put("skips", entry(1));
    server.remove("skips", 1);

    lake.export("skips");

    assertThat(lake.increments("skips")).hasSize(1);
    assertThat(lake.increments("skips").get(0).files()).isEmpty();
    assertThat(lake.increments("skips").get(0).full()).isTrue();
  }

  @Test
  void givenRecordsUnderAnotherKey_whenListed_thenTheyAreFound() {
    server.put("dynamic_content/items", entry(1));
    server.put("slas/policies", entry(2));

    lake.export("dynamic-content-items", "sla-policies");

    assertThat(lake.ids("dynamic-content-items")).containsExactly(1L);
    assertThat(lake.ids("sla-policies")).containsExactly(2L);
  }

  @Test
  void givenModels_whenSomeAreNamed_thenOnlyTheyAreAskedForAndListsComeFirst() {
    tickets(1, 1);
    groups(1, 1);
    server.put("brands", entry(1));

    lake.export(Map.of("models", "tickets,groups"), "tickets", "groups", "brands");

    assertThat(server.requests()).hasSize(2);
    assertThat(server.requests().get(0)).contains("/groups.json");
    assertThat(server.requests().get(1)).contains("/tickets/cursor.json");
  }

  @Test
  void givenModelThatNoDatasetHas_whenNamed_thenItIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> lake.export(Map.of("models", "tickts"), "tickets", "groups"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--models names \"tickts\"")
        .hasMessageContaining("groups, tickets");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void givenStartTime_whenItLeavesAGap_thenTheNextExportGoesOnFromBeforeIt() {
    tickets(1, 5);
    lake.export("tickets");
    clock.advance(Duration.ofDays(3));
    server.put("tickets", ticket(50, NIGHT.plus(Duration.ofDays(1))));
    server.put("tickets", ticket(51, NIGHT.plus(Duration.ofDays(2).plusHours(12))));
    lake.export(Map.of("start-time", "2026-11-23"), "tickets");
    clock.advance(Duration.ofHours(1));

    lake.export("tickets");

    assertThat(lake.ids("tickets", lake.increments("tickets").get(1))).containsExactly(51L);
    assertThat(lake.ids("tickets", lake.increments("tickets").get(2))).containsExactly(50L, 51L);
  }

  @Test
  void givenStartTimeBeforeWhatIsThere_whenExported_thenTheNextExportGoesOnBehindIt() {
    tickets(1, 5);
    lake.export("tickets");
    clock.advance(Duration.ofDays(1));
    lake.export(Map.of("start-time", "0"), "tickets");
    clock.advance(Duration.ofDays(1));

    lake.export("tickets");

    assertThat(lake.ids("tickets", lake.increments("tickets").get(1)))
        .containsExactlyElementsOf(range(1, 5));
    assertThat(lake.increments("tickets").get(2).files()).isEmpty();
    assertThat(lake.exports("tickets").get(2).request()).containsKey("since");
  }

  @Test
  void givenStartCursor_whenExported_thenItIsAskedFirst() {
    tickets(1, 25);
    lake.export("tickets");
    String cursor = lake.exports("tickets").get(0).answer().get("end_cursor");
    clock.advance(Duration.ofDays(1));
    tickets(26, 26);

    lake.export(Map.of("start-cursor", cursor), "tickets");

    assertThat(lake.ids("tickets", lake.increments("tickets").get(1))).containsExactly(26L);
  }

  @Test
  void givenStartCursor_whenSeveralDatasetsAreNamed_thenItIsRefused() {
    assertThatThrownBy(() -> lake.export(Map.of("start-cursor", "x"), "tickets", "users"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--start-cursor is for one dataset");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-13-01", ""})
  void givenStartTimeThatIsNone_whenExported_thenItIsRefused(String time) {
    assertThatThrownBy(() -> lake.export(Map.of("start-time", time), "tickets"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--start-time is \"" + time + "\"");
  }

  @Test
  void givenStrangeSettings_whenChecked_thenAllAreNamed() {
    lake.with("access_token", "env:ZENDESK_TOKEN").with("incremental_requests_per_minute", "none");

    assertThatThrownBy(() -> lake.export("tickets"))
        .hasMessageContaining("connections.zendesk.email: cannot be combined with access_token")
        .hasMessageContaining(
            "connections.zendesk.incremental_requests_per_minute: \"none\" is not");
  }

  @Test
  void givenKeyThatNobodyKnows_whenChecked_thenTheOneThatWasMeant() {
    lake.with("emial", "ann@example.com").with("pol_delay", "1s");

    assertThatThrownBy(() -> lake.export("tickets"))
        .hasMessageContaining("connections.zendesk.emial: unknown key; did you mean \"email\"?")
        .hasMessageContaining(
            "connections.zendesk.pol_delay: unknown key; did you mean \"poll_delay\"?");
  }

  @Test
  void givenOauthToken_whenExported_thenItIsTheBearer() throws IOException {
    try (ZendeskServer other = new ZendeskServer(clock)) {
      other.put("groups", entry(1));
      ZendeskLake oauth =
          new ZendeskLake(home, other, clock)
              .with("access_token", "env:ZENDESK_TOKEN")
              .without("email")
              .without("api_token");

      assertThat(oauth.export("groups").get(0).problem()).isEmpty();
    }
  }

  @Test
  void givenModelThatTheAccountLacks_whenExported_thenOthersGoOn() {
    tickets(1, 3);

    List<ExtractOutcome> outcomes = lake.export("targets", "tickets");

    assertThat(outcomes)
        .extracting(ExtractOutcome::exitCode)
        .containsExactly(ExitCode.CONFIGURATION, ExitCode.DONE);
    assertThat(outcomes.get(0).problem().orElseThrow())
        .contains("zendesk/targets", "/api/v2/targets.json", "404", "InvalidEndpoint");
    assertThat(lake.exports("targets").get(0).state()).isEqualTo(State.FAILED);
    assertThat(lake.exports("tickets").get(0).state()).isEqualTo(State.SEALED);
    assertThat(lake.exports("tickets").get(0).request()).containsEntry("from", "the beginning");
  }

  /** A job of our own that exports by time. */
  private void byTime(String name, String... more) throws IOException {
    Path folder = Files.createDirectories(home.resolve("jobs/zendesk"));
    Files.writeString(
        folder.resolve(name + ".yaml"),
        "dataset: zendesk/"
            + name
            + "\nextract: {connector: zendesk, export: time, model: "
            + name
            + String.join("", Stream.of(more).map(one -> ", " + one).toList())
            + "}\nraw: {format: json}\ncolumns: {id: bigint}\nkey: [id]\n");
    lake.jobs(home.resolve("jobs"));
  }

  private void tickets(long first, long last) {
    for (long id = first; id <= last; id++) {
      server.put("tickets", ticket(id, NIGHT.minusSeconds(100_000 - id * 60)));
    }
  }

  private void groups(long first, long last) {
    for (long id = first; id <= last; id++) {
      server.put("groups", entry(id));
    }
  }

  private static ObjectNode ticket(long id, Instant changed) {
    return entry(id).put("status", "open").put("generated_timestamp", changed.getEpochSecond());
  }

  private static ObjectNode organization(long id, Instant changed) {
    return entry(id).put("updated_at", changed.toString());
  }

  private static ObjectNode entry(long id) {
    return MAPPER.createObjectNode().put("id", id);
  }

  private static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  private String read(String path) {
    try {
      return Files.readString(home.resolve(path));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
