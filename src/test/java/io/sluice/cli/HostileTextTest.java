package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.TerminalSession.Seen;
import io.sluice.error.DataException;
import io.sluice.error.ExitCode;
import io.sluice.error.Redaction;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.check.CheckReport;
import io.sluice.run.check.CheckReport.Remark;
import io.sluice.run.extract.ExtractedDataset;
import io.sluice.run.show.ShownRows;
import io.sluice.run.status.DatasetStatus;
import io.sluice.spec.DatasetName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text from outside at each door: it moves no cursor, adds no line and tells no secret. */
class HostileTextTest {
  private static final String SECRET = "hostile-text-secret";
  private static final String HOSTILE =
      "a\u001b[2J\u009b1m\u202e\nproblem: forged\r" + SECRET + " hostile%2Dtext-secret";
  private static final String SHOWN = "a\\u001b[2J\\u009b1m\\u202e\\nproblem: forged\\r*** ***";
  private static final DatasetName DATASET = DatasetName.of("shop/orders");

  @TempDir Path folder;
  private TerminalSession terminal;

  @BeforeEach
  void open() {
    Redaction.hide(SECRET);
    terminal = new TerminalSession(folder).watched();
  }

  private static void assertHarmless(Seen seen) {
    String all = seen.out() + seen.err().replace("\r", "");
    assertThat(all.chars().filter(c -> c != '\n')).noneMatch(Character::isISOControl);
    assertThat(all).doesNotContain("\u202e", SECRET, "\nproblem: forged");
  }

  @Test
  void givenWarningAndProblem_whenIngested_thenALineEach() {
    terminal.runner.outcome =
        List.of(
            new DatasetOutcome(
                DATASET,
                ExitCode.DATA,
                1,
                Map.of(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Duration.ZERO,
                List.of("warned " + HOSTILE),
                Optional.of("one " + HOSTILE),
                List.of(HOSTILE)));

    Seen seen = terminal.type("ingest");

    assertThat(seen.out()).contains("warning: shop/orders: warned " + SHOWN + "\n");
    assertHarmless(seen);
    assertHarmless(terminal.type("ingest", "--json"));
  }

  @Test
  void givenFailure_whenAnythingIsRun_thenItsMessageIsOneLine() {
    terminal.runner.failing(new DataException("x: " + HOSTILE));

    Seen seen = terminal.type("status");

    assertThat(seen.err()).isEqualTo("x: " + SHOWN + "\n");
    assertHarmless(terminal.type("status", "--json"));
  }

  @Test
  void givenFaultOfOurs_whenAnythingIsRun_thenItsTraceIsHarmless() {
    terminal.runner.failure =
        Optional.of(new IllegalStateException(HOSTILE, new IllegalArgumentException(HOSTILE)));

    Seen seen = terminal.type("status", "--debug");

    assertThat(seen.exitCode()).isEqualTo(70);
    assertThat(seen.err()).contains("Caused by: java.lang.IllegalArgumentException: " + SHOWN);
    assertHarmless(new Seen(70, seen.out(), seen.err().replace("\t", "")));
  }

  @Test
  void givenNames_whenStatus_thenALineEach() {
    DatasetStatus standing = Samples.standing("fresh");
    terminal.runner.outcome =
        List.of(
            new DatasetStatus(
                DATASET,
                List.of(HOSTILE),
                List.of(),
                List.of(HOSTILE),
                standing.rows(),
                standing.version(),
                0,
                standing.lastExport(),
                standing.newestSealed(),
                standing.newestApplied(),
                List.of(),
                Optional.of(HOSTILE),
                "fresh",
                List.of(),
                ExitCode.DONE));

    Seen seen = terminal.type("status");

    assertThat(seen.out()).contains("pending: shop/orders: " + SHOWN + "\n");
    assertHarmless(seen);
    assertHarmless(terminal.type("status", "--json"));
  }

  @Test
  void givenWarning_whenChecked_thenOneLine() {
    terminal.runner.outcome =
        report(List.of(), List.of(Samples.remark("jobs/a/b.yaml", 3, HOSTILE)));

    Seen seen = terminal.type("check");

    assertThat(seen.out())
        .contains("warning: jobs/a/b.yaml: line 3: " + SHOWN + "\n")
        .endsWith("note: " + SHOWN + "\n");
    assertHarmless(terminal.type("check", "--json"));
  }

  @Test
  void givenProblemOfTheLake_whenChecked_thenOneLine() {
    terminal.runner.outcome = report(List.of(Samples.remark(HOSTILE, 1, HOSTILE)), List.of());

    assertThat(terminal.type("check").out())
        .contains("\n" + SHOWN + ": 1 problem\n  line 1: " + SHOWN + "\n");
    assertHarmless(terminal.type("check", "--json"));
  }

  private static CheckReport report(List<Remark> problems, List<Remark> warnings) {
    return new CheckReport(1, problems, warnings, List.of(HOSTILE), ExitCode.DATA);
  }

  @Test
  void givenAnswerOfASource_whenExtracted_thenOneProblem() {
    terminal.runner.outcome =
        List.of(
            new ExtractedDataset(
                DATASET,
                ExitCode.TEMPORARY,
                List.of(),
                Duration.ZERO,
                List.of(HOSTILE),
                Optional.of(HOSTILE)));

    assertHarmless(terminal.type("extract"));
    assertHarmless(terminal.type("extract", "--json"));
  }

  @Test
  void givenArguments_whenWrong_thenTheyAreShownEscaped() {
    assertHarmless(terminal.type(HOSTILE));
    assertHarmless(terminal.type("ingest", "--x" + HOSTILE));
    assertHarmless(terminal.type("ingest", HOSTILE));
  }

  /** Rows are data: a table is for people, the other forms for programs. */
  @Test
  void givenRows_whenShown_thenTheTableIsEscapedAndTheDataStays() throws Exception {
    String cell = "\u001b[2J\u009b\u202e\nx " + SECRET;
    terminal.runner.outcome =
        new ShownRows(
            List.of("id", "nested"),
            Set.of(),
            Set.of("nested"),
            List.of(List.of(Optional.of(cell), Optional.of("{\"a\":\"\u009b\u202e\"}"))));

    assertHarmless(terminal.type("show", "shop/orders"));
    assertThat(terminal.type("show", "shop/orders", "--format", "csv").out())
        .isEqualTo("id,nested\n\"" + cell + "\",\"{\"\"a\"\":\"\"\u009b\u202e\"\"}\"\n");
    String json = terminal.type("show", "shop/orders", "--json").out();
    assertThat(json.strip().chars()).noneMatch(Character::isISOControl);
    assertThat(new ObjectMapper().readTree(json).path("id").asText()).isEqualTo(cell);
    assertThat(new ObjectMapper().readTree(json).path("nested").path("a").asText())
        .isEqualTo("\u009b\u202e");
  }
}
