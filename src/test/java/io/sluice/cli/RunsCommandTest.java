package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.TerminalSession.Seen;
import io.sluice.error.ExitCode;
import io.sluice.run.runs.PastRun;
import io.sluice.run.runs.RunList;
import io.sluice.spec.DatasetName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code runs} as it is typed and seen. */
class RunsCommandTest {
  private static final Instant START = Instant.parse("2026-11-20T22:30:00Z");

  private static final PastRun DONE =
      new PastRun(
          "nightly-7",
          "ingest",
          DatasetName.of("zuora/account"),
          "worker-1",
          START,
          START.plusMillis(2_100),
          ExitCode.DONE,
          OptionalLong.of(12),
          List.of("a", "b"),
          List.of(),
          Map.of("read", 1068L, "inserted", 1000L, "updated", 60L, "deleted", 8L),
          List.of(),
          Optional.empty());

  private static final PastRun HELD =
      new PastRun(
          "nightly-8",
          "ingest",
          DatasetName.of("zuora/account"),
          "worker-1",
          START.plusSeconds(3600),
          START.plusSeconds(3665),
          ExitCode.DATA,
          OptionalLong.of(12),
          List.of(),
          List.of("c"),
          Map.of(),
          List.of("a warning"),
          Optional.of("zuora/account: the guard holds c: 90 % would go\nSecond line."));

  @TempDir private Path home;
  private TerminalSession terminal;

  @BeforeEach
  void begin() throws IOException {
    terminal = new TerminalSession(home);
  }

  @Test
  void givenRuns_whenPiped_thenALineEachWithExactTimesAndTheFirstLineOfTheProblem() {
    terminal.runner.outcome = new RunList(List.of(DONE, HELD), List.of(), ExitCode.DONE);

    assertThat(terminal.type("runs"))
        .isEqualTo(
            new Seen(
                0,
                """
                DATASET        STARTED               VERB    OUTCOME        TOOK  INCREMENTS  ROWS IN  INSERTED  UPDATED  DELETED  QUARANTINED  VERSION  RUN ID     PROBLEM
                zuora/account  2026-11-20T22:30:00Z  ingest  done           2.1s           2    1,068     1,000       60        8            -       12  nightly-7  -
                zuora/account  2026-11-20T23:30:00Z  ingest  failed (65)  1m 05s           0        -         -        -        -            -       12  nightly-8  zuora/account: the guard holds c: 90 % would go
                """,
                ""));
  }

  @Test
  void givenATerminal_whenShown_thenWhatMattersFits() {
    terminal.runner.outcome = new RunList(List.of(DONE, HELD), List.of(), ExitCode.DONE);

    Seen seen = terminal.wide(80).type("runs");

    assertThat(seen.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(seen.out()).contains("OUTCOME", "ROWS IN", "PROBLEM", "2 h ago", "failed (65)");
  }

  @Test
  void givenOtherForms_whenAsked_thenEveryKeyIsThere() throws Exception {
    terminal.runner.outcome = new RunList(List.of(HELD), List.of(), ExitCode.DONE);

    assertThat(terminal.type("runs", "--format", "csv").out())
        .isEqualTo(
            """
            dataset,started,ended,verb,exit_code,seconds,increments,read,inserted,updated,deleted,removed,quarantined,version,run_id,problem
            zuora/account,2026-11-20T23:30:00Z,2026-11-20T23:31:05Z,ingest,65,65.000,0,,,,,,,12,nightly-8,zuora/account: the guard holds c: 90 % would go
            """);
    JsonNode json = new ObjectMapper().readTree(terminal.type("runs", "--json").out());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "run_id",
            "verb",
            "dataset",
            "host",
            "started",
            "ended",
            "seconds",
            "exit_code",
            "version",
            "applied",
            "held",
            "counts",
            "warnings",
            "problem");
    assertThat(json.get("problem").asText()).endsWith("\nSecond line.");
  }

  @Test
  void givenNothingOrBrokenFiles_whenAsked_thenThatIsSaid() {
    terminal.runner.outcome = new RunList(List.of(), List.of(), ExitCode.DONE);
    assertThat(terminal.type("runs").out()).isEqualTo("No run had anything to do yet.\n");

    terminal.runner.outcome = new RunList(List.of(DONE), List.of("x.json: broken"), ExitCode.DATA);
    Seen seen = terminal.type("runs", "--limit", "5");
    assertThat(seen.exitCode()).isEqualTo(65);
    assertThat(seen.err()).isEqualTo("problem: x.json: broken\n");
    assertThat(terminal.type("runs", "--limit", "-1").exitCode()).isEqualTo(64);
  }
}
