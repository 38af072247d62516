package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.TerminalSession.Seen;
import io.sluice.error.DataException;
import io.sluice.run.show.ShowOptions;
import io.sluice.run.show.ShownRows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowCommandTest {
  @TempDir Path folder;
  private TerminalSession terminal;

  @BeforeEach
  void open() {
    terminal = new TerminalSession(folder);
  }

  private static List<Optional<String>> row(String... cells) {
    return Arrays.stream(cells).map(Optional::ofNullable).toList();
  }

  @Test
  void givenAwkwardCells_whenShownAsCsv_thenQuotedByTheStandardAndNothingElse() {
    terminal.runner.outcome =
        new ShownRows(
            List.of("id", "name, full", "note"),
            Set.of(),
            Set.of(),
            List.of(
                row("1", "Café, Nürnberg", null),
                row("2", "say \"hi\"", "two\nlines"),
                row("3", " blanks ", "cr\rhere"),
                row(null, "NULL", "\uD83D\uDE00")));

    Seen seen = terminal.type("show", "zuora/account", "--format", "csv");

    assertThat(seen)
        .isEqualTo(
            new Seen(
                0,
                "id,\"name, full\",note\n"
                    + "1,\"Café, Nürnberg\",\n"
                    + "2,\"say \"\"hi\"\"\",\"two\nlines\"\n"
                    + "3, blanks ,\"cr\rhere\"\n"
                    + ",NULL,\uD83D\uDE00\n",
                ""));
  }

  @Test
  void givenOneColumnWithNull_whenShownAsCsv_thenTheRowIsNoEmptyLine() {
    terminal.runner.outcome =
        new ShownRows(List.of("id"), Set.of(), Set.of(), List.of(row((String) null), row("2")));

    assertThat(terminal.type("show", "a/b", "--format=csv").out()).isEqualTo("id\n\"\"\n2\n");
  }

  @Test
  void givenNulls_whenShownAsJson_thenAnObjectALine() throws Exception {
    terminal.runner.outcome =
        new ShownRows(
            List.of("id", "name"),
            Set.of(),
            Set.of("id"),
            List.of(row("1", null), row("2", "é\n\"")));

    Seen seen = terminal.type("show", "a/b", "--format", "json");

    assertThat(seen.out())
        .isEqualTo("{\"id\":1,\"name\":null}\n{\"id\":2,\"name\":\"é\\n\\\"\"}\n");
    assertThat(new ObjectMapper().readTree(seen.out().split("\n", -1)[1]).get("name").asText())
        .isEqualTo("é\n\"");
    assertThat(terminal.type("show", "a/b", "--json")).isEqualTo(seen);
  }

  @Test
  void givenRows_whenShownAsTable_thenAlignedAndLongCellsCut() {
    terminal.runner.outcome =
        new ShownRows(
            List.of("id", "name"),
            Set.of(),
            Set.of(),
            List.of(row("1", "a\nb"), row("1000", null), row("é", "x".repeat(70))));

    assertThat(terminal.type("show", "a/b").out())
        .isEqualTo(
            """
            id    name
            1     a\\nb
            1000  null
            é     %s...
            """
                .formatted("x".repeat(57)));
  }

  @Test
  void givenALongKey_whenShownAsTable_thenItIsWhole() {
    String key = "k".repeat(70);
    terminal.runner.outcome =
        new ShownRows(
            List.of("id", "name"), Set.of("id"), Set.of(), List.of(row(key, "x".repeat(70))));

    assertThat(terminal.wide(120).type("show", "a/b").out())
        .contains(key + "  " + "x".repeat(45) + "...\n");
  }

  @Test
  void givenShortColumnsBehindLongOnes_whenShownOnATerminal_thenTheLongOnesAreCutForThem() {
    terminal.runner.outcome =
        new ShownRows(
            List.of("id", "note", "text", "city"),
            Set.of("id"),
            Set.of(),
            List.of(
                List.of(
                    Optional.of("1"),
                    Optional.of("n".repeat(90)),
                    Optional.of("t".repeat(20)),
                    Optional.of("Wien"))));

    assertThat(terminal.wide(60).type("show", "a/b").out().lines())
        .containsExactly(
            "id  note                          text                  city",
            "1   " + "n".repeat(25) + "...  " + "t".repeat(20) + "  Wien");
    assertThat(terminal.wide(44).type("show", "a/b").out().lines())
        .containsExactly(
            "id  note                  city",
            "1   " + "n".repeat(17) + "...  Wien",
            "(3 of 4 columns; --columns, --vertical or --wide for the others)");
  }

  private ShownRows wide() {
    List<String> columns = IntStream.range(0, 23).mapToObj(i -> "column_" + i).toList();
    List<Optional<String>> cells =
        IntStream.range(0, 23).mapToObj(i -> Optional.of("x".repeat(i * 10))).toList();
    return new ShownRows(columns, Set.of(), Set.of(), List.of(cells, cells));
  }

  @Test
  void givenATerminal_whenAWideTableIsShown_thenTheFirstColumnsAndHowManyThereAre() {
    terminal.runner.outcome = wide();

    Seen seen = terminal.wide(80).type("show", "a/b");

    assertThat(seen.out())
        .startsWith("column_0  column_1    column_2              column_3\n")
        .endsWith("\n(4 of 23 columns; --columns, --vertical or --wide for the others)\n");
    assertThat(seen.out().lines()).hasSize(4).allMatch(line -> line.length() <= 80);
    assertThat(terminal.type("show", "a/b", "--wide").out())
        .contains("  column_22\n", "x".repeat(57) + "...")
        .doesNotContain("columns;");
  }

  @Test
  void givenATerminal_whenOtherFormsAreShown_thenTheyAreWhole() {
    terminal.runner.outcome = wide();

    assertThat(terminal.wide(80).type("show", "a/b", "--format", "csv").out())
        .contains("column_22\n", "x".repeat(220) + "\n");
    assertThat(terminal.type("show", "a/b", "--json").out()).contains("x".repeat(220));
  }

  @Test
  void givenVertical_whenShown_thenALineForEachCellInFull() {
    terminal.runner.outcome =
        new ShownRows(
            List.of("id", "name"),
            Set.of(),
            Set.of(),
            List.of(row("1", "a\nb"), row("2", "x".repeat(90)), row("3", null)));

    assertThat(terminal.wide(80).type("show", "a/b", "--vertical", "--limit", "3").out())
        .isEqualTo(
            """
            -[ 1 ]----------------------------------
            id   | 1
            name | a\\nb
            -[ 2 ]----------------------------------
            id   | 2
            name | %s
            -[ 3 ]----------------------------------
            id   | 3
            name | null
            (3 rows; there may be more: --limit 0 shows all)
            """
                .formatted("x".repeat(90)));
  }

  @Test
  void givenColumns_whenShown_thenPassedOnInTheirOrder() {
    terminal.runner.outcome = new ShownRows(List.of("id"), Set.of(), Set.of(), List.of());

    terminal.type("show", "a/b", "--columns", "name, id", "--json");

    assertThat(terminal.runner.asked(0, ShowCommand.Asked.class).options().columns())
        .containsExactly("name", "id");
  }

  @Test
  void givenAsManyRowsAsTheLimit_whenShownAsTable_thenALineSaysThatThereMayBeMore() {
    terminal.runner.outcome =
        new ShownRows(List.of("id"), Set.of(), Set.of(), List.of(row("1"), row("2")));

    assertThat(terminal.type("show", "a/b", "--limit", "2").out())
        .isEqualTo("id\n1\n2\n(2 rows; there may be more: --limit 0 shows all)\n");
    assertThat(terminal.type("show", "a/b", "--limit", "2", "--quiet").out())
        .isEqualTo("id\n1\n2\n");
  }

  @Test
  void givenOptions_whenShown_thenPassedOn() {
    terminal.runner.outcome = new ShownRows(List.of("id"), Set.of(), Set.of(), List.of());
    terminal.type(
        "show", "a/b", "--version", "3", "--where", "\"x\" = '--y'", "--limit=0", "--all-columns");
    terminal.type("show", "a/b");

    ShowCommand.Asked first = terminal.runner.asked(0, ShowCommand.Asked.class);
    assertThat(first.where().names()).containsExactly("a/b");
    assertThat(first.options())
        .isEqualTo(
            new ShowOptions(OptionalLong.of(3), Optional.of("\"x\" = '--y'"), 0, List.of(), true));
    assertThat(terminal.runner.asked(1, ShowCommand.Asked.class).options())
        .isEqualTo(new ShowOptions(OptionalLong.empty(), Optional.empty(), 20, List.of(), false));
  }

  @Test
  void givenManyRows_whenTheReaderGoes_thenTheEndIsEarlyAndQuiet() {
    AtomicLong read = new AtomicLong();
    terminal.runner.outcome =
        new ShownRows(List.of("id"), Set.of(), Set.of(), numbers(10_000_000, read));
    OutputStream closedPipe =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    Seen seen = terminal.type(closedPipe, "show", "a/b", "--format", "csv", "--limit", "0");

    assertThat(seen).isEqualTo(new Seen(0, "", ""));
    assertThat(read.get()).isLessThan(1_000_000);
  }

  @Test
  void givenAFullDisk_whenShown_thenTheEndIsAFailure() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    terminal.runner.outcome = new ShownRows(List.of("id"), Set.of(), Set.of(), List.of());
    Seen seen = terminal.type(full, "show", "a/b", "--format", "csv");

    assertThat(seen.exitCode()).isEqualTo(75);
    assertThat(seen.err())
        .isEqualTo(
            "standard output: could not be written, No space left on device. What was committed stays. Correct it and run again.\n");
  }

  @Test
  void givenAFailureBehindTheFirstRows_whenShown_thenTheRowsBeforeItAndItsCode() {
    List<List<Optional<String>>> rows = new ArrayList<>(List.of(row("1")));
    terminal.runner.outcome =
        new ShownRows(
            List.of("id"),
            Set.of(),
            Set.of(),
            () ->
                new Iterator<>() {
                  @Override
                  public boolean hasNext() {
                    return true;
                  }

                  @Override
                  public List<Optional<String>> next() {
                    if (rows.isEmpty()) {
                      throw new DataException("a/b: version 3 is damaged.");
                    }
                    return rows.remove(0);
                  }
                });

    Seen seen = terminal.type("show", "a/b", "--format", "csv");

    assertThat(seen).isEqualTo(new Seen(65, "id\n1\n", "a/b: version 3 is damaged.\n"));
  }

  private static Iterable<List<Optional<String>>> numbers(long count, AtomicLong read) {
    return () ->
        LongStream.range(0, count)
            .peek(read::set)
            .mapToObj(number -> row(Long.toString(number)))
            .iterator();
  }
}
