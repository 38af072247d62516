package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.TerminalSession.Seen;
import io.sluice.run.backfill.Backfilled;
import io.sluice.run.backfill.Backfilled.Size;
import io.sluice.run.backfill.Backfilled.State;
import io.sluice.run.show.RowChange;
import io.sluice.run.show.RowChange.Cell;
import io.sluice.run.show.RowChange.Kind;
import io.sluice.run.show.ShownDiff;
import io.sluice.run.show.WholeDifference;
import io.sluice.spec.DatasetName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillCommandTest {
  private static final DatasetName NAME = new DatasetName("zuora", "account");

  private static final WholeDifference DIFFERENCE =
      new WholeDifference(
          new ShownDiff(
              12,
              13,
              List.of("id"),
              Set.of(),
              List.of("column mrr is not compared: version 12 lacks it"),
              Map.of(Kind.UPDATED, 7L, Kind.DELETED, 1L),
              List.of(
                  new RowChange(
                      Kind.UPDATED,
                      List.of(Optional.of("a1")),
                      List.of(new Cell("name", Optional.of("Ada"), Optional.of("ADA")))))),
          Map.of("name", 7L));

  private static final Backfilled WAITS =
      new Backfilled(
          NAME,
          State.WAITS,
          "2bd81f06",
          12,
          new Size(30, 1_010, 2),
          Optional.of(new Size(30, 1_009, 0)),
          Optional.of(DIFFERENCE),
          OptionalLong.empty(),
          Optional.of(Instant.parse("2026-11-23T00:30:00.123Z")),
          List.of());

  private static final Backfilled TAKEN =
      new Backfilled(
          NAME,
          State.TAKEN,
          "2bd81f06",
          12,
          new Size(30, 1_010, 2),
          Optional.of(new Size(31, 1_011, 0)),
          Optional.empty(),
          OptionalLong.of(13),
          Optional.empty(),
          List.of());

  private static final String COMPARED =
      """
      zuora/account: rebuilt from 30 increments, and compared with version 12.
      rows: 1,010 -> 1,009
      in quarantine: 2 -> 0
      only in version 12 (deleted): 1
      only in the rebuilt table (inserted): 0
      changed (updated): 7: name in 7
      note: column mrr is not compared: version 12 lacks it
      change   id  column  old  new
      updated  a1  name    Ada  ADA
      (the first 5 of each kind; --samples shows more)
      zuora/account: the rebuilt table 2bd81f06 waits. Readers still see version 12. It is kept until 2026-11-23T00:30:00Z or longer.
      """;

  private static final String NEXT =
      """

      Next:
        sluice backfill zuora/account --accept 2bd81f06  it replaces the table
        sluice backfill zuora/account --drop 2bd81f06    it is removed
      """;

  @TempDir private Path folder;
  private TerminalSession terminal;

  @BeforeEach
  void open() {
    terminal = new TerminalSession(folder);
  }

  @Test
  void givenADifference_whenNobodyIsThereToAsk_thenItIsShownAndWaits() {
    terminal.runner.outcome = WAITS;

    Seen seen = terminal.type("backfill", "zuora/account", "--expect", "same");

    assertThat(seen).isEqualTo(new Seen(65, COMPARED + NEXT, ""));
    assertThat(terminal.runner.asked(0, BackfillCommand.Asked.class).options().expectSame())
        .isTrue();
  }

  @Test
  void givenAPersonWhoAgrees_whenAsked_thenTheOneThatWasShownIsAccepted() {
    terminal.runner.first.add(WAITS);
    terminal.runner.outcome = TAKEN;

    Seen seen = terminal.watched().wide(200).answering("y").type("backfill", "zuora/account");

    assertThat(seen)
        .isEqualTo(
            new Seen(
                0,
                COMPARED
                    + """
                    zuora/account: rebuilt from 31 increments.
                    rows: 1,010 -> 1,011
                    in quarantine: 2 -> 0
                    zuora/account: version 13 is current: the rebuilt table.
                    """,
                "Replace the table? [y/N] "));
    assertThat(terminal.runner.asked(1, BackfillCommand.Asked.class).accept()).hasValue("2bd81f06");
  }

  @Test
  void givenAPersonWhoDoesNotAgree_whenAsked_thenItWaits() {
    terminal.runner.outcome = WAITS;

    Seen seen = terminal.watched().wide(200).answering("").type("backfill", "zuora/account");

    assertThat(seen).isEqualTo(new Seen(65, COMPARED + NEXT, "Replace the table? [y/N] "));
    assertThat(terminal.runner.invocations).hasSize(1);
  }

  @Test
  void givenJson_whenTyped_thenOneObjectTellsAll() throws Exception {
    terminal.runner.outcome = WAITS;

    Seen seen = terminal.watched().wide(80).type("backfill", "zuora/account", "--json");

    JsonNode json = new ObjectMapper().readTree(seen.out());
    assertThat(seen.exitCode()).isEqualTo(65);
    assertThat(json.get("state").asText()).isEqualTo("waits");
    assertThat(json.get("id").asText()).isEqualTo("2bd81f06");
    assertThat(json.get("base").asLong()).isEqualTo(12);
    assertThat(json.get("version").isNull()).isTrue();
    assertThat(json.get("difference").get("only_old").asLong()).isEqualTo(1);
    assertThat(json.get("difference").get("columns").get("name").asLong()).isEqualTo(7);
    assertThat(json.get("difference").get("samples").get(0).get("new").get("name").asText())
        .isEqualTo("ADA");
    assertThat(json.get("after").get("quarantined").asLong()).isZero();
  }

  @Test
  void givenWrongArguments_whenTyped_thenTheyAreNamed() {
    assertThat(terminal.type("backfill").err()).contains("a dataset is missing");
    assertThat(terminal.type("backfill", "a/b", "--expect", "some").err())
        .contains("--expect is \"some\", it must be one of same");
    assertThat(terminal.type("backfill", "a/b", "--accept", "x", "--drop", "y").err())
        .contains("--accept and --drop contradict each other");
    assertThat(terminal.type("backfill", "a/b", "--accept", "x", "--from-version", "3").err())
        .contains("--from-version says how a table is rebuilt; --accept builds none");
    assertThat(terminal.type("backfill", "a/b", "--accept").err())
        .contains("--accept needs a value");
    assertThat(terminal.runner.invocations).isEmpty();
  }
}
