package io.sluice.cli;

import io.sluice.error.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of cells under a header, aligned by blanks; two of them between columns, none at the end. A
 * cell is one line, whatever is in it ({@link Printable}).
 */
final class TextTable {
  private static final int BETWEEN = 2;

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();
  private final int[] widths;
  private final List<Integer> shown;
  private boolean firstAlone;

  TextTable(Column... columns) {
    this(List.of(columns));
  }

  TextTable(List<Column> columns) {
    this.columns = columns.stream().map(Column::printable).toList();
    this.widths = this.columns.stream().mapToInt(column -> length(column.title())).toArray();
    this.shown = new ArrayList<>(IntStream.range(0, widths.length).boxed().toList());
  }

  /**
   * A column and the side to which its cells are aligned.
   *
   * @param rank 0 where it is always shown; the greater, the sooner it is left out where there is
   *     no room
   */
  record Column(String title, boolean right, int rank) {
    static Column left(String title) {
      return new Column(title, false, 0);
    }

    static Column right(String title) {
      return new Column(title, true, 0);
    }

    Column ranked(int rank) {
      return new Column(title, right, rank);
    }

    private Column printable() {
      return new Column(Printable.line(title), right, rank);
    }
  }

  void add(List<String> cells) {
    List<String> shownCells = printable(cells);
    rows.add(shownCells);
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], length(shownCells.get(i)));
    }
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /**
   * Leaves out columns until lines have this width: those of a rank first, then those of zeros
   * alone; one that is narrow enough for the room that is left comes back. Where that is not
   * enough, long cells of the first column have a line of their own.
   *
   * @return the titles of what was left out
   */
  List<String> fit(int width) {
    List<Integer> leftOut = new ArrayList<>();
    shown.stream()
        .filter(i -> columns.get(i).rank() > 0)
        .sorted(Comparator.comparing((Integer i) -> columns.get(i).rank()).reversed())
        .forEach(leftOut::add);
    shown.stream().filter(i -> columns.get(i).rank() == 0 && isZero(i)).forEach(leftOut::add);
    List<Integer> gone = new ArrayList<>();
    for (int i = 0; i < leftOut.size() && width() > width; i++) {
      gone.add(leftOut.get(i));
      shown.remove(leftOut.get(i));
    }
    putBack(gone, width);
    if (width() > width && shown.size() > 1) {
      int first = shown.get(0);
      widths[first] = Math.max(BETWEEN, width - (width() - widths[first]));
      firstAlone = true;
    }
    return gone.stream().sorted().map(i -> columns.get(i).title()).toList();
  }

  private void putBack(List<Integer> gone, int width) {
    for (int i = gone.size() - 1; i >= 0; i--) {
      boolean fits = width() + BETWEEN + widths[gone.get(i)] <= width;
      if (fits && !isAll(gone.get(i), List.of("-"))) {
        shown.add(gone.remove(i));
        Collections.sort(shown);
      }
    }
  }

  /** The header and the rows, each ended by a line feed. */
  String text() {
    StringBuilder text = new StringBuilder();
    append(text, columns.stream().map(Column::title).toList());
    rows.forEach(row -> append(text, row));
    return text.toString();
  }

  /** The rows alone, for tables without a header. */
  String body() {
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> append(text, row));
    return text.toString();
  }

  /** One more row in the widths of those that were added; wider cells push the rest aside. */
  String line(List<String> cells) {
    StringBuilder text = new StringBuilder();
    append(text, printable(cells));
    return text.toString();
  }

  private int width() {
    return shown.stream().mapToInt(i -> widths[i] + BETWEEN).sum() - BETWEEN;
  }

  private boolean isZero(int column) {
    return columns.get(column).right() && isAll(column, List.of("0", "-"));
  }

  private boolean isAll(int column, List<String> cells) {
    return rows.stream().map(row -> row.get(column)).allMatch(cells::contains);
  }

  private static List<String> printable(List<String> cells) {
    return cells.stream().map(Printable::line).toList();
  }

  private void append(StringBuilder text, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i : shown) {
      String cell = cells.get(i);
      String blanks = " ".repeat(Math.max(0, widths[i] - length(cell)));
      line.append(i == shown.get(0) ? "" : " ".repeat(BETWEEN));
      line.append(columns.get(i).right() ? blanks + cell : cell + blanks);
      if (firstAlone && i == shown.get(0) && length(cell) > widths[i]) {
        text.append(line).append('\n');
        line = new StringBuilder(" ".repeat(widths[i]));
      }
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
