package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.TerminalSession.Seen;
import io.sluice.error.ExitCode;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.check.CheckReport;
import io.sluice.run.check.CheckReport.Remark;
import io.sluice.run.demo.DemoAct;
import io.sluice.run.demo.DemoPlace;
import io.sluice.run.demo.DemoReport;
import io.sluice.run.exports.ExportList;
import io.sluice.run.status.DatasetStatus;
import io.sluice.settings.Finding;
import io.sluice.settings.Wrong;
import io.sluice.spec.DatasetName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherCommandsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final DemoAct ACT =
      new DemoAct(
          "Merge",
          List.of(
              new DemoAct.Step(
                  "ingest zuora/account",
                  ExitCode.DATA,
                  List.of("8 rows.", "the guard holds it"))));

  @TempDir Path folder;
  private TerminalSession terminal;

  @BeforeEach
  void open() {
    terminal = new TerminalSession(folder);
  }

  @Test
  void givenPendingIncrements_whenStatus_thenATableAndTheirIds() {
    terminal.runner.outcome = List.of(Samples.standing("stale"));

    assertThat(terminal.type("status"))
        .isEqualTo(
            new Seen(
                0,
                """
                DATASET        PENDING    ROWS  VERSION  IN QUARANTINE  LAST EXPORT                  NEWEST SEALED         NEWEST APPLIED        LAST RUN                   FRESHNESS
                zuora/account        7  10,123       12              2  2026-11-21T00:30:00Z sealed  2026-11-21T00:30:04Z  2026-11-20T23:00:00Z  2026-11-21T00:31:07Z done  stale
                pending: zuora/account: a, b, c, d, e and 2 more
                gap: zuora/account: no export holds what changed from 2026-11-18T00:30:00Z to 2026-11-19T00:30:00Z
                problem: zuora/account: increment "a" lacks column "Account.Id"
                """,
                ""));
  }

  private static List<DatasetStatus> many() {
    List<DatasetStatus> many = new ArrayList<>();
    IntStream.range(0, 39).forEach(i -> many.add(Samples.fine("shop/table-" + i)));
    many.add(20, Samples.standing("stale"));
    return many;
  }

  @Test
  void givenATerminal_whenStatusOfMany_thenThoseThatNeedSomebodyAndTheOthersCounted() {
    terminal.runner.outcome = many();

    assertThat(terminal.wide(80).type("status").out())
        .isEqualTo(
            """
            DATASET        PENDING    ROWS  VERSION  IN QUARANTINE  LAST RUN      FRESHNESS
            zuora/account        7  10,123       12              2  in 67 s done  stale
            (--wide shows LAST EXPORT, NEWEST SEALED, NEWEST APPLIED too)
            39 more datasets are fine.
            pending: zuora/account: a, b, c, d, e and 2 more
            gap: zuora/account: no export holds what changed from 2026-11-18T00:30:00Z to
              2026-11-19T00:30:00Z
            problem: zuora/account: increment "a" lacks column "Account.Id"
            """);
    terminal.runner.outcome = many().subList(0, 20);
    assertThat(terminal.type("status").out()).isEqualTo("All 20 datasets are fine.\n");
  }

  @Test
  void givenATerminalWithColours_whenThereAreProblems_thenTheyStandOut() {
    terminal.runner.outcome = List.of(Samples.standing("stale"));

    assertThat(terminal.coloured().type("status").out())
        .contains(
            "\npending: zuora",
            "\n\u001b[33mgap:\u001b[0m zuora",
            "\n\u001b[31mproblem:\u001b[0m zuora/account: increment \"a\"");
    assertThat(terminal.type("status", "--json").out()).doesNotContain("\u001b");
  }

  @Test
  void givenATerminal_whenADatasetIsNamed_thenItsRowEvenIfItIsFine() {
    terminal.runner.outcome = many();

    assertThat(terminal.wide(80).type("status", "shop", "shop/table-3").out())
        .containsSubsequence("\nzuora/account ", "\nshop/table-3 ", "\n38 more datasets are fine.");
  }

  @Test
  void givenATerminal_whenStatusOfAFew_thenAllInTheOrderOfTheirNeed() {
    terminal.runner.outcome =
        List.of(Samples.fine("a/b"), Samples.standing("never loaded"), Samples.fine("c/d"));

    assertThat(terminal.wide(120).type("status").out())
        .containsSubsequence("\nzuora/account ", "\na/b ", "\nc/d ")
        .contains("NEWEST APPLIED", "90 min ago")
        .doesNotContain("more dataset");
    assertThat(terminal.type("status", "--utc").out()).contains("2026-11-20T23:00:00Z");
  }

  @Test
  void givenWide_whenStatusOnATerminal_thenAsOnAPipe() {
    terminal.runner.outcome = many();
    String piped = terminal.type("status").out();

    assertThat(piped.lines()).hasSize(44);
    assertThat(terminal.wide(80).type("status", "--wide", "--utc").out()).isEqualTo(piped);
    assertThat(terminal.type("status", "--json").out()).contains("2026-11-20T23:00:00Z");
  }

  @Test
  void givenFailWhenStale_whenStatus_thenAnythingButFreshEndsWith66() {
    for (String freshness : List.of("stale", "never loaded")) {
      terminal.runner.outcome = List.of(Samples.standing("fresh"), Samples.standing(freshness));
      assertThat(terminal.type("status", "--fail-when-stale").exitCode()).isEqualTo(66);
    }
    terminal.runner.outcome = List.of(Samples.standing("fresh"), Samples.standing("no limit"));
    assertThat(terminal.type("status", "--fail-when-stale").exitCode()).isZero();
  }

  @Test
  void givenJson_whenStatus_thenEveryKeyIsThere() throws Exception {
    terminal.runner.outcome = List.of(Samples.standing("stale"));

    JsonNode json = MAPPER.readTree(terminal.type("status", "--json", "--fail-when-stale").out());

    assertThat(json.get("exit_code").asInt()).isEqualTo(66);
    assertThat(json.get("run_id").asText()).isNotEmpty();
    assertThat(json.get("datasets").get(0).toString())
        .isEqualTo(
            "{\"dataset\":\"zuora/account\",\"pending\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\"],"
                + "\"withdrawn\":[],\"problems\":[\"zuora/account: increment \\\"a\\\" lacks column \\\"Account.Id\\\"\"],"
                + "\"rows\":10123,\"version\":12,\"open_quarantine\":2,"
                + "\"last_export\":{\"id\":\"20261121T003000Z-7f3a\","
                + "\"asked\":\"2026-11-21T00:30:00.123Z\",\"state\":\"sealed\",\"problem\":null},"
                + "\"newest_sealed\":\"2026-11-21T00:30:04Z\","
                + "\"newest_applied\":\"2026-11-20T23:00:00Z\","
                + "\"gaps\":[{\"from\":\"2026-11-18T00:30:00Z\",\"to\":\"2026-11-19T00:30:00Z\"}],"
                + "\"last_run\":\"2026-11-21T00:31:07Z done\",\"freshness\":\"stale\","
                + "\"unread\":[],\"exit_code\":0}");
  }

  @Test
  void givenNoProblems_whenChecked_thenALineAndTheWarnings() throws Exception {
    terminal.runner.outcome =
        new CheckReport(
            14,
            List.of(),
            List.of(Samples.remark("jobs/a/b.yaml", 4, "is odd")),
            List.of("the tables were not looked at"),
            ExitCode.DONE);

    assertThat(terminal.type("check", "--conf", "c.yaml", "--jobs", "j"))
        .isEqualTo(
            new Seen(
                0,
                folder.resolve("c.yaml")
                    + " and 14 job files in "
                    + folder.resolve("j")
                    + ": no problems\nwarning: jobs/a/b.yaml: line 4: is odd\n"
                    + "note: the tables were not looked at\n",
                ""));
    JsonNode json = MAPPER.readTree(terminal.type("check", "--json").out());
    assertThat(json.get("jobs").asInt()).isEqualTo(14);
    assertThat(json.get("exit_code").asInt()).isZero();
    assertThat(json.get("warnings").get(0).get("severity").asText()).isEqualTo("warning");
    assertThat(json.get("notes").get(0).asText()).isEqualTo("the tables were not looked at");
  }

  @Test
  void givenBrokenDatasets_whenStatus_thenEachHasALineAndTheWorstIsTheExitCode() {
    DatasetStatus whole = Samples.standing("fresh");
    terminal.runner.outcome =
        List.of(
            new DatasetStatus(
                DatasetName.of("shop/items"),
                List.of(),
                List.of(),
                List.of("/lake/1.json: is broken", "the lake is empty"),
                OptionalLong.empty(),
                OptionalLong.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                "unknown",
                List.of("table"),
                ExitCode.DATA),
            new DatasetStatus(
                whole.dataset(),
                whole.pending(),
                List.of(),
                List.of("the lake is empty"),
                whole.rows(),
                whole.version(),
                0,
                whole.lastExport(),
                whole.newestSealed(),
                whole.newestApplied(),
                List.of(),
                whole.lastRun(),
                "fresh",
                List.of(),
                ExitCode.DONE));

    Seen seen = terminal.type("status", "--fail-when-stale");

    assertThat(seen.exitCode()).isEqualTo(65);
    assertThat(seen.out())
        .containsPattern("shop/items +- +- +- ")
        .containsPattern("zuora/account +7 +10,123 ")
        .endsWith("problem: shop/items: /lake/1.json: is broken\nproblem: the lake is empty\n");
  }

  @Test
  void givenProblems_whenChecked_thenFileByFileAndTheirExitCode() throws Exception {
    Wrong wrong =
        new Wrong(
            "\"bool\" is not a type",
            Optional.of("bool"),
            Optional.of("a type"),
            Optional.of("boolean"));
    terminal.runner.outcome =
        new CheckReport(
            2,
            List.of(
                new Remark(
                    Optional.of(DatasetName.of("a/b")),
                    new Finding("jobs/a/b.yaml", 6, "columns.x.type", wrong)),
                Samples.remark("conf.yaml", 1, "is odd"),
                Samples.remark("jobs/a/b.yaml", 1, "/lake/1.json: is broken")),
            List.of(),
            List.of(),
            ExitCode.DATA);

    Seen seen = terminal.type("check", "--deep");

    assertThat(seen.exitCode()).isEqualTo(65);
    assertThat(seen.out())
        .endsWith(
            """
            : 3 problems
            jobs/a/b.yaml: 2 problems
              line 6: columns.x.type: "bool" is not a type
              line 1: /lake/1.json: is broken
            conf.yaml: 1 problem
              line 1: is odd
            """);
    assertThat(terminal.runner.asked(0, CheckCommand.Asked.class).deep()).isTrue();
    JsonNode json = MAPPER.readTree(terminal.type("check", "--json").out());
    assertThat(json.get("exit_code").asInt()).isEqualTo(65);
    assertThat(json.get("problems").get(0))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"severity": "error", "dataset": "a/b", "file": "jobs/a/b.yaml", "line": 6,
                 "path": "columns.x.type", "message": "\\"bool\\" is not a type",
                 "found": "bool", "expected": "a type", "suggestion": "boolean"}
                """));
    assertThat(json.get("problems").get(1))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"severity": "error", "dataset": null, "file": "conf.yaml", "line": 1,
                 "path": null, "message": "is odd",
                 "found": null, "expected": null, "suggestion": null}
                """));
    assertThat(terminal.runner.asked(1, CheckCommand.Asked.class).deep()).isFalse();
  }

  @Test
  void givenABrokenLedgerOfExports_whenExports_thenTheOthersAreDataAndItIsSaid() {
    terminal.runner.outcome =
        new ExportList(List.of(), List.of("/lake/a.json: is no export"), ExitCode.DATA);

    assertThat(terminal.type("exports", "--json"))
        .isEqualTo(new Seen(65, "", "problem: /lake/a.json: is no export\n"));
    assertThat(terminal.type("exports").exitCode()).isEqualTo(65);
  }

  @Test
  void givenTheDemo_whenRun_thenItsActsAndCommandsThatWork() {
    terminal.runner.outcome = demo("here", List.of(ACT), List.of(Samples.merged()), List.of());

    Seen seen = terminal.installedIn(folder).type("demo", "--lake", "here");

    DemoCommand.Asked asked = terminal.runner.asked(0, DemoCommand.Asked.class);
    assertThat(asked.folder()).isEqualTo(folder.resolve("here"));
    assertThat(asked.name()).isEqualTo("accounts");
    assertThat(seen.exitCode()).isZero();
    assertThat(seen.out())
        .startsWith("Accounts of a billing system become a clean table, in four acts.")
        .contains(
            """

            1. Merge
               $ ./sluice ingest zuora/account
                 8 rows.
                 the guard holds it

            To try next:
              cd\s"""
                + folder.resolve("here"))
        .contains("\n  ../sluice status ")
        .contains("\n  ../sluice why zuora/account a1 ", "  why is it gone?\n");
    assertThat(terminal.type("demo", "--quiet").out())
        .startsWith("1. Merge")
        .doesNotContain("To try next");
  }

  @Test
  void givenAll_whenDemo_thenTheSummary() {
    terminal.runner.outcome =
        demo("all", List.of(), List.of(Samples.merged(), Samples.idle("a/b")), List.of());

    Seen seen = terminal.installedIn(folder).type("demo", "--all", "--lake", "all");

    assertThat(terminal.runner.asked(0, DemoCommand.Asked.class).name()).isEqualTo("all");
    assertThat(seen.out()).startsWith("DATASET ").contains("bad rows on purpose");
    assertThat(terminal.type("demo", "one", "two").exitCode()).isEqualTo(64);
    assertThat(terminal.type("demo", "one", "--all").exitCode()).isEqualTo(64);
  }

  @Test
  void givenJson_whenDemo_thenOneDocument() throws Exception {
    terminal.runner.outcome =
        demo(
            "demo-lake",
            List.of(ACT),
            List.of(Samples.merged()),
            List.of(Samples.standing("fresh")));

    JsonNode json = MAPPER.readTree(terminal.type("demo", "--json").out());

    assertThat(terminal.runner.asked(0, DemoCommand.Asked.class).folder())
        .isEqualTo(folder.resolve("demo-lake"));
    assertThat(json.get("lake").asText()).isEqualTo(folder.resolve("demo-lake/lake").toString());
    assertThat(json.get("acts").get(0).get("steps").get(0).get("exit_code").asInt()).isEqualTo(65);
    assertThat(json.get("datasets")).hasSize(1);
    assertThat(json.get("status").get(0).get("freshness").asText()).isEqualTo("fresh");
    assertThat(json.get("exit_code").asInt()).isZero();
  }

  private DemoReport demo(
      String name, List<DemoAct> acts, List<DatasetOutcome> outcomes, List<DatasetStatus> status) {
    Path made = folder.resolve(name);
    return new DemoReport(
        acts,
        outcomes,
        status,
        new DemoPlace(
            made, made.resolve("conf/local.yaml"), made.resolve("jobs"), made.resolve("lake")),
        List.of(new DemoReport.Command("why zuora/account a1", "why is it gone?")),
        Optional.empty());
  }
}
