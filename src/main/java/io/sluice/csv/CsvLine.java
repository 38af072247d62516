package io.sluice.csv;

import java.util.Iterator;
import java.util.List;

/** Writes cells as a line of CSV. */
public final class CsvLine {
  private CsvLine() {}

  /** The line with its line end; cells are quoted where they must be. */
  public static String of(List<String> cells) {
    // An empty line would not be read as a record.
    boolean blank = cells.size() == 1 && cells.get(0).isEmpty();
    return line(cells, blank);
  }

  /** The line with its line end; every cell is quoted. */
  public static String quoted(List<String> cells) {
    return line(cells, true);
  }

  private static String line(List<String> cells, boolean quoted) {
    StringBuilder line = new StringBuilder();
    for (Iterator<String> each = cells.iterator(); each.hasNext(); ) {
      String cell = each.next();
      if (quoted || !isPlain(cell)) {
        line.append('"').append(cell.replace("\"", "\"\"")).append('"');
      } else {
        line.append(cell);
      }
      line.append(each.hasNext() ? ',' : '\n');
    }
    return line.toString();
  }

  private static boolean isPlain(String cell) {
    return cell.indexOf(',') < 0
        && cell.indexOf('"') < 0
        && cell.indexOf('\n') < 0
        && cell.indexOf('\r') < 0;
  }
}
