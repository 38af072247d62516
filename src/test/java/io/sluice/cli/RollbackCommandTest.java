package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.TerminalSession.Seen;
import io.sluice.run.rollback.RollbackPlan;
import io.sluice.run.rollback.RolledBack;
import io.sluice.spec.DatasetName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollbackCommandTest {
  private static final RollbackPlan PLAN =
      new RollbackPlan(
          new DatasetName("zuora", "account"),
          12,
          11,
          Instant.parse("2026-11-20T22:30:00Z"),
          1_010,
          1_000,
          2,
          1,
          List.of("2026-11-21.csv#1", "2026-11-22.csv#1"),
          List.of(),
          List.of("balance"),
          Map.of("2026-11-21.csv#1", "2026-11-21.csv is gone"));

  @TempDir private Path folder;
  private TerminalSession terminal;

  @BeforeEach
  void open() {
    terminal = new TerminalSession(folder);
    terminal.runner.first.add(PLAN);
    terminal.runner.outcome = new RolledBack(PLAN, 13, List.of());
  }

  @Test
  void givenNobodyToAsk_whenTyped_thenThePreviewIsShownAndNothingChanges() {
    Seen seen = terminal.type("rollback", "zuora/account", "--to", "11");

    assertThat(seen.exitCode()).isEqualTo(64);
    assertThat(seen.out())
        .isEqualTo(
            """
            zuora/account: from version 12 back to version 11, committed 2026-11-20T22:30:00Z.
            rows: 1,010 -> 1,000
            in quarantine: 2 -> 1
            columns that differ: balance
            withdrawn: 2026-11-21.csv#1, 2026-11-22.csv#1
            cannot be put back by --reapply: 2026-11-21.csv#1: raw file 2026-11-21.csv is gone.
            """);
    assertThat(seen.err())
        .isEqualTo(
            "zuora/account: nothing was changed. To roll back without a question, add --yes\n");
    assertThat(terminal.runner.invocations)
        .singleElement()
        .isInstanceOf(RollbackCommand.Preview.class);
  }

  @Test
  void givenAPersonWhoAgrees_whenAsked_thenTheVersionThatWasShownIsRolledBack() {
    Seen seen =
        terminal.watched().wide(80).answering("y").type("rollback", "zuora/account", "--to", "11");

    assertThat(seen.exitCode()).isZero();
    assertThat(seen.err()).isEqualTo("Roll back? [y/N] ");
    assertThat(seen.out())
        .endsWith(
            """
            zuora/account: version 13 is current, with the state of version 11.

            Next:
              sluice ingest zuora/account --reapply  put the withdrawn increments back
              sluice rollback zuora/account --to 12  take this rollback back
            """)
        .containsOnlyOnce("withdrawn: ");
    assertThat(terminal.runner.asked(1, RollbackCommand.Asked.class).from())
        .isEqualTo(OptionalLong.of(12));
  }

  @Test
  void givenAPersonWhoDoesNotAgree_whenAsked_thenNothingChanges() {
    for (String answer : List.of("n", "", "yeah")) {
      terminal.runner.first.add(PLAN);
      Seen seen =
          terminal
              .watched()
              .wide(80)
              .answering(answer)
              .type("rollback", "zuora/account", "--to", "11");

      assertThat(seen.exitCode()).isEqualTo(64);
      assertThat(terminal.runner.invocations).noneMatch(RollbackCommand.Asked.class::isInstance);
    }
  }

  @Test
  void givenYesAndJson_whenTyped_thenOneObjectTellsAll() throws Exception {
    terminal.runner.first.clear();

    Seen seen = terminal.type("rollback", "zuora/account", "--to", "11", "--yes", "--json");

    JsonNode json = new ObjectMapper().readTree(seen.out());
    assertThat(json.get("version").asLong()).isEqualTo(13);
    assertThat(json.get("withdrawn")).hasSize(2);
    assertThat(json.get("lost").get(0).asText()).isEqualTo("2026-11-21.csv#1");
    assertThat(terminal.runner.asked(0, RollbackCommand.Asked.class).from()).isEmpty();
  }

  @Test
  void givenWrongArguments_whenTyped_thenTheyAreNamed() {
    assertThat(terminal.type("rollback", "zuora/account").err()).contains("--to is missing");
    assertThat(terminal.type("rollback", "zuora/account", "--to", "0").exitCode()).isEqualTo(64);
    assertThat(terminal.type("rollback", "--to", "3").err()).contains("a dataset is missing");
    assertThat(terminal.runner.invocations).isEmpty();
  }
}
