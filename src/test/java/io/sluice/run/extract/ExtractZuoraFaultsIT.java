package io.sluice.run.extract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.demo.AquaServer;
import io.sluice.demo.Fault;
import io.sluice.error.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code extract} of Zuora's datasets over real HTTP, where things go wrong. */
class ExtractZuoraFaultsIT {
  private static final String TOKEN = "/oauth/token";
  private static final String SUBMIT = "POST /v1/batch-query/";
  private static final String JOB = "/v1/batch-query/jobs/";
  private static final String FILE = "/v1/file/";

  @TempDir private Path home;
  private ZuoraLake lake;

  @BeforeEach
  void prepare() {
    lake = new ZuoraLake(home, "Account", "Contact");
    for (int i = 0; i < 50; i++) {
      lake.put("Account", "a" + i, "name of " + i);
    }
    lake.put("Contact", "c1", "Zoë");
    lake.clock.forward(Duration.ofHours(1));
  }

  @AfterEach
  void end() {
    lake.close();
  }

  /** A first night, and an account that is new before the second. */
  private void extractAndChangeTheNextDay() {
    List<ExtractedDataset> unused = lake.extract();
    lake.nextDay();
    lake.put("Account", "a99", "new");
    lake.clock.forward(Duration.ofMinutes(1));
  }

  static List<Fault> passing() {
    return List.of(
        new Fault.Status(401, Map.of(), "{\"message\":\"expired\"}"),
        new Fault.Status(429, Map.of(), ""),
        new Fault.Status(429, Map.of("Retry-After", "1"), "slow down"),
        new Fault.Status(500, Map.of(), "oops"),
        new Fault.Status(503, Map.of(), "<html>busy</html>"),
        new Fault.HangUp(),
        new Fault.LoseAnswer(),
        new Fault.Cut(20),
        new Fault.Stall(Duration.ofSeconds(2)),
        new Fault.Delay(Duration.ofMillis(50)),
        new Fault.Garbage("{\"id\":"));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void givenFaultAtEachRequestInTurn_whenExtracted_thenOneRunBringsAllOfItOnce(Fault fault) {
    // The last request of a run without faults is the 6th: token, job, two looks, two files.
    for (int request = 1; request <= 6; request++) {
      if (request == 1 && fault instanceof Fault.Status status && status.status() == 401) {
        continue; // A refused secret is no passing fault.
      }
      try (ZuoraLake fresh = new ZuoraLake(home.resolve("at-" + request), "Account", "Contact")) {
        fresh.put("Account", "a1", "a name that is long enough to be cut off");
        fresh.put("Contact", "c1", "Zoë");
        fresh.clock.forward(Duration.ofMinutes(1));
        int at = request;
        fresh.server.faults(
            (method, path, number) -> number == at ? Optional.of(fault) : Optional.empty());

        List<ExtractedDataset> outcome = fresh.extract();

        assertThat(outcome)
            .as("fault at request %d: %s", at, outcome)
            .allMatch(one -> one.exitCode() == ExitCode.DONE);
        assertThat(fresh.merged("Account")).as("fault at request %d", at).containsOnlyKeys("a1");
        assertThat(fresh.manifests("Account"))
            .filteredOn(manifest -> manifest.path("full").asBoolean())
            .as("full loads, fault at request %d", at)
            .hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 250, 600})
  void givenConnectionsReset_whenExtracted_thenItIsAskedAgain(int afterBytes) {
    try (ResettingProxy wire = new ResettingProxy(lake.server.uri())) {
      lake.environment("requests_per_minute: 600000", wire.uri());
      wire.reset(2, afterBytes);

      List<ExtractedDataset> outcome = lake.extract();

      assertThat(outcome).allMatch(one -> one.exitCode() == ExitCode.DONE);
      assertThat(wire.resetsLeft()).isZero();
      assertThat(lake.merged("Account")).hasSize(50);
    }
  }

  @Test
  void givenRetryAfter_whenAskedTooOften_thenAtLeastSoLongIsWaited() {
    AtomicInteger first = new AtomicInteger();
    lake.server.faults(
        (method, path, number) ->
            path.startsWith(FILE) && first.getAndIncrement() == 0
                ? Optional.of(new Fault.Status(429, Map.of("Retry-After", "1"), ""))
                : Optional.empty());
    long begin = System.nanoTime();

    lake.extract();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(1));
    assertThat(lake.manifests("Account")).hasSize(1);
  }

  @Test
  void givenTokensThatRunOut_whenExtracted_thenTheyAreRenewed() {
    lake.server.tokenSeconds(61).looksToEnd(5);
    lake.server.faults(
        (method, path, number) -> {
          if (path.startsWith(JOB)) {
            lake.clock.forward(Duration.ofSeconds(30));
          }
          return Optional.empty();
        });

    lake.extract();

    assertThat(lake.manifests("Account")).hasSize(1);
    assertThat(lake.server.requests().stream().filter(one -> one.endsWith(TOKEN)).count())
        .isGreaterThan(2);
  }

  @Test
  void givenWrongSecret_whenExtracted_thenItIsConfigurationAndTheSecretIsNowhere() {
    lake.server.faults(
        (method, path, number) ->
            Optional.of(
                new Fault.Status(
                    401, Map.of(), "no client with secret " + AquaServer.CLIENT_SECRET)));

    List<ExtractedDataset> outcome = lake.extract();

    assertThat(outcome).allMatch(one -> one.exitCode() == ExitCode.CONFIGURATION);
    assertThat(outcome.get(0).problem().orElseThrow())
        .contains("refuses the credentials", "***")
        .doesNotContain(AquaServer.CLIENT_SECRET);
    assertThat(lake.everything()).doesNotContain(AquaServer.CLIENT_SECRET);
  }

  @Test
  void givenSourceThatEchoesSecrets_whenExtracted_thenNoneIsInLedgerManifestOrMessage() {
    lake.server.breakQuery("Contact", "the client " + AquaServer.CLIENT_SECRET + " may not");

    List<ExtractedDataset> outcome = lake.extract();

    assertThat(outcome.get(1).problem().orElseThrow()).contains("***");
    assertThat(outcome.toString()).doesNotContain(AquaServer.CLIENT_SECRET);
    assertThat(lake.everything())
        .contains("***")
        .doesNotContain(AquaServer.CLIENT_SECRET)
        .doesNotContain("Bearer");
  }

  @Test
  void givenWrongRowCount_whenExtracted_thenItIsNotSealedAndTheNextRunCoversTheWindow() {
    extractAndChangeTheNextDay();
    lake.server.miscount("Account", 1);
    List<ExtractedDataset> wrong = lake.extract();
    lake.server.mendQueries();
    lake.nextDay();

    List<ExtractedDataset> next = lake.extract();

    assertThat(wrong.get(0).exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(wrong.get(0).problem().orElseThrow()).contains("found 1 rows against 2");
    assertThat(wrong.get(1).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(next).allMatch(one -> one.exitCode() == ExitCode.DONE);
    assertThat(lake.server.submissions().get(2)).contains("incrementalTime");
    assertThat(lake.merged("Account")).containsKey("a99");
  }

  @Test
  void givenFileThatIsDamagedAtZuora_whenExtracted_thenItIsNoMatterOfTryingAgain() {
    extractAndChangeTheNextDay();
    lake.server.faults(
        (method, path, number) ->
            path.contains("/v1/file/")
                ? Optional.of(new Fault.Garbage("Id,Name\n\"a99,cut off"))
                : Optional.empty());
    List<ExtractedDataset> wrong = lake.extract();
    lake.server.faults((method, path, number) -> Optional.empty());
    lake.nextDay();

    List<ExtractedDataset> next = lake.extract();

    assertThat(wrong).allMatch(one -> one.exitCode() == ExitCode.DATA);
    assertThat(wrong.get(0).problem().orElseThrow())
        .contains("is damaged at Zuora")
        .contains("the file ends within quotes");
    assertThat(next).allMatch(one -> one.exitCode() == ExitCode.DONE);
    assertThat(lake.merged("Account")).containsKey("a99");
  }

  @Test
  void givenFailedQuery_whenExtracted_thenOthersAreKeptAndItsWindowComesNext() {
    lake.extract();
    lake.nextDay();
    lake.put("Account", "a99", "new");
    lake.put("Contact", "c2", "new");
    lake.clock.forward(Duration.ofMinutes(1));
    lake.server.breakQuery("Account", "query timed out");

    List<ExtractedDataset> failed = lake.extract();
    lake.server.mendQueries();
    lake.nextDay();
    List<ExtractedDataset> next = lake.extract();

    assertThat(failed.get(0).exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(failed.get(0).problem().orElseThrow())
        .contains("zuora/account", "Account", "query timed out");
    assertThat(failed.get(1).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(next).allMatch(one -> one.exitCode() == ExitCode.DONE);
    assertThat(lake.merged("Account")).containsKey("a99");
    assertThat(lake.merged("Contact")).containsKey("c2");
    lake.nextDay();
    lake.extract();
    assertThat(lake.server.submissions().get(3)).doesNotContain("incrementalTime");
  }

  @Test
  void givenFirstLoadThatFailed_whenRunAgain_thenAllRowsComeBesideTheChanges() {
    lake.server.breakQuery("Account", "query timed out");
    List<ExtractedDataset> first = lake.extract();
    lake.server.mendQueries();
    lake.nextDay();

    List<ExtractedDataset> next = lake.extract();
    lake.nextDay();
    lake.extract();

    assertThat(first.get(0).exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(next).allMatch(one -> one.exitCode() == ExitCode.DONE);
    assertThat(next.get(0).warnings().toString()).contains("first load was lost");
    assertThat(lake.merged("Account")).hasSize(50);
    assertThat(lake.server.submissions()).hasSize(4);
  }

  @Test
  void givenPurgedFiles_whenTakenUpLate_thenTheWindowIsAskedForAgain() {
    extractAndChangeTheNextDay();
    lake.server.faults(
        (method, path, number) ->
            path.startsWith(FILE)
                ? Optional.of(new Fault.Status(500, Map.of(), ""))
                : Optional.empty());
    List<ExtractedDataset> dead = lake.extract();
    lake.server.faults((method, path, number) -> Optional.empty());
    lake.server.purgeFiles();
    lake.clock.forward(Duration.ofDays(4));

    List<ExtractedDataset> late = lake.extract();

    assertThat(dead).allMatch(one -> one.exitCode() == ExitCode.TEMPORARY);
    assertThat(late).allMatch(one -> one.exitCode() == ExitCode.DATA);
    assertThat(late.get(0).problem().orElseThrow()).contains("no longer has file");
    assertThat(lake.merged("Account")).containsKey("a99");
    assertThat(lake.server.submissions().get(2))
        .contains("\"incrementalTime\":\"2026-11-18 01:30:0");
  }

  @Test
  void givenDeadRunOfYesterday_whenRunAgain_thenItKeepsItsDateAndTodayFollows() {
    extractAndChangeTheNextDay();
    lake.server.faults(
        (method, path, number) ->
            path.startsWith(JOB)
                ? Optional.of(new Fault.Status(502, Map.of(), ""))
                : Optional.empty());
    List<ExtractedDataset> dead = lake.extract();
    String asked = lake.exports("zuora/account").get(1).asked().toString();
    lake.server.faults((method, path, number) -> Optional.empty());
    lake.nextDay();

    List<ExtractedDataset> late = lake.extract();

    assertThat(dead).allMatch(one -> one.exitCode() == ExitCode.TEMPORARY);
    assertThat(late.get(0).exports()).hasSize(2);
    assertThat(late.get(0).exports().get(0).processedDate().orElseThrow().toString())
        .startsWith(asked.substring(0, 13));
    assertThat(lake.server.submissions()).hasSize(3);
    assertThat(lake.merged("Account")).containsKey("a99");
  }

  @Test
  void givenDeadExportByDate_whenTheNightFollowsSoon_thenBothCome() {
    lake.extract();
    lake.nextDay();
    lake.put("Contact", "c2", "new");
    lake.clock.forward(Duration.ofMinutes(1));
    lake.server.faults(
        (method, path, number) ->
            path.startsWith(JOB)
                ? Optional.of(new Fault.Status(502, Map.of(), ""))
                : Optional.empty());
    lake.extract(Map.of("from", "2026-11-18"), "zuora/account");
    lake.server.faults((method, path, number) -> Optional.empty());

    List<ExtractedDataset> night = lake.extract();

    assertThat(night).allMatch(one -> one.exitCode() == ExitCode.DONE);
    assertThat(night.get(0).exports()).hasSize(2);
    assertThat(lake.server.submissions().get(2)).doesNotContain("incrementalTime");
    assertThat(lake.merged("Contact")).containsKey("c2");
  }

  @Test
  void givenLostAnswerOfJobThatCannotBeFound_whenRunAgain_thenNothingIsLost() {
    extractAndChangeTheNextDay();
    AtomicInteger submissions = new AtomicInteger();
    lake.server.looksToEnd(3);
    lake.server.faults(
        (method, path, number) ->
            (method + " " + path).equals(SUBMIT) && submissions.getAndIncrement() == 0
                ? Optional.of(new Fault.LoseAnswer())
                : Optional.empty());

    List<ExtractedDataset> outcome = lake.extract();

    assertThat(outcome).allMatch(one -> one.exitCode() == ExitCode.DONE);
    assertThat(lake.server.submissions()).hasSize(3);
    assertThat(lake.server.submissions().get(2))
        .contains("\"incrementalTime\":\"2026-11-18 01:30:0");
    assertThat(lake.merged("Account")).containsKey("a99");
    assertThat(lake.exports("zuora/account").get(1).state()).isEqualTo("failed");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void givenTenthOfAllRequestsFailing_whenExtractedNightAfterNight_thenNothingIsLost(long seed) {
    Random random = new Random(seed);
    List<Fault> faults = passing();
    lake.environment("requests_per_minute: 600000\nanswer_timeout: 1s");
    lake.server.faults(
        (method, path, number) ->
            !path.equals(TOKEN) && random.nextInt(10) == 0
                ? Optional.of(faults.get(random.nextInt(faults.size())))
                : Optional.empty());
    for (int night = 0; night < 12; night++) {
      lake.put("Account", "n" + night, "night " + night);
      lake.put("Contact", "n" + night, "night " + night);
      lake.delete("Account", "a" + night);
      lake.clock.forward(Duration.ofMinutes(1));
      lake.extract();
      lake.nextDay();
    }
    lake.server.faults((method, path, number) -> Optional.empty());

    lake.extract();

    assertThat(lake.merged("Account")).hasSize(50).doesNotContainKey("a11").containsKey("n11");
    assertThat(lake.merged("Contact")).hasSize(13);
  }
}
