package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.TerminalSession.Seen;
import io.sluice.run.QuarantinedRow;
import io.sluice.run.quarantine.DismissalPlan;
import io.sluice.run.quarantine.Dismissed;
import io.sluice.run.quarantine.QuarantineGroup;
import io.sluice.run.quarantine.QuarantineSummary;
import io.sluice.spec.DatasetName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineCommandTest {
  private static final DatasetName ACCOUNT = new DatasetName("zuora", "account");

  private static final List<QuarantineGroup> GROUPS =
      List.of(
          new QuarantineGroup(
              "bad-value",
              Optional.of("balance"),
              1_203,
              Optional.of("12,50"),
              List.of("a#1", "b#1", "c#1", "d#1")),
          new QuarantineGroup("null-key", Optional.of("id"), 1, Optional.empty(), List.of("a#1")));

  private static final DismissalPlan PLAN =
      new DismissalPlan(ACCOUNT, 12, 1_205, GROUPS, "sent again");

  @TempDir private Path folder;
  private TerminalSession terminal;

  @BeforeEach
  void open() {
    terminal = new TerminalSession(folder);
  }

  @Test
  void givenRowsInQuarantine_whenTyped_thenTheyAreCountedInEachForm() throws Exception {
    terminal.runner.outcome = new QuarantineSummary(ACCOUNT, 12, GROUPS);

    assertThat(terminal.type("quarantine", "zuora/account").out())
        .isEqualTo(
            """
             ROWS  REASON     COLUMN   SAMPLE   INCREMENTS
            1,203  bad-value  balance  "12,50"  a#1, b#1, c#1 and 1 more
                1  null-key   id       -        a#1

            Next:
              sluice quarantine zuora/account --rows --vertical  see the rows
            """);
    assertThat(terminal.type("quarantine", "zuora/account", "--format", "csv").out())
        .isEqualToNormalizingNewlines(
            """
            reason,column,rows,sample,increments
            bad-value,balance,1203,"12,50",a#1 b#1 c#1 d#1
            null-key,id,1,,a#1
            """);
    String json = terminal.type("quarantine", "zuora/account", "--json").out();
    JsonNode first = new ObjectMapper().readTree(json.lines().findFirst().orElseThrow());
    assertThat(first.get("rows").asLong()).isEqualTo(1_203);
    assertThat(first.get("increments")).hasSize(4);
  }

  @Test
  void givenRows_whenTheyAreAskedFor_thenTheyArePrintedWithTheirText() throws Exception {
    terminal.runner.outcome =
        List.of(
            new QuarantinedRow(
                "bad-value",
                Optional.of("balance"),
                Optional.of("x"),
                Optional.of("a.csv"),
                0,
                OptionalLong.of(3),
                "a#1",
                Optional.of("2026-11-20T00:00:00.000000Z"),
                Optional.of("1,x,EUR")));

    assertThat(terminal.type("quarantine", "zuora/account", "--rows", "--limit", "1").out())
        .isEqualTo(
            """
            reason     column   value  file   record  increment  processed_date               raw
            bad-value  balance  x      a.csv  3       a#1        2026-11-20T00:00:00.000000Z  1,x,EUR
            (1 row; there may be more: --limit 0 shows all)
            """);
    String json = terminal.type("quarantine", "zuora/account", "--rows", "--json").out();
    JsonNode row = new ObjectMapper().readTree(json);
    assertThat(row.get("raw").asText()).isEqualTo("1,x,EUR");
    assertThat(row.get("record").isNumber()).isTrue();
    assertThat(terminal.runner.asked(0, QuarantinedRowsAsked.class).limit()).isEqualTo(1);
  }

  @Test
  void givenNobodyToAsk_whenDismissed_thenThePreviewIsShownAndNothingChanges() {
    terminal.runner.first.add(PLAN);

    Seen seen =
        terminal.type("quarantine", "zuora/account", "--dismiss", "--because", "sent again");

    assertThat(seen.exitCode()).isEqualTo(64);
    assertThat(seen.out())
        .startsWith(
            "zuora/account: version 12 has 1,205 rows in quarantine. To be dismissed: 1,204.\n");
    assertThat(seen.err())
        .isEqualTo(
            "zuora/account: nothing was changed. To dismiss without a question, add --yes\n");
    assertThat(terminal.runner.invocations)
        .singleElement()
        .isInstanceOf(DismissalAsked.Preview.class);
  }

  @Test
  void givenAPersonWhoAgrees_whenAsked_thenWhatWasShownIsDismissed() {
    terminal.runner.first.add(PLAN);
    terminal.runner.outcome = new Dismissed(PLAN, 13, List.of());

    Seen seen =
        terminal
            .watched()
            .wide(120)
            .answering("y")
            .type("quarantine", "zuora/account", "--dismiss", "--because", "sent again");

    assertThat(seen.exitCode()).isZero();
    assertThat(seen.out())
        .endsWith(
            "zuora/account: version 13 is current. 1,204 rows were dismissed, 1 row stays in"
                + " quarantine.\n");
    assertThat(terminal.runner.asked(1, DismissalAsked.class).from())
        .isEqualTo(OptionalLong.of(12));
  }

  @Test
  void givenYesAndJson_whenDismissed_thenOneObjectTellsAll() throws Exception {
    terminal.runner.outcome = new Dismissed(PLAN, 13, List.of());

    Seen seen =
        terminal.type(
            "quarantine", "zuora/account", "--dismiss", "--because", "x", "--yes", "--json");

    JsonNode json = new ObjectMapper().readTree(seen.out());
    assertThat(json.get("version").asLong()).isEqualTo(13);
    assertThat(json.get("dismissed").asLong()).isEqualTo(1_204);
    assertThat(json.get("quarantined_after").asLong()).isEqualTo(1);
  }

  @Test
  void givenWrongArguments_whenTyped_thenTheyAreNamed() {
    assertThat(terminal.type("quarantine").err()).contains("a dataset is missing");
    assertThat(terminal.type("quarantine", "zuora/account", "--dismiss").err())
        .contains("--because is missing");
    assertThat(terminal.type("quarantine", "zuora/account", "--because", "x").err())
        .contains("--because belongs to --dismiss, which is missing");
    assertThat(terminal.type("quarantine", "zuora/account", "--limit", "3").err())
        .contains("--limit belongs to --rows, which is missing");
    assertThat(
            terminal
                .type("quarantine", "zuora/account", "--rows", "--dismiss", "--because", "x")
                .err())
        .contains("--dismiss and --rows contradict each other");
    assertThat(terminal.runner.invocations).isEmpty();
  }
}
