package io.sluice.run.init;

import io.sluice.csv.CsvRecords;
import io.sluice.spec.CsvForm;
import io.sluice.spec.CsvForm.Encoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How a CSV file is written, guessed from its beginning: the characters with which most of it are
 * records of the same number of cells.
 */
final class CsvDialect {
  /** The first of those that do equally well wins. */
  private static final List<Character> DELIMITERS = List.of('\t', ';', '|', ',');

  private static final int MOST_LINES_ABOVE = 20;
  private static final int FEW = 100;

  private final byte[] head;
  private final Encoding encoding;

  /**
   * A file's beginning.
   *
   * @param head as parsers take it, with whole lines
   */
  CsvDialect(byte[] head, Encoding encoding) {
    this.head = head;
    this.encoding = encoding;
  }

  /**
   * How well a form does.
   *
   * @param width the number of cells that most records have
   * @param above how many others stand before the first of them
   * @param good bytes of records of this width
   * @param bad bytes of the others behind the first
   */
  private record Fit(CsvForm form, int width, int above, long good, long bad) {
    /** More cells count only where nothing but the delimiter differs. */
    boolean isBetterThan(Fit other) {
      if (other.width == 1) {
        return width > 1 && good > bad;
      }
      boolean alike =
          form.quote() == other.form.quote()
              && form.escape() == other.form.escape()
              && form.comment() == other.form.comment();
      long share = good * other.bad - other.good * bad;
      return share > 0
          || (share == 0 && good > other.good)
          || (share == 0 && good == other.good && alike && width > other.width);
    }
  }

  /** Whether all records are of the form. */
  boolean is(CsvForm form) {
    Fit fit = fit(form);
    return fit.bad() == 0
        && fit.above() == 0
        && (fit.width() > 1 || guess().delimiter() == form.delimiter())
        && form.hasHeader() == guessNames(form).isEmpty();
  }

  CsvForm guess() {
    Fit best = fit(form(',', '"', CsvForm.NONE, CsvForm.NONE));
    List<Fit> usual = new ArrayList<>();
    for (char delimiter : DELIMITERS) {
      Fit fit = fit(form(delimiter, '"', CsvForm.NONE, CsvForm.NONE));
      usual.add(fit);
      best = fit.isBetterThan(best) ? fit : best;
    }
    for (Fit fit : usual) {
      if (fit.bad() > 0 || fit.above() > 0) {
        best = unusual(fit.form().delimiter(), best);
      }
    }
    CsvForm form = best.form();
    if (form.quote() == '"' && hasQuoted(form, '\'') && !hasQuoted(unquoted(form), '"')) {
      form = form(form.delimiter(), '\'', form.escape(), form.comment());
    }
    form = skipping(form, linesAbove(form, best.width()));
    return named(form, guessNames(form));
  }

  /** The best of a form and those of other quotes, escapes and comments. */
  private Fit unusual(int delimiter, Fit best) {
    Fit better = best;
    for (int quote : new int[] {'"', CsvForm.NONE, '\''}) {
      for (int escape : new int[] {CsvForm.NONE, '\\'}) {
        for (int comment : new int[] {CsvForm.NONE, '#'}) {
          Fit fit = fit(form(delimiter, quote, escape, comment));
          if (fit.isBetterThan(better) && (quote != CsvForm.NONE || !hasQuoted(fit.form(), '"'))) {
            better = fit;
          }
        }
      }
    }
    return better;
  }

  private CsvForm form(int delimiter, int quote, int escape, int comment) {
    return new CsvForm(
        delimiter, quote, escape, comment, encoding, List.of(), 0, CsvForm.USUAL.nullValues());
  }

  private CsvForm unquoted(CsvForm form) {
    return form(form.delimiter(), CsvForm.NONE, form.escape(), form.comment());
  }

  private static CsvForm skipping(CsvForm form, long lines) {
    return new CsvForm(
        form.delimiter(),
        form.quote(),
        form.escape(),
        form.comment(),
        form.encoding(),
        form.names(),
        lines,
        form.nullValues());
  }

  /** The same form in another encoding. */
  static CsvForm encoded(CsvForm form, Encoding encoding) {
    return new CsvForm(
        form.delimiter(),
        form.quote(),
        form.escape(),
        form.comment(),
        encoding,
        form.names(),
        form.skipLines(),
        form.nullValues());
  }

  private static CsvForm named(CsvForm form, List<String> names) {
    return new CsvForm(
        form.delimiter(),
        form.quote(),
        form.escape(),
        form.comment(),
        form.encoding(),
        names,
        form.skipLines(),
        form.nullValues());
  }

  private Fit fit(CsvForm form) {
    List<Integer> widths = new ArrayList<>();
    List<Long> bytes = new ArrayList<>();
    try {
      CsvRecords records = records(head, form);
      while (records.next()) {
        widths.add(records.isMalformed() ? 0 : records.width());
        bytes.add(records.text().length() + 1L);
      }
      if (records.isUnclosed()) {
        widths.add(0);
        bytes.add(head.length - records.quoteOffset());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be read", e);
    }
    int width = usual(widths);
    int above = Math.max(0, widths.indexOf(width));
    above = above > MOST_LINES_ABOVE ? 0 : above;
    long good = 0;
    long bad = 0;
    for (int i = above; i < widths.size(); i++) {
      good += widths.get(i) == width ? bytes.get(i) : 0;
      bad += widths.get(i) == width ? 0 : bytes.get(i);
    }
    return new Fit(form, width, above, good, bad);
  }

  /** The width that most have, the greatest of those that equally many have. */
  private static int usual(List<Integer> widths) {
    Map<Integer, Integer> records = new HashMap<>();
    widths.forEach(width -> records.merge(width, 1, Integer::sum));
    records.remove(0);
    int usual = 1;
    for (Map.Entry<Integer, Integer> entry : records.entrySet()) {
      int most = records.getOrDefault(usual, 0);
      if (entry.getValue() > most || (entry.getValue() == most && entry.getKey() > usual)) {
        usual = entry.getKey();
      }
    }
    return usual;
  }

  private static CsvRecords records(byte[] bytes, CsvForm form) throws IOException {
    return CsvRecords.from(0, new ByteArrayInputStream(bytes), form, bytes.length + 1L);
  }

  /** The first records of a form. */
  private static List<List<String>> first(byte[] bytes, CsvForm form, int most) {
    List<List<String>> first = new ArrayList<>();
    try {
      CsvRecords records = records(bytes, form);
      while (first.size() < most && records.next()) {
        first.add(records.cells());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be read", e);
    }
    return first;
  }

  /** Whether there are cells in these quotes, and none that only begins or ends with one. */
  private boolean hasQuoted(CsvForm form, char quote) {
    String mark = String.valueOf(quote);
    long quoted = 0;
    for (List<String> record : first(head, form, FEW)) {
      for (String cell : record) {
        boolean begins = cell.startsWith(mark);
        if (begins != cell.endsWith(mark) || cell.equals(mark)) {
          return false;
        }
        quoted += begins ? 1 : 0;
      }
    }
    return quoted > 0;
  }

  /** How many lines, such as a title, stand above the header; none if that is not sure. */
  private long linesAbove(CsvForm form, int width) {
    String[] lines =
        new String(head, StandardCharsets.ISO_8859_1).split("\r\n|\n|\r", MOST_LINES_ABOVE + 1);
    boolean title = false;
    for (int i = 0; i < Math.min(lines.length, MOST_LINES_ABOVE) && width > 1; i++) {
      if (lines[i].isBlank() || (!lines[i].isEmpty() && lines[i].charAt(0) == form.comment())) {
        continue;
      }
      List<List<String>> records = first(lines[i].getBytes(StandardCharsets.ISO_8859_1), form, 1);
      if (records.isEmpty()) { // a quote goes over lines
        return 0;
      }
      List<String> cells = records.get(0);
      long filled = cells.stream().filter(cell -> !cell.isBlank()).count();
      boolean mayBeTitle =
          cells.size() != width || (width > 2 && filled <= 1) || lines[i].startsWith("sep=");
      if (!mayBeTitle) {
        boolean header = cells.size() == width && !HeaderLine.hasData(cells);
        return title && header ? i : 0;
      }
      title = true;
    }
    return 0;
  }

  /** Names for files whose first record is data. */
  private List<String> guessNames(CsvForm form) {
    List<List<String>> records = first(head, named(form, List.of()), FEW);
    if (records.isEmpty() || !HeaderLine.isData(records)) {
      return List.of();
    }
    return IntStream.rangeClosed(1, records.get(0).size()).mapToObj(i -> "column_" + i).toList();
  }

  /** The beginning of a file without its last line where that may be cut. */
  static byte[] wholeLines(byte[] head, int most) {
    int end = head.length;
    while (head.length == most && end > 0 && head[end - 1] != '\n' && head[end - 1] != '\r') {
      end--;
    }
    return end == 0 ? head : Arrays.copyOf(head, end);
  }
}
