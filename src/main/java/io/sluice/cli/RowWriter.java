package io.sluice.cli;

import io.sluice.csv.CsvLine;
import io.sluice.error.Printable;
import io.sluice.run.show.ShownRows;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Prints rows one after the other; each form stops if nobody reads any more. */
final class RowWriter {
  /** The widths of columns come from this many rows; cells of later rows may be wider. */
  private static final int ROWS_FOR_WIDTHS = 1000;

  private static final int LONGEST_CELL = 60;

  private RowWriter() {}

  static void csv(ShownRows rows, Output out) throws IOException {
    out.write(CsvLine.of(rows.columns()));
    for (List<Optional<String>> row : rows.rows()) {
      out.write(CsvLine.of(row.stream().map(cell -> cell.orElse("")).toList()));
      if (out.readerGone()) {
        return;
      }
    }
  }

  static void json(ShownRows rows, Output out) throws IOException {
    for (List<Optional<String>> row : rows.rows()) {
      JsonOutput.row(out, rows, row);
      if (out.readerGone()) {
        return;
      }
    }
  }

  /** Returns how many rows were written. */
  static long table(ShownRows rows, Output out) throws IOException {
    TextTable table = new TextTable(rows.columns().stream().map(TextTable.Column::left).toList());
    Iterator<List<Optional<String>>> iterator = rows.rows().iterator();
    long written = 0;
    for (; written < ROWS_FOR_WIDTHS && iterator.hasNext(); written++) {
      table.add(cells(iterator.next()));
    }
    out.text(table.text());
    for (; iterator.hasNext() && !out.readerGone(); written++) {
      out.text(table.line(cells(iterator.next())));
    }
    return written;
  }

  private static List<String> cells(List<Optional<String>> row) {
    return row.stream().map(cell -> cell.map(RowWriter::fitted).orElse("null")).toList();
  }

  /** A cell in one line of a terminal: control characters escaped, cut where it is long. */
  private static String fitted(String cell) {
    String line = Printable.line(cell);
    if (line.codePointCount(0, line.length()) <= LONGEST_CELL) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, LONGEST_CELL - 3)) + "...";
  }
}
