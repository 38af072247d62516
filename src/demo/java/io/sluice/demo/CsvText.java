package io.sluice.demo;

import java.util.ArrayList;
import java.util.List;

/** The records of a text of CSV (RFC 4180) that fits into memory and is well-formed. */
final class CsvText {
  private final List<List<String>> records = new ArrayList<>();
  private final List<String> cells = new ArrayList<>();
  private final StringBuilder cell = new StringBuilder();

  private CsvText() {}

  /** The header and the rows; lines that are empty are none. */
  static List<List<String>> records(String text) {
    CsvText csv = new CsvText();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        boolean doubled = quoted && i + 1 < text.length() && text.charAt(i + 1) == '"';
        if (doubled) {
          csv.cell.append(c);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (quoted || (c != ',' && c != '\n' && c != '\r')) {
        csv.cell.append(c);
      } else if (c == ',') {
        csv.endCell();
      } else {
        csv.endRecord();
      }
    }
    csv.endRecord();
    return csv.records;
  }

  private void endCell() {
    cells.add(cell.toString());
    cell.setLength(0);
  }

  private void endRecord() {
    if (!cells.isEmpty() || !cell.isEmpty()) {
      endCell();
      records.add(List.copyOf(cells));
      cells.clear();
    }
  }
}
