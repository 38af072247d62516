package io.sluice.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The records of a CSV file (RFC 4180): quotes doubled within quotes, line breaks within quotes,
 * lines that are empty skipped, a byte-order mark taken off. Both the pass that counts and the one
 * that reads rows use it, so that they cannot differ.
 *
 * <p>Lines end with LF or CRLF; with CR too where the first line ends with a lone CR. Otherwise a
 * lone CR is part of its cell. Works on bytes: the characters that matter are ASCII. Not
 * thread-safe; the caller closes the stream.
 */
final class CsvRecords {
  private static final int CHUNK = 1 << 16;
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private static final boolean[] IS_SPECIAL = new boolean[256];

  static {
    for (char special : new char[] {',', '"', '\n', '\r'}) {
      IS_SPECIAL[special] = true;
    }
  }

  private enum State {
    START,
    PLAIN,
    QUOTED,
    CLOSED
  }

  private final InputStream in;
  private long most;
  private int mostCells = Integer.MAX_VALUE;
  private final byte[] chunk = new byte[CHUNK];
  private int position;
  private int limit;
  private long offset;
  private long line = 1;
  private long recordLine;
  private long recordOffset;
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

  /**
   * The records of a file, its header among them.
   *
   * @param most bytes that a record may have
   */
  CsvRecords(InputStream in, long most) throws IOException {
    this(in, 0, most);
    int mark = 0;
    fill();
    while (mark < MARK.length && limit > mark && chunk[mark] == MARK[mark]) {
      mark++;
    }
    if (mark == MARK.length) {
      position = mark;
      offset = mark;
    }
  }

  private CsvRecords(InputStream in, long offset, long most) {
    this.in = in;
    this.offset = offset;
    this.most = most;
  }

  /**
   * The records from this byte of a file on, at which one begins. The file must not be one whose
   * lines end with a lone CR.
   */
  static CsvRecords from(long offset, InputStream in, long most) {
    CsvRecords records = new CsvRecords(in, offset, most);
    records.firstLineEnded = true;
    return records;
  }

  /** Sets how many bytes the records from here on may have, and how many cells are kept of one. */
  void bound(long bytes, int cellsKept) {
    most = bytes;
    mostCells = cellsKept;
  }

  /** The byte, from 0, behind the last record and its line end. */
  long offset() {
    return offset;
  }

  /** Whether lines end with a lone CR. */
  boolean endsWithCarriageReturn() {
    return carriageReturnEnds;
  }

  /**
   * Goes to the next record and keeps it. False at the end, and where a quote is not closed.
   *
   * @throws LongRecordException if the record is longer than it may be
   */
  boolean next() throws IOException {
    return advance(true);
  }

  /** Goes over the next record without keeping it, in constant memory. */
  boolean skip() throws IOException {
    return advance(false);
  }

  /** The cells of the record that {@link #next} went to, as many as are kept. */
  List<String> cells() {
    return cells;
  }

  /** How many cells the record has. */
  int width() {
    return width;
  }

  /** The record as it stands in the file, without its line end. */
  String text() {
    return text.toString();
  }

  /** Whether text stands behind a closing quote, so that the cells are a guess. */
  boolean isMalformed() {
    return malformed;
  }

  /** Whether the file ended within quotes. */
  boolean isUnclosed() {
    return unclosed;
  }

  /** The line, from 1, on which the last quoted cell opened. */
  long quoteLine() {
    return quoteLine;
  }

  /** The byte, from 0, at which the last quoted cell opened. */
  long quoteOffset() {
    return quoteOffset;
  }

  private boolean advance(boolean keep) throws IOException {
    cells = new ArrayList<>();
    width = 0;
    cell.clear();
    text.clear();
    malformed = false;
    State state = State.START;
    boolean any = false;
    while (true) {
      int b = read();
      if (b < 0) {
        unclosed = state == State.QUOTED;
        if (!any || unclosed) {
          return false;
        }
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
        any = true;
        recordLine = line;
        recordOffset = offset - 1;
      }
      if (offset - recordOffset > most) {
        throw new LongRecordException("the record", recordLine, recordOffset, most);
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
    while (position < limit && !IS_SPECIAL[chunk[position] & 0xFF]) {
      position++;
    }
    offset += position - from;
    if (keep && position > from) {
      cell.append(chunk, from, position);
      text.append(chunk, from, position);
    }
  }

  private State step(State state, int b, boolean keep) {
    return switch (state) {
      case QUOTED -> b == '"' ? State.CLOSED : append(b, keep, State.QUOTED);
      case CLOSED -> {
        if (b == '"') {
          yield append(b, keep, State.QUOTED);
        }
        malformed |= b != ',';
        yield outside(b, keep);
      }
      case START -> {
        if (b == '"') {
          quoteLine = line;
          quoteOffset = offset - 1;
          yield State.QUOTED;
        }
        yield outside(b, keep);
      }
      case PLAIN -> outside(b, keep);
    };
  }

  private State outside(int b, boolean keep) {
    if (b == ',') {
      endCell(keep);
      return State.START;
    }
    return append(b, keep, State.PLAIN);
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
      cells.add(cell.toString());
    }
    width++;
    cell.clear();
  }

  private int read() throws IOException {
    if (position == limit && !fill()) {
      return -1;
    }
    offset++;
    return chunk[position++] & 0xFF;
  }

  private int peek() throws IOException {
    return position == limit && !fill() ? -1 : chunk[position] & 0xFF;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.readNBytes(chunk, 0, CHUNK));
    return limit > 0;
  }

  /** Bytes of UTF-8 that grow. */
  static final class ByteBuilder {
    private static final int START = 256;
    private static final int USUAL = 1 << 20;
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private byte[] bytes = new byte[START];
    private int length;

    void append(int b) {
      if (length == bytes.length) {
        grow(1);
      }
      bytes[length++] = (byte) b;
    }

    void append(byte[] from, int start, int end) {
      int added = end - start;
      if (length + added > bytes.length) {
        grow(added);
      }
      System.arraycopy(from, start, bytes, length, added);
      length += added;
    }

    private void grow(int added) {
      long wanted = Math.max(2L * bytes.length, (long) length + added);
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, LONGEST));
    }

    /** Takes bytes away from the start. */
    void drop(int count) {
      System.arraycopy(bytes, count, bytes, 0, length - count);
      length -= count;
    }

    int length() {
      return length;
    }

    /** Forgets the bytes, and the room for them where one record in very many needed it. */
    void clear() {
      length = 0;
      if (bytes.length > USUAL) {
        bytes = new byte[START];
      }
    }

    /** The bytes between these places. */
    String text(int from, int to) {
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
  }
}
