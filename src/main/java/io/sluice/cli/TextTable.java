package io.sluice.cli;

import io.sluice.error.Printable;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of cells under a header, aligned by blanks; two of them between columns, none at the end. A
 * cell is one line, whatever is in it ({@link Printable}).
 */
final class TextTable {
  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();
  private final int[] widths;

  TextTable(Column... columns) {
    this(List.of(columns));
  }

  TextTable(List<Column> columns) {
    this.columns = columns.stream().map(Column::printable).toList();
    this.widths = this.columns.stream().mapToInt(column -> length(column.title())).toArray();
  }

  /** A column and the side to which its cells are aligned. */
  record Column(String title, boolean right) {
    static Column left(String title) {
      return new Column(title, false);
    }

    static Column right(String title) {
      return new Column(title, true);
    }

    private Column printable() {
      return new Column(Printable.line(title), right);
    }
  }

  void add(List<String> cells) {
    List<String> shown = printable(cells);
    rows.add(shown);
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], length(shown.get(i)));
    }
  }

  boolean isEmpty() {
    return rows.isEmpty();
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

  private static List<String> printable(List<String> cells) {
    return cells.stream().map(Printable::line).toList();
  }

  private void append(StringBuilder text, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String blanks = " ".repeat(Math.max(0, widths[i] - length(cells.get(i))));
      line.append(i == 0 ? "" : "  ");
      line.append(columns.get(i).right() ? blanks + cells.get(i) : cells.get(i) + blanks);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
