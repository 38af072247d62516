package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;

import io.sluice.csv.CsvLine;
import io.sluice.error.Printable;
import io.sluice.run.show.RowChange;
import io.sluice.run.show.RowChange.Cell;
import io.sluice.run.show.RowChange.Kind;
import io.sluice.run.show.ShownDiff;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints the rows that differ; each form stops if nobody reads any more. */
final class DiffWriter {
  private static final int LEAST_CELL = 12;
  private static final int BETWEEN = 2;

  private final ShownDiff diff;
  private final Output out;

  DiffWriter(ShownDiff diff, Output out) {
    this.diff = diff;
    this.out = out;
  }

  /** A line for each cell that differs; a row that has none is a line without a column. */
  void csv() throws IOException {
    out.write(CsvLine.of(columns()));
    for (RowChange change : diff.changes()) {
      List<Cell> cells = filled(change);
      for (Cell cell : cells) {
        line(change, cell.column(), cell.before(), cell.after());
      }
      if (cells.isEmpty()) {
        line(change, "", Optional.empty(), Optional.empty());
      }
      if (out.readerGone()) {
        return;
      }
    }
  }

  private void line(
      RowChange change, String column, Optional<String> before, Optional<String> after)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(change.kind().word());
    change.key().forEach(cell -> line.add(cell.orElse("")));
    line.addAll(List.of(column, before.orElse(""), after.orElse("")));
    out.write(CsvLine.of(line));
  }

  /** An object for each row. */
  void json() throws IOException {
    for (RowChange change : diff.changes()) {
      try (JsonOutput object = JsonOutput.begin(out)) {
        json(object, diff, change);
      }
      if (out.readerGone()) {
        return;
      }
    }
  }

  /** The keys of one row of the differences, into the object that is open. */
  static void json(JsonOutput object, ShownDiff diff, RowChange change) throws IOException {
    object.text("change", change.kind().word());
    object.object("key", Optional.of(diff), (into, of) -> key(into, of, change));
    object.object(
        "old", side(change, Kind.INSERTED), (into, one) -> cells(into, diff, one, Cell::before));
    object.object(
        "new", side(change, Kind.DELETED), (into, one) -> cells(into, diff, one, Cell::after));
  }

  private static Optional<RowChange> side(RowChange change, Kind lacking) {
    return Optional.of(change).filter(one -> one.kind() != lacking);
  }

  private static void key(JsonOutput object, ShownDiff diff, RowChange change) throws IOException {
    for (int i = 0; i < diff.key().size(); i++) {
      String column = diff.key().get(i);
      object.cell(column, change.key().get(i), diff.bare().contains(column));
    }
  }

  private static void cells(
      JsonOutput object, ShownDiff diff, RowChange change, Function<Cell, Optional<String>> side)
      throws IOException {
    for (Cell cell : change.cells()) {
      object.cell(cell.column(), side.apply(cell), diff.bare().contains(cell.column()));
    }
  }

  /**
   * A line for each cell that differs, and one for a row that only one version has, in the width
   * that there is. Returns how many rows were written.
   */
  long table(View view) throws IOException {
    List<List<String>> first = new ArrayList<>();
    Iterator<RowChange> changes = diff.changes().iterator();
    long written = 0;
    for (; written < RowWriter.ROWS_FOR_WIDTHS && changes.hasNext(); written++) {
      first.addAll(lines(changes.next()));
    }
    if (first.isEmpty()) {
      return 0;
    }
    int[] longest = longest(first, view);
    TextTable table = new TextTable(columns().stream().map(name -> left(name)).toList());
    first.forEach(line -> table.add(fitted(line, longest)));
    out.text(table.text());
    for (; changes.hasNext() && !out.readerGone(); written++) {
      for (List<String> line : lines(changes.next())) {
        out.text(table.line(fitted(line, longest)));
      }
    }
    return written;
  }

  private List<String> columns() {
    return Stream.of(Stream.of("change"), diff.key().stream(), Stream.of("column", "old", "new"))
        .flatMap(names -> names)
        .toList();
  }

  private static List<List<String>> lines(RowChange change) {
    List<List<String>> lines = new ArrayList<>();
    switch (change.kind()) {
      case INSERTED -> lines.add(shown(change, "", "", summary(change)));
      case DELETED -> lines.add(shown(change, "", summary(change), ""));
      case UPDATED -> {
        for (Cell cell : change.cells()) {
          lines.add(shown(change, cell.column(), text(cell.before()), text(cell.after())));
        }
      }
    }
    return lines;
  }

  private static List<String> shown(RowChange change, String column, String before, String after) {
    List<String> line = new ArrayList<>();
    line.add(change.kind().word());
    change.key().forEach(cell -> line.add(text(cell)));
    line.addAll(List.of(column, before, after));
    return line;
  }

  /** All that is in a row beside its key, in one line. */
  private static String summary(RowChange change) {
    return filled(change).stream()
        .map(cell -> cell.column() + "=" + cell.before().or(cell::after).orElse(""))
        .collect(Collectors.joining(", "));
  }

  /** Of an updated row the cells that differ; of others those that are not null. */
  private static List<Cell> filled(RowChange change) {
    return change.cells().stream()
        .filter(
            cell ->
                change.kind() == Kind.UPDATED
                    || cell.before().isPresent()
                    || cell.after().isPresent())
        .toList();
  }

  private static String text(Optional<String> cell) {
    return cell.map(Printable::line).orElse("null");
  }

  /**
   * How many characters of each column are shown: all of the key and of the column's name; old and
   * new share the room that is left.
   */
  private int[] longest(List<List<String>> lines, View view) {
    List<String> columns = columns();
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Stream.concat(Stream.of(columns), lines.stream())
              .mapToInt(line -> length(line.get(column)))
              .max()
              .orElse(0);
    }
    int before = widths.length - 2;
    int after = widths.length - 1;
    int room = 2 * RowWriter.LONGEST_CELL;
    if (!view.whole()) {
      room = view.columns().getAsInt() - BETWEEN * after;
      for (int i = 0; i < before; i++) {
        room -= widths[i];
      }
    }
    int half = Math.max(LEAST_CELL, room / 2);
    int shortOld = Math.min(widths[before], Math.max(half, room - widths[after]));
    widths[after] = Math.min(widths[after], Math.max(half, room - shortOld));
    widths[before] = shortOld;
    return widths;
  }

  private static List<String> fitted(List<String> line, int[] longest) {
    List<String> fitted = new ArrayList<>(line);
    for (int i = line.size() - 2; i < line.size(); i++) {
      fitted.set(i, RowWriter.fitted(line.get(i), longest[i]));
    }
    return fitted;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
