package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.TerminalSession.Seen;
import io.sluice.error.ExitCode;
import io.sluice.run.ingest.ColumnDrift;
import io.sluice.run.ingest.Forecast;
import io.sluice.run.ingest.KeptPlan;
import io.sluice.run.ingest.PlannedDataset;
import io.sluice.run.show.RowChange;
import io.sluice.run.show.RowChange.Cell;
import io.sluice.run.show.RowChange.Kind;
import io.sluice.run.show.ShownDiff;
import io.sluice.spec.DatasetName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plan} as it is typed and seen. */
class PlanCommandTest {
  private static final ShownDiff SAMPLES =
      new ShownDiff(
          12,
          13,
          List.of("id"),
          Set.of("id"),
          List.of(),
          Map.of(Kind.UPDATED, 55L),
          List.of(
              new RowChange(
                  Kind.UPDATED,
                  List.of(Optional.of("7")),
                  List.of(new Cell("name", Optional.of("Ada"), Optional.of("Eve"))))));

  @TempDir Path folder;
  private TerminalSession terminal;

  @BeforeEach
  void open() {
    terminal = new TerminalSession(folder);
  }

  private static Forecast forecast(List<String> held, boolean last) {
    return new Forecast(
        13,
        held,
        10_130,
        2,
        3,
        12_345_678,
        8,
        80_000_000,
        "DRIVER",
        last,
        List.of(),
        Optional.of(SAMPLES));
  }

  @Test
  void givenWork_whenPlanned_thenTheSummaryWhatIsWrittenAndTheCommandThatDoesIt() {
    terminal.runner.outcome =
        List.of(
            new PlannedDataset(
                Samples.merged(), Optional.of(forecast(List.of(), false)), Optional.empty()),
            new PlannedDataset(Samples.idle("zuora/invoice")));

    assertThat(terminal.type("plan", "--conf", "x.yaml"))
        .isEqualTo(
            new Seen(
                0,
                """
                DATASET        INCREMENTS  ROWS IN  INSERTED  UPDATED  DELETED  NO CHANGE  QUARANTINED  ROWS NOW  VERSION NOW  TOOK
                zuora/account           1       68        10       55        3          0            0    10,123           12  2.1s
                Nothing pending for 1 dataset.
                plan: zuora/account: version 13 would have 10,130 rows; 2 partitions written, 3 of 8 files rewritten, 12.3 MB of 80.0 MB; further commits follow
                change   id  column  old  new
                updated  7   name    Ada  Eve
                (at most 5 rows of each kind; --limit N shows N)

                Next:
                  sluice ingest --conf x.yaml  do it
                """,
                ""));
  }

  @Test
  void givenFilesOfOtherColumns_whenPlanned_thenALineForEachColumnWithItsCounts() throws Exception {
    Forecast forecast =
        new Forecast(
            13,
            List.of(),
            10_130,
            2,
            3,
            1,
            8,
            1,
            "DRIVER",
            true,
            List.of(
                new ColumnDrift(ColumnDrift.Kind.UNKNOWN, "note", 1, 2, 1_234),
                new ColumnDrift(ColumnDrift.Kind.MISSING, "amount", 2, 2, 1)),
            Optional.empty());
    terminal.runner.outcome =
        List.of(new PlannedDataset(Samples.merged(), Optional.of(forecast), Optional.empty()));

    assertThat(terminal.type("plan", "--quiet").out())
        .endsWith(
            """
            drift: zuora/account: column "note", which the job file lacks: 1 increment, 2 files, 1,234 rows; kept in _rescued
            drift: zuora/account: column amount is not in the files: 2 increments, 2 files, 1 row; null there
            """);
    JsonNode json = new ObjectMapper().readTree(terminal.type("plan", "--json").out());
    assertThat(json.at("/datasets/0/forecast/drift").toString())
        .isEqualTo(
            "[{\"kind\":\"unknown\",\"column\":\"note\",\"increments\":1,\"files\":2,\"rows\":1234},"
                + "{\"kind\":\"missing\",\"column\":\"amount\",\"increments\":2,\"files\":2,\"rows\":1}]");
    assertThat(json.get("out").isNull()).isTrue();
  }

  @Test
  void givenAFileToKeepItIn_whenPlanned_thenTheCommandThatAppliesIt() {
    KeptPlan plan =
        new KeptPlan(
            DatasetName.of("zuora/account"),
            new KeptPlan.Place("file:/raw", "file:/clean"),
            Map.of(),
            Optional.empty(),
            List.of(),
            Map.of(),
            1);
    terminal.runner.outcome =
        List.of(
            new PlannedDataset(Samples.merged(), Optional.empty(), Optional.of(plan)),
            new PlannedDataset(Samples.idle("zuora/invoice")));

    assertThat(terminal.type("plan", "--out", "p.json").out())
        .contains("Kept in ", "p.json: the plan of 1 dataset.\n")
        .contains("sluice ingest --plan ")
        .endsWith("p.json  apply exactly this, once somebody has looked at it\n");
  }

  @Test
  void givenNothingToKeep_whenPlanned_thenNothingIsToBeApplied() {
    terminal.runner.outcome = List.of(new PlannedDataset(Samples.idle("zuora/invoice")));

    assertThat(terminal.type("plan", "--out", "p.json").out())
        .endsWith("p.json: a plan of nothing, as nothing would be applied.\n");
  }

  @Test
  void givenALimit_whenPlanned_thenAtLeastOneRowOrTheOptionForNone() {
    terminal.runner.outcome = List.of();

    assertThat(terminal.type("plan", "--limit", "0"))
        .isEqualTo(
            new Seen(
                64,
                "",
                "sluice plan: --limit is 0, it must be 1 to 1000. Nothing was run. See: sluice help"
                    + " plan\n"));
    assertThat(terminal.type("plan", "--limit", "3", "--no-rows").err())
        .startsWith("sluice plan: --limit and --no-rows contradict each other.");
    terminal.type("plan", "--no-rows");
    assertThat(terminal.runner.asked(0, PlanCommand.Asked.class).options().samples()).isZero();
  }

  @Test
  void givenAHeldRun_whenPlanned_thenTheProblemAndTheExitCodeOfIngest() throws Exception {
    terminal.runner.outcome =
        List.of(
            new PlannedDataset(
                Samples.failed("zuora/account", ExitCode.DATA, "zuora/account: the guard holds a"),
                Optional.of(forecast(List.of("90 % would go"), true)),
                Optional.empty()));

    Seen seen = terminal.type("plan");

    assertThat(seen.exitCode()).isEqualTo(65);
    assertThat(seen.out())
        .contains("problem: zuora/account: the guard holds a\nchange ")
        .doesNotContain("plan:", "Next:");
    JsonNode json = new ObjectMapper().readTree(terminal.type("plan", "--json").out());
    assertThat(json.at("/datasets/0/forecast/held/0").asText()).isEqualTo("90 % would go");
    assertThat(json.at("/datasets/0/forecast").fieldNames())
        .toIterable()
        .containsExactly(
            "version",
            "rows",
            "held",
            "partitions",
            "files",
            "bytes",
            "all_files",
            "all_bytes",
            "plan",
            "last",
            "drift",
            "samples");
    assertThat(json.at("/datasets/0/forecast/samples/0").toString())
        .isEqualTo(
            "{\"change\":\"updated\",\"key\":{\"id\":7},\"old\":{\"name\":\"Ada\"},\"new\":{\"name\":\"Eve\"}}");
    assertThat(json.at("/datasets/0/exit_code").asInt()).isEqualTo(65);
  }
}
