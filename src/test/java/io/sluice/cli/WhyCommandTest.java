package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.TerminalSession.Seen;
import io.sluice.run.show.ShownRows;
import io.sluice.run.why.Explanation;
import io.sluice.run.why.InTable;
import io.sluice.run.why.KeyGiven;
import io.sluice.run.why.NotRead;
import io.sluice.run.why.Outcome;
import io.sluice.run.why.SeenRow;
import io.sluice.run.why.SeenRow.State;
import io.sluice.spec.DatasetName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhyCommandTest {
  @TempDir private Path folder;
  private TerminalSession terminal;

  @BeforeEach
  void open() {
    terminal = new TerminalSession(folder);
    terminal.runner.outcome = explanation(Optional.empty());
  }

  private static Explanation explanation(Optional<String> problem) {
    return new Explanation(
        DatasetName.of("a/b"),
        Map.of("id", "7"),
        List.of(
            row(1, State.APPLIED, Outcome.SUPERSEDED, 1, "a later updated_at"),
            row(2, State.APPLIED, Outcome.WON, 0, "a later updated_at"),
            row(3, State.PENDING, Outcome.WON, 1, "a later updated_at")),
        List.of(
            new NotRead("2026-11-18.csv#1", true, "2026-11-18.csv is gone"),
            new NotRead(
                "x", false, "lake/raw/a/b/x: is no CSV. It stays pending. Export it again.")),
        new InTable(
            12,
            Optional.of(
                new ShownRows(
                    List.of("id", "name"),
                    Set.of("id"),
                    Set.of("id"),
                    List.of(List.of(Optional.of("7"), Optional.empty())))),
            false,
            Optional.of("i2"),
            OptionalLong.of(9),
            true),
        Optional.of("the next ingest would put row 3 into the table"),
        problem);
  }

  private static SeenRow row(int number, State state, Outcome outcome, int against, String why) {
    return new SeenRow(
        new SeenRow.Source(
            "i" + number,
            "i" + number + "/items.csv",
            OptionalLong.of(1200),
            Instant.parse("2026-11-20T00:30:00Z"),
            false),
        Map.of("updated_at", Optional.of("2026-11-19T00:00:00Z")),
        Optional.of("upsert"),
        state,
        outcome,
        OptionalInt.of(against),
        Optional.of("order_by"),
        Optional.of(why));
  }

  @Test
  void givenAHistory_whenPrinted_thenAParagraphForEachRowAndThenTheTable() {
    Seen seen = terminal.type("why", "a/b", "7");

    assertThat(seen)
        .isEqualTo(
            new Seen(
                0,
                """
                a/b, id = 7:

                1. superseded by 2: a later updated_at
                   upsert, i1/items.csv record 1,200, processed 2026-11-20T00:30:00Z
                   updated_at = 2026-11-19T00:00:00Z

                2. won over 1: a later updated_at
                   upsert, i2/items.csv record 1,200, processed 2026-11-20T00:30:00Z
                   updated_at = 2026-11-19T00:00:00Z

                3. pending, would win over 2: a later updated_at
                   upsert, i3/items.csv record 1,200, processed 2026-11-20T00:30:00Z
                   updated_at = 2026-11-19T00:00:00Z

                In the table since version 9 or before:
                   id   | 7
                   name | null

                Pending: the next ingest would put row 3 into the table.

                gap: 2026-11-18.csv#1 was applied and cannot be read: 2026-11-18.csv is gone. What it may have had of this key is not told.

                refused: lake/raw/a/b/x: is no CSV. It stays pending. Export it again.
                """,
                ""));
    assertThat(terminal.wide(80).type("why", "a/b", "7").out().lines())
        .allMatch(line -> line.length() <= 80);
  }

  @Test
  void givenAHistory_whenAskedForJson_thenOneObject() throws Exception {
    JsonNode told = new ObjectMapper().readTree(terminal.type("why", "a/b", "7", "--json").out());

    assertThat(told.path("rows")).hasSize(3);
    assertThat(told.at("/rows/0/against").asInt()).isEqualTo(1);
    assertThat(told.at("/rows/2/state").asText()).isEqualTo("pending");
    assertThat(told.at("/table/row/id").isInt()).isTrue();
    assertThat(told.at("/table/row/name").isNull()).isTrue();
    assertThat(told.at("/gaps/0/increment").asText()).isEqualTo("2026-11-18.csv#1");
    assertThat(told.path("exit_code").asInt()).isZero();
  }

  @Test
  void givenATableThatIsNotLawful_whenPrinted_thenTheProblemIsOnStandardError() {
    terminal.runner.outcome = explanation(Optional.of("a/b: the table has no row"));

    Seen seen = terminal.type("why", "a/b", "7");

    assertThat(seen.exitCode()).isEqualTo(65);
    assertThat(seen.err()).isEqualTo("problem: a/b: the table has no row\n");
  }

  @Test
  void givenKeysInBothForms_whenTyped_thenTheyReachTheVerb() {
    terminal.type("why", "a/b", "7", "x,y=z");
    terminal.type("why", "a/b", "--key", "id=-7,name=x,y");
    terminal.type("why", "a/b", "--json", "--", "-7");

    assertThat(terminal.runner.invocations)
        .extracting(one -> ((WhyCommand.Asked) one).key())
        .containsExactly(
            new KeyGiven(List.of("7", "x,y=z"), Optional.empty()),
            new KeyGiven(List.of(), Optional.of("id=-7,name=x,y")),
            new KeyGiven(List.of("-7"), Optional.empty()));
  }

  @Test
  void givenAWrongCommandLine_whenTyped_thenItSaysWhatIsMissing() {
    assertThat(terminal.type("why").err()).contains("a dataset is missing");
    assertThat(terminal.type("why", "a/b").err()).contains("a key is missing, such as:");
    assertThat(terminal.type("why", "a/b", "1", "--key", "id=1").err())
        .contains("values and --key contradict each other");
    assertThat(terminal.type("why", "a/b", "-7").err())
        .contains("\"-7\" is not an option; a value that begins with \"-\" goes behind \"--\"");
    assertThat(terminal.type("why", "a/b", "-7").exitCode()).isEqualTo(64);
  }
}
