package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;

import io.sluice.csv.CsvLine;
import io.sluice.error.Printable;
import io.sluice.run.show.ShownRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Prints rows one after the other; each form stops if nobody reads any more. */
final class RowWriter {
  /** The widths of columns come from this many rows; cells of later rows may be wider. */
  static final int ROWS_FOR_WIDTHS = 1000;

  static final int LONGEST_CELL = 60;

  /** Dates, times and ids of this length are of no use when they are cut. */
  private static final int LEAST_CELL = 20;

  private static final int BETWEEN = 2;
  private static final int HEAD = 40;

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

  /**
   * As many columns as there is room for; a line says how many there are. Returns how many rows
   * were written.
   */
  static long table(ShownRows rows, Output out, View view) throws IOException {
    return table(rows, out, view, "--columns, --vertical or --wide");
  }

  /**
   * The same of a verb with other options.
   *
   * @param ways the options that show what there was no room for
   */
  static long table(ShownRows rows, Output out, View view, String ways) throws IOException {
    List<String> names = rows.columns();
    TextTable table =
        new TextTable(
            IntStream.range(0, names.size()).mapToObj(i -> left(names.get(i)).ranked(i)).toList());
    Iterator<List<Optional<String>>> iterator = rows.rows().iterator();
    List<List<Optional<String>>> first = new ArrayList<>();
    while (first.size() < ROWS_FOR_WIDTHS && iterator.hasNext()) {
      first.add(iterator.next());
    }
    int[] longest = longest(rows, first, view);
    first.forEach(row -> table.add(cells(row, longest)));
    long written = first.size();
    int leftOut = view.whole() ? 0 : table.fit(view.columns().getAsInt()).size();
    out.text(table.text());
    for (; iterator.hasNext() && !out.readerGone(); written++) {
      out.text(table.line(cells(iterator.next(), longest)));
    }
    if (leftOut > 0) {
      String shown = names.size() - leftOut + " of " + names.size() + " columns; ";
      out.line("(" + shown + ways + " for the others)");
    }
    return written;
  }

  /** A line for each cell, which is shown in full. Returns how many rows were written. */
  static long vertical(ShownRows rows, Output out) throws IOException {
    int width = rows.columns().stream().mapToInt(RowWriter::length).max().orElse(0);
    long written = 0;
    for (List<Optional<String>> row : rows.rows()) {
      written++;
      String head = "-[ " + Style.number(written) + " ]-";
      out.line(head + "-".repeat(Math.max(0, HEAD - head.length())));
      for (int i = 0; i < row.size(); i++) {
        String name = Printable.line(rows.columns().get(i));
        String cell = row.get(i).map(Printable::line).orElse("null");
        out.line(name + " ".repeat(width - length(name)) + " | " + cell);
      }
      if (out.readerGone()) {
        break;
      }
    }
    return written;
  }

  /**
   * How many characters of a column's cells are shown: all of a key's, which is to be copied. The
   * widest columns are cut first, until all columns have room or the cells have their least length.
   */
  private static int[] longest(ShownRows rows, List<List<Optional<String>>> first, View view) {
    List<String> names = rows.columns();
    int[] widths = new int[names.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          first.stream().mapToInt(row -> length(row.get(column).orElse("null"))).max().orElse(0);
    }
    int cut = LONGEST_CELL;
    if (!view.whole()) {
      int room = view.columns().getAsInt();
      while (cut > LEAST_CELL && width(rows, widths, cut) > room) {
        cut--;
      }
    }
    int most = cut;
    return names.stream()
        .mapToInt(name -> rows.key().contains(name) ? Integer.MAX_VALUE : most)
        .toArray();
  }

  /** The width of a line where no cell but those of keys is longer. */
  private static int width(ShownRows rows, int[] widths, int longest) {
    return IntStream.range(0, widths.length)
            .map(
                i -> {
                  String name = rows.columns().get(i);
                  int cell = rows.key().contains(name) ? widths[i] : Math.min(widths[i], longest);
                  return BETWEEN + Math.max(cell, length(name));
                })
            .sum()
        - BETWEEN;
  }

  private static List<String> cells(List<Optional<String>> row, int[] longest) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> row.get(i).map(text -> fitted(text, longest[i])).orElse("null"))
        .toList();
  }

  /** A cell in one line of a terminal: control characters escaped, cut where it is long. */
  static String fitted(String cell, int longest) {
    String line = Printable.line(cell);
    if (line.codePointCount(0, line.length()) <= longest) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, longest - 3)) + "...";
  }

  private static int length(String name) {
    String shown = Printable.line(name);
    return shown.codePointCount(0, shown.length());
  }
}
