package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.TerminalSession.Seen;
import io.sluice.run.show.DiffOptions;
import io.sluice.run.show.RowChange;
import io.sluice.run.show.RowChange.Cell;
import io.sluice.run.show.RowChange.Kind;
import io.sluice.run.show.ShownDiff;
import io.sluice.run.show.ShownRows;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code show --diff} and {@code show --as-of} as they are typed and seen. */
class DiffTest {
  private static final String SUMMARY =
      "1,004 rows differ between version 2 and version 3: 1,001 inserted, 1 updated, 2 deleted\n";

  @TempDir private Path folder;
  private TerminalSession terminal;

  @BeforeEach
  void open() {
    terminal = new TerminalSession(folder);
    terminal.runner.outcome =
        new ShownDiff(
            2,
            3,
            List.of("id"),
            Set.of("id", "total"),
            List.of("column email of version 3 is left out: version 2 lacks it"),
            Map.of(Kind.INSERTED, 1001L, Kind.UPDATED, 1L, Kind.DELETED, 2L),
            List.of(
                change(Kind.UPDATED, "2", cell("name", "Ben", "B\nn"), cell("total", null, "5.0")),
                change(Kind.INSERTED, "3", cell("name", null, "Cleo"), cell("total", null, null)),
                change(Kind.DELETED, "4", cell("name", "Dan", null), cell("total", "7.5", null)),
                change(Kind.DELETED, "5", cell("name", null, null), cell("total", null, null))));
  }

  private static RowChange change(Kind kind, String key, Cell... cells) {
    return new RowChange(kind, List.of(Optional.of(key)), Arrays.asList(cells));
  }

  private static Cell cell(String column, String before, String after) {
    return new Cell(column, Optional.ofNullable(before), Optional.ofNullable(after));
  }

  @Test
  void givenChanges_whenPrinted_thenALineForEachCellAndTheirNumber() {
    assertThat(terminal.type("show", "a/b", "--diff", "2..3"))
        .isEqualTo(
            new Seen(
                0,
                """
                change    id  column  old                  new
                updated   2   name    Ben                  B\\nn
                updated   2   total   null                 5.0
                inserted  3                                name=Cleo
                deleted   4           name=Dan, total=7.5
                deleted   5
                note: column email of version 3 is left out: version 2 lacks it
                """
                    + SUMMARY
                    + "(shown: 4 of them; --limit 0 shows all)\n",
                ""));
  }

  @Test
  void givenATerminal_whenLongCellsArePrinted_thenOldAndNewShareTheRoom() {
    String key = "k".repeat(20);
    terminal.runner.outcome =
        new ShownDiff(
            2,
            3,
            List.of("id"),
            Set.of(),
            List.of(),
            Map.of(Kind.UPDATED, 2L),
            List.of(
                change(Kind.UPDATED, key, cell("name", "a".repeat(90), "b".repeat(90))),
                change(Kind.UPDATED, "1", cell("name", "short", "c".repeat(30)))));

    List<String> lines =
        terminal.wide(80).type("show", "a/b", "--diff", "2..3").out().lines().toList();

    assertThat(lines.get(1))
        .isEqualTo(
            "updated  " + key + "  name    " + "a".repeat(16) + "...  " + "b".repeat(17) + "...");
    assertThat(lines).allMatch(line -> line.length() <= 80);
    assertThat(terminal.wide(80).type("show", "a/b", "--diff", "2..3", "--wide").out())
        .contains("a".repeat(57) + "...  " + "b".repeat(57) + "...\n");
  }

  @Test
  void givenChanges_whenPrintedAsCsv_thenDataAloneOnStandardOutput() {
    assertThat(terminal.type("show", "a/b", "--diff", "2..3", "--format", "csv"))
        .isEqualTo(
            new Seen(
                0,
                """
                change,id,column,old,new
                updated,2,name,Ben,"B
                n"
                updated,2,total,,5.0
                inserted,3,name,,Cleo
                deleted,4,name,Dan,
                deleted,4,total,7.5,
                deleted,5,,,
                """,
                "note: column email of version 3 is left out: version 2 lacks it\n" + SUMMARY));
    assertThat(terminal.type("show", "a/b", "--diff", "2..3", "--format", "csv", "--quiet").err())
        .isEmpty();
  }

  @Test
  void givenChanges_whenPrintedAsJson_thenAnObjectARow() {
    assertThat(terminal.type("show", "a/b", "--diff", "2..3", "--json").out())
        .isEqualTo(
            """
            {"change":"updated","key":{"id":2},"old":{"name":"Ben","total":null},"new":{"name":"B\\nn","total":5.0}}
            {"change":"inserted","key":{"id":3},"old":null,"new":{"name":"Cleo","total":null}}
            {"change":"deleted","key":{"id":4},"old":{"name":"Dan","total":7.5},"new":null}
            {"change":"deleted","key":{"id":5},"old":{"name":null,"total":null},"new":null}
            """);
  }

  @Test
  void givenNoChange_whenPrinted_thenItSaysSo() {
    terminal.runner.outcome =
        new ShownDiff(3, 2, List.of("id"), Set.of(), List.of(), Map.of(), List.of());

    assertThat(terminal.type("show", "a/b", "--diff", "3..2").out())
        .isEqualTo("No row differs between version 3 and version 2.\n");
    assertThat(terminal.type("show", "a/b", "--diff", "3..2", "--format", "csv").out())
        .isEqualTo("change,id,column,old,new\n");
  }

  @Test
  void givenOptions_whenTyped_thenPassedOn() {
    terminal.type(
        "show", "a/b", "--diff", "11..9", "--where", "id = 1", "--limit", "5", "--all-columns");

    assertThat(terminal.runner.asked(0, DiffAsked.class).options())
        .isEqualTo(new DiffOptions(11, 9, Optional.of("id = 1"), 5, List.of(), true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-11-20T10:00:00.5Z|2026-11-20T10:00:00.5Z",
        "2026-11-20T10:00+02:00|2026-11-20T08:00:00Z",
        "2026-11-20|2026-11-20T23:59:59.999999Z",
        "2026-11-21|2026-11-21T00:30:00Z",
      })
  void givenATime_whenTyped_thenTheInstant(String typed, String instant) {
    terminal.runner.outcome = new ShownRows(List.of("id"), Set.of(), Set.of(), List.of());

    terminal.type("show", "a/b", "--as-of", typed);

    assertThat(terminal.runner.asked(0, ShowCommand.Asked.class).options().asOf())
        .contains(Instant.parse(instant));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--as-of yesterday|--as-of is \"yesterday\", an instant with its zone, such as"
            + " 2026-11-21T00:30:00Z, or a date, such as 2026-11-21, is needed.",
        "--as-of 2026-11-20T10:00:00|--as-of is \"2026-11-20T10:00:00\", an instant with its zone",
        "--as-of 2026-02-30|--as-of is \"2026-02-30\", an instant",
        "--as-of 2026-11-22|--as-of is 2026-11-22, which lies in the future.",
        "--as-of 2026-11-21T00:30:01Z|--as-of is 2026-11-21T00:30:01Z, which lies in the future.",
        "--as-of 2026-11-20 --version 3|--version and --as-of contradict each other.",
        "--diff 1..2 --version 3|--version and --diff contradict each other.",
        "--diff 1..2 --as-of 2026-11-20|--as-of and --diff contradict each other.",
        "--diff 1..2 --vertical|--vertical and --diff contradict each other.",
        "--diff 1..2 --columns a --all-columns|--columns and --all-columns contradict each other.",
        "--diff 3..3|--diff is 3..3, two different versions are needed.",
        "--diff 3|--diff is \"3\", the numbers of two versions are needed, such as 11..12.",
        "--diff 0..3|--diff is \"0..3\", the numbers",
      })
  void givenAWrongCommandLine_whenTyped_thenWhatIsWrong(String options, String message) {
    Seen seen = terminal.type(("show a/b " + options).split(" "));

    assertThat(seen.exitCode()).isEqualTo(64);
    assertThat(seen.err()).startsWith("sluice show: " + message).contains("Nothing was run.");
    assertThat(terminal.runner.invocations).isEmpty();
  }
}
