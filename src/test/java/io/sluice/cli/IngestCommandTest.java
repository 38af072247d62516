package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.TerminalSession.Seen;
import io.sluice.error.ConfigurationException;
import io.sluice.error.ExitCode;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.spec.DatasetName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestCommandTest {
  @TempDir Path folder;
  private TerminalSession terminal;

  @BeforeEach
  void open() {
    terminal = new TerminalSession(folder);
  }

  @Test
  void givenAMergedDataset_whenIngested_thenTheSummaryIsOneTable() {
    terminal.runner.outcome = List.of(Samples.merged());

    Seen seen = terminal.type("ingest");

    assertThat(seen)
        .isEqualTo(
            new Seen(
                0,
                """
                DATASET        INCREMENTS  ROWS IN  INSERTED  UPDATED  DELETED  NO CHANGE  QUARANTINED    ROWS  VERSION  TOOK
                zuora/account           1       68        10       55        3          0            0  10,123       12  2.1s
                """,
                ""));
  }

  private static DatasetOutcome counted(Map<String, Long> counts, List<String> warnings) {
    return new DatasetOutcome(
        DatasetName.of("price-migration/cohort-items"),
        ExitCode.DONE,
        2,
        counts,
        OptionalLong.of(1_234_567),
        OptionalLong.of(3),
        Duration.ofSeconds(1),
        warnings,
        Optional.empty(),
        List.of());
  }

  @Test
  void givenATerminal_whenManyAreIngested_thenThoseInTroubleAndASumThatAddsUp() {
    List<DatasetOutcome> outcomes = new ArrayList<>();
    IntStream.range(0, 12).forEach(i -> outcomes.add(Samples.merged("zuora/table-" + i)));
    outcomes.add(Samples.failed("zuora/payment", ExitCode.DATA, "2 increments refused."));
    outcomes.add(counted(Map.of("read", 9L, "inserted", 7L, "quarantined", 2L), List.of("w")));
    terminal.runner.outcome = outcomes;

    Seen seen = terminal.wide(80).type("ingest", "zuora/table-3", "--quiet");

    assertThat(seen.out())
        .isEqualTo(
            """
            DATASET                       ROWS IN  INSERTED  UPDATED  DELETED  QUARANTINED
            zuora/payment                       0         0        0        0            0
            price-migration/cohort-items        9         7        0        0            2
            zuora/table-3                      68        10       55        3            0
            11 more                           748       110      605       33            0
            (--wide shows INCREMENTS, NO CHANGE, ROWS, VERSION, TOOK too)
            warning: price-migration/cohort-items: w
            problem: zuora/payment: 2 increments refused.
            """);
  }

  @Test
  void givenATerminal_whenRowsChangeNothing_thenWhyInOneLine() {
    terminal.runner.outcome =
        List.of(
            counted(Map.of("read", 9L, "inserted", 4L, "superseded", 3L, "stale", 2L), List.of()));

    assertThat(terminal.wide(100).type("ingest", "--quiet").out())
        .contains("\n(NO CHANGE: 3 superseded, 2 stale; --wide shows INCREMENTS, VERSION")
        .doesNotContain("SUPERSEDED");
    assertThat(terminal.wide(150).type("ingest", "--quiet").out())
        .endsWith("\n(NO CHANGE: 3 superseded, 2 stale)\n");
  }

  @Test
  void givenWide_whenIngested_thenThePartsOfNoChangeAddUp() {
    terminal.runner.outcome =
        List.of(
            counted(
                Map.of(
                    "read",
                    21L,
                    "duplicate",
                    1L,
                    "superseded",
                    2L,
                    "blocked",
                    3L,
                    "stale",
                    4L,
                    "unchanged",
                    5L,
                    "refreshed",
                    6L),
                List.of()));

    assertThat(terminal.wide(80).type("ingest", "--wide").out())
        .isEqualTo(
            """
            DATASET                       INCREMENTS  ROWS IN  INSERTED  UPDATED  DELETED  NO CHANGE  DUPLICATE  SUPERSEDED  BLOCKED  STALE  UNCHANGED  REFRESHED  QUARANTINED       ROWS  VERSION  TOOK
            price-migration/cohort-items           2       21         0        0        0         21          1           2        3      4          5          6            0  1,234,567        3  1.0s
            """);
  }

  @Test
  void givenOneOfEachEnd_whenIngested_thenProblemsAndAdviceFollowAndTheGravestCounts() {
    terminal.runner.outcome =
        List.of(
            Samples.merged(),
            Samples.idle("zuora/invoice"),
            Samples.failed(
                "zuora/payment",
                ExitCode.DATA,
                "zuora/payment: 1 increment refused.\nSecond line."),
            Samples.failed("zuora/refund", ExitCode.LEASE_HELD, "run \"x\" holds the lease."));

    Seen seen = terminal.type("ingest", "--conf", "my conf.yaml");

    assertThat(seen)
        .isEqualTo(
            new Seen(
                65,
                """
                DATASET        INCREMENTS  ROWS IN  INSERTED  UPDATED  DELETED  NO CHANGE  QUARANTINED    ROWS  VERSION    TOOK
                zuora/account           1       68        10       55        3          0            0  10,123       12    2.1s
                zuora/payment           0        0         0        0        0          0            0       -        -  1m 05s
                zuora/refund            0        0         0        0        0          0            0       -        -  1m 05s
                Nothing pending for 1 dataset.
                problem: zuora/payment: 1 increment refused.
                  Second line.
                problem: zuora/refund: run "x" holds the lease.

                Next:
                  sluice status zuora/payment --conf 'my conf.yaml'  what is pending, and what is wrong
                  sluice ingest zuora/refund --conf 'my conf.yaml'   try again later
                """,
                ""));
  }

  @Test
  void givenTheSameTroubleInSeveralDatasets_whenIngested_thenOneCommandForAll() {
    List<DatasetOutcome> outcomes =
        new ArrayList<>(
            List.of(
                Samples.failed(
                    "zuora/account", ExitCode.DATA, "zuora/account: a\nzuora/account: b"),
                Samples.failed("zuora/payment", ExitCode.CONFIGURATION, "c")));
    terminal.runner.outcome = outcomes;

    assertThat(terminal.type("ingest").out())
        .contains(
            """
            problem: zuora/account: a
            problem: zuora/account: b
            problem: zuora/payment: c

            Next:
              sluice status zuora/account zuora/payment  what is pending, and what is wrong
            """);

    outcomes.add(Samples.failed("zuora/refund", ExitCode.DATA, "d"));
    outcomes.add(Samples.failed("zuora/usage", ExitCode.DATA, "e"));
    assertThat(terminal.type("ingest").out())
        .endsWith(
            """
            Next:
              sluice status zuora/account  what is pending, and what is wrong; 3 more need the same
            """);
  }

  @Test
  void givenNothingPending_whenIngested_thenALineSaysSoAndTheCallerMayBeTold() {
    terminal.runner.outcome = List.of(Samples.idle("zuora/account"), Samples.idle("zuora/invoice"));

    assertThat(terminal.type("ingest"))
        .isEqualTo(new Seen(0, "Nothing pending: 2 datasets are up to date.\n", ""));
    assertThat(terminal.type("ingest", "--empty-exit-code", "9").exitCode()).isEqualTo(9);
  }

  @Test
  void givenATableThatWasNeverLoaded_whenNothingIsPending_thenItIsNotCalledUpToDate() {
    terminal.runner.outcome =
        List.of(
            Samples.idle("zuora/account"),
            Samples.failed("zuora/invoice", ExitCode.DONE, "never loaded"));

    assertThat(terminal.type("ingest").out()).startsWith("Nothing pending for 2 datasets.\n");
  }

  /** Check may know nothing of it; status has it from the ledger. */
  @Test
  void givenWrongConfiguration_whenIngested_thenStatusIsNext() {
    terminal.runner.outcome =
        List.of(Samples.failed("zuora/account", ExitCode.CONFIGURATION, "not enough memory"));

    assertThat(terminal.type("ingest").out())
        .contains("Next:\n  sluice status zuora/account  what is pending, and what is wrong\n")
        .doesNotContain("sluice check");
  }

  @Test
  void givenSomethingDoneOrWrong_whenIngested_thenTheEmptyExitCodeIsNotUsed() {
    terminal.runner.outcome = List.of(Samples.merged(), Samples.idle("zuora/invoice"));
    assertThat(terminal.type("ingest", "--empty-exit-code=9").exitCode()).isZero();

    terminal.runner.outcome =
        List.of(Samples.failed("zuora/invoice", ExitCode.TEMPORARY, "disk full."));
    assertThat(terminal.type("ingest", "--empty-exit-code=9").exitCode()).isEqualTo(75);
  }

  @Test
  void givenJson_whenIngested_thenOneDocumentHasEveryKey() throws Exception {
    terminal.runner.outcome =
        List.of(Samples.merged(), Samples.failed("zuora/payment", ExitCode.DATA, "refused."));

    Seen seen =
        terminal.type("ingest", "--json", "--run-id", "scheduled__2026-11-21T00:30:00+00:00");

    JsonNode json = new ObjectMapper().readTree(seen.out());
    assertThat(json.get("run_id").asText()).isEqualTo("scheduled__2026-11-21T00:30:00+00:00");
    assertThat(json.get("exit_code").asInt()).isEqualTo(65);
    assertThat(json.get("datasets").get(0).toString())
        .isEqualTo(
            "{\"dataset\":\"zuora/account\",\"exit_code\":0,\"increments\":1,\"counts\":{\"read\":68,"
                + "\"inserted\":10,\"updated\":55,\"deleted\":2,\"removed\":1,\"quarantined\":0},"
                + "\"rows\":10123,\"version\":12,\"took_seconds\":2.1,\"warnings\":[],\"problem\":null,\"held\":[]}");
    assertThat(json.get("datasets").get(1).get("problem").asText()).isEqualTo("refused.");
    assertThat(json.get("datasets").get(1).get("rows").isNull()).isTrue();
    assertThat(seen.out()).endsWith("}\n").containsOnlyOnce("\n");
  }

  @Test
  void givenAFailureOfTheWholeRun_whenIngested_thenItsMessageAndCode() throws Exception {
    terminal.runner.failing(new ConfigurationException("jobs/é.yaml: 2 problems"));

    assertThat(terminal.type("ingest")).isEqualTo(new Seen(78, "", "jobs/é.yaml: 2 problems\n"));

    Seen seen = terminal.type("ingest", "--json");
    assertThat(seen.out()).isEqualTo("{\"error\":\"jobs/é.yaml: 2 problems\",\"exit_code\":78}\n");
    assertThat(seen.err()).isEqualTo("jobs/é.yaml: 2 problems\n");
  }

  @Test
  void givenABug_whenIngested_thenTheStackTraceIsShownIfAskedFor() {
    terminal.runner.failure = Optional.of(new IllegalStateException("boom"));
    String message =
        "sluice: a fault of this program, java.lang.IllegalStateException: boom. Please report it,"
            + " with its stack trace: the log has it, --debug prints it.\n";

    assertThat(terminal.type("ingest")).isEqualTo(new Seen(70, "", message));
    Seen seen = terminal.type("ingest", "--debug");

    assertThat(seen.exitCode()).isEqualTo(70);
    assertThat(seen.out()).isEmpty();
    assertThat(seen.err())
        .startsWith(message + "java.lang.IllegalStateException: boom\n")
        .contains("at io.sluice.cli.IngestCommandTest");
  }

  @Test
  void givenAFailureWithACause_whenDebugged_thenItsStackTraceToo() {
    terminal.runner.failing(
        new ConfigurationException("the disk is full", new IOException("no space")));

    assertThat(terminal.type("ingest").err()).isEqualTo("the disk is full\n");
    assertThat(terminal.type("ingest", "--debug").err())
        .startsWith("the disk is full\nio.sluice.error.ConfigurationException: the disk is full\n")
        .contains("Caused by: java.io.IOException: no space\n");
  }

  @Test
  void givenATerminal_whenSomethingIsWrong_thenTheLogIsNamedIfThereIsOne() throws IOException {
    // Other tests of this process may have logged warnings.
    PrintableLogs.install(LogOptions.NONE, Clock.systemUTC());
    terminal.watched().runner.outcome =
        List.of(Samples.failed("zuora/payment", ExitCode.DATA, "2 increments refused."));

    assertThat(terminal.type("ingest", "--quiet").err()).isEmpty();
    Path log = terminal.runner.asked(0, IngestCommand.Asked.class).logs().file().orElseThrow();
    assertThat(log.getParent()).isEqualTo(folder.resolve("logs"));
    assertThat(log.getFileName().toString()).matches("20261121T003000Z-ingest-\\d+\\.log");
    Files.createDirectories(log.getParent());
    Files.createFile(log);
    assertThat(terminal.type("ingest", "--quiet").err()).isEqualTo("The log: " + log + "\n");

    terminal.runner.outcome = List.of(Samples.merged());
    assertThat(terminal.type("ingest", "--quiet").err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ingest|true",
        "ingest --debug|false",
        "ingest --log-format json|true",
      })
  void givenATerminal_whenRun_thenLogsAreInTheUsualFileUnlessTheyAreToBeSeen(
      String line, boolean usual) {
    terminal.watched().type(line.split(" "));

    LogOptions logs = terminal.runner.asked(0, IngestCommand.Asked.class).logs();
    assertThat(logs.usual()).isEqualTo(usual);
    assertThat(logs.file().isPresent()).isEqualTo(usual);
  }

  @Test
  void givenNoTerminal_whenRun_thenLogsStayOnStandardErrorUnlessAFileIsNamed() {
    terminal.type("ingest");
    terminal.type(
        "ingest", "--log-file", "x/a.log", "--log-level", "debug", "--log-format", "json");

    assertThat(terminal.runner.asked(0, IngestCommand.Asked.class).logs())
        .isEqualTo(LogOptions.NONE);
    assertThat(terminal.runner.asked(1, IngestCommand.Asked.class).logs())
        .isEqualTo(
            new LogOptions(
                Optional.of(LogLevel.DEBUG),
                Optional.of(folder.resolve("x/a.log")),
                false,
                Optional.of(LogFormat.JSON)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--approve|[]|[]",
        "--approve zuora/account|[]|[zuora/account]",
        "zuora --approve --json|[]|[zuora]",
        "--approve 20261121T003000Z-7f3a,x zuora|[20261121T003000Z-7f3a, x]|[zuora]",
        "zuora --approve Account.csv#2|[Account.csv#2]|[zuora]",
        "--approve=full-load zuora|[full-load]|[zuora]",
        "--approve -- zuora|[]|[zuora]",
      })
  void givenApprove_whenParsed_thenNamesAreNotTakenForIds(String line, String ids, String names) {
    terminal.type(("ingest " + line).split(" "));

    IngestCommand.Asked asked = terminal.runner.asked(0, IngestCommand.Asked.class);
    assertThat(asked.where().names()).hasToString(names);
    assertThat(asked.options().approval().orElseThrow()).hasToString(ids);
  }

  @ParameterizedTest
  @CsvSource({
    "ingest,64000000000",
    "ingest --max-bytes 5GB,5000000000",
    "ingest --max-bytes=700kB,700000",
    "ingest --max-bytes 1tb,1000000000000"
  })
  void givenASize_whenParsed_thenItBoundsACommit(String line, long bytes) {
    terminal.type(line.split(" "));

    assertThat(terminal.runner.asked(0, IngestCommand.Asked.class).options().maxBytes())
        .isEqualTo(bytes);
  }

  @Test
  void givenNoApproval_whenParsed_thenTheGuardJudgesAndTheRunIdIsMadeUp() {
    terminal.type("ingest");

    IngestOptions options = terminal.runner.asked(0, IngestCommand.Asked.class).options();
    assertThat(options.approval()).isEmpty();
    assertThat(options.runId()).matches("20261121T003000Z-[0-9a-f]{6}");
  }

  @Test
  void givenATerminal_whenIngested_thenOneLineIsRedrawnAndWiped() {
    terminal.runner.outcome = List.of(Samples.merged());

    Seen seen = terminal.watched().type("ingest");

    assertThat(seen.err())
        .isEqualTo(
            "\r[0/1] zuora/account: merging\r"
                + "\r[1/1] zuora/account: done   \r"
                + "\r"
                + " ".repeat(25)
                + "\r");
    assertThat(terminal.type("ingest", "--quiet").err()).isEmpty();
  }

  @Test
  void givenAPlanThatDoesNotFit_whenApplied_thenTheCommandsThatGoOn() {
    terminal.runner.outcome =
        List.of(Samples.failed("zuora/account", ExitCode.DATA, "zuora/account: it moved"));

    assertThat(terminal.type("ingest", "--plan", "50%.json").out())
        .contains("sluice plan zuora/account --out ", "50%.json", "make the plan again");
  }

  @Test
  void givenAnEmptyPlan_whenApplied_thenNothingIsToDo() {
    terminal.runner.outcome = List.of();

    assertThat(terminal.type("ingest", "--plan", "p.json", "--empty-exit-code", "9"))
        .isEqualTo(new Seen(9, "The plan names no increment: nothing to do.\n", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "--approve=x, a plan is applied whole",
    "--max-bytes=1GB, the plan names its increments",
    "--reapply, the plan names its increments",
    "--plan=, is empty"
  })
  void givenOptionsThatDoNotGoWithAPlan_whenTyped_thenItIsAMatterOfUsage(
      String option, String why) {
    Seen seen =
        option.startsWith("--plan")
            ? terminal.type("ingest", option)
            : terminal.type("ingest", "--plan", "p.json", option);

    assertThat(seen.exitCode()).isEqualTo(64);
    assertThat(seen.err()).contains(why, "Nothing was run");
  }
}
