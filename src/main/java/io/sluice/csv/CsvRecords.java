package io.sluice.csv;

import io.sluice.spec.CsvForm;
import io.sluice.stream.ByteBuilder;
import io.sluice.stream.RecordReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of a CSV file in a {@link CsvForm}, usually that of RFC 4180: quotes doubled within
 * quotes, line breaks within quotes, lines that are empty skipped, a byte-order mark taken off.
 * Whoever counts records and whoever reads them uses it, so that they cannot differ.
 *
 * <p>An escape makes a delimiter, a quote, a line end, an escape or the character of comments text.
 * Before any other character it is text itself, as in {@code \N}.
 *
 * <p>Lines end with LF or CRLF; with CR too where the first line ends with a lone CR. Otherwise a
 * lone CR is part of its cell. Works on bytes: the characters that matter are ASCII. Not
 * thread-safe; the caller closes the stream.
 */
public final class CsvRecords extends RecordReader {
  private enum State {
    START,
    PLAIN,
    QUOTED,
    CLOSED
  }

  private final int delimiter;
  private final int quote;
  private final int escape;
  private final int comment;
  private final Charset charset;

  /** The bytes that may mean more than themselves. */
  private final boolean[] isSpecial = new boolean[256];

  private int mostCells = Integer.MAX_VALUE;
  private boolean firstLineEnded;
  private boolean carriageReturnEnds;

  private final ByteBuilder cell = new ByteBuilder();
  private final ByteBuilder text = new ByteBuilder();
  private List<String> cells = List.of();
  private int width;
  private boolean malformed;
  private long quoteLine;
  private long quoteOffset;
  private boolean unclosed;
  private boolean unended;

  /**
   * The records of a file in the usual form, its header among them.
   *
   * @param most bytes that a record may have
   */
  public CsvRecords(InputStream in, long most) throws IOException {
    this(0, in, CsvForm.USUAL, most);
  }

  private CsvRecords(long offset, InputStream in, CsvForm form, long most) throws IOException {
    super(offset, in, most);
    firstLineEnded = offset > 0;
    delimiter = form.delimiter();
    quote = form.quote();
    escape = form.escape();
    comment = form.comment();
    charset = form.encoding().parsedAs();
    for (int special : new int[] {delimiter, quote, escape, '\n', '\r'}) {
      if (special != CsvForm.NONE) {
        isSpecial[special] = true;
      }
    }
    for (long i = 0; offset == 0 && i < form.skipLines() && peek() >= 0; i++) {
      skipLine();
    }
  }

  /**
   * The records from this byte of a file on, at which one begins. Behind the first one the file
   * must not be one whose lines end with a lone CR.
   *
   * @param most bytes that a record may have
   */
  public static CsvRecords from(long offset, InputStream in, CsvForm form, long most)
      throws IOException {
    return new CsvRecords(offset, in, form, most);
  }

  /** The cells of all records of a text, which must fit into memory. */
  public static List<List<String>> of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<List<String>> all = new ArrayList<>();
    try {
      CsvRecords records = new CsvRecords(new ByteArrayInputStream(bytes), bytes.length);
      while (records.next()) {
        all.add(records.cells());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be read", e);
    }
    return all;
  }

  /** Sets how many bytes the records from here on may have, and how many cells are kept of one. */
  public void bound(long bytes, int cellsKept) {
    most = bytes;
    mostCells = cellsKept;
  }

  /** Whether lines end with a lone CR. */
  public boolean endsWithCarriageReturn() {
    return carriageReturnEnds;
  }

  /**
   * Goes to the next record and keeps it. False at the end, and where a quote is not closed.
   *
   * @throws io.sluice.stream.LongRecordException if the record is longer than it may be
   */
  public boolean next() throws IOException {
    return advance(true);
  }

  /** Goes over the next record without keeping it, in constant memory. */
  public boolean skip() throws IOException {
    return advance(false);
  }

  /** The cells of the record that {@link #next} went to, as many as are kept. */
  public List<String> cells() {
    return cells;
  }

  /** How many cells the record has. */
  public int width() {
    return width;
  }

  /** The record as it stands in the file, without its line end. */
  public String text() {
    return text.text(charset);
  }

  /** Whether text stands behind a closing quote, so that the cells are a guess. */
  public boolean isMalformed() {
    return malformed;
  }

  /** Whether the file ended within quotes. */
  public boolean isUnclosed() {
    return unclosed;
  }

  /** Whether the record ends with the file and has no line end. */
  public boolean isUnended() {
    return unended;
  }

  /** The line, from 1, on which the last quoted cell opened. */
  public long quoteLine() {
    return quoteLine;
  }

  /** The byte, from 0, at which the last quoted cell opened. */
  public long quoteOffset() {
    return quoteOffset;
  }

  private boolean advance(boolean keep) throws IOException {
    cells = new ArrayList<>();
    width = 0;
    cell.clear();
    text.clear();
    malformed = false;
    unended = false;
    State state = State.START;
    boolean any = false;
    while (true) {
      int b = read();
      if (b < 0) {
        unclosed = state == State.QUOTED;
        if (!any || unclosed) {
          return false;
        }
        unended = true;
        endCell(keep);
        return true;
      }
      if (state == State.QUOTED) {
        countLine(b);
      } else if (endsLine(b)) {
        line++;
        if (any) {
          endCell(keep);
          return true;
        }
        continue;
      }
      if (!any) {
        if (b == comment) {
          skipLine();
          continue;
        }
        any = true;
        begin();
      }
      if (offset - recordOffset > most) {
        throw tooLong();
      }
      if (keep) {
        text.append(b);
      }
      state = step(state, b, keep);
      if (state == State.PLAIN || state == State.QUOTED) {
        ordinary(keep);
      }
    }
  }

  /** Goes over the bytes that mean themselves in any state, as many as are at hand. */
  private void ordinary(boolean keep) {
    int from = position;
    while (position < limit && !isSpecial[chunk[position] & 0xFF]) {
      position++;
    }
    offset += position - from;
    if (keep && position > from) {
      cell.append(chunk, from, position);
      text.append(chunk, from, position);
    }
  }

  private State step(State state, int b, boolean keep) throws IOException {
    return switch (state) {
      case QUOTED -> b == quote ? State.CLOSED : literal(b, keep, State.QUOTED);
      case CLOSED -> {
        if (b == quote) {
          yield append(b, keep, State.QUOTED);
        }
        malformed |= b != delimiter;
        yield outside(b, keep);
      }
      case START -> {
        if (b == quote) {
          quoteLine = line;
          quoteOffset = offset - 1;
          yield State.QUOTED;
        }
        yield outside(b, keep);
      }
      case PLAIN -> outside(b, keep);
    };
  }

  private State outside(int b, boolean keep) throws IOException {
    if (b == delimiter) {
      endCell(keep);
      return State.START;
    }
    return literal(b, keep, State.PLAIN);
  }

  /** Adds a byte, or the one that it escapes. */
  private State literal(int b, boolean keep, State next) throws IOException {
    if (b != escape) {
      return append(b, keep, next);
    }
    int escaped = peek();
    if (escaped < 0 || !(isSpecial[escaped] || escaped == comment)) {
      return append(b, keep, next);
    }
    countLine(read());
    if (keep) {
      text.append(escaped);
    }
    return append(escaped, keep, next);
  }

  private void skipLine() throws IOException {
    int b = read();
    while (b >= 0 && !endsLine(b)) {
      b = read();
    }
    line++;
  }

  private void countLine(int b) throws IOException {
    if (b == '\n' || (b == '\r' && peek() != '\n')) {
      line++;
    }
  }

  private boolean endsLine(int b) throws IOException {
    if (b == '\n') {
      firstLineEnded = true;
      return true;
    }
    if (b != '\r') {
      return false;
    }
    if (peek() == '\n') {
      read();
      firstLineEnded = true;
      return true;
    }
    if (!firstLineEnded) {
      firstLineEnded = true;
      carriageReturnEnds = true;
    }
    return carriageReturnEnds;
  }

  private State append(int b, boolean keep, State next) {
    if (keep) {
      cell.append(b);
    }
    return next;
  }

  private void endCell(boolean keep) {
    if (keep && width < mostCells) {
      cells.add(cell.text(charset));
    }
    width++;
    cell.clear();
  }
}
