package io.sluice.read;

import java.io.IOException;
import java.io.InputStream;

/**
 * The records of a file of JSON lines: the objects on its lines, several where they stand side by
 * side. Blank lines are skipped, a byte-order mark is taken off. A record never goes beyond its
 * line. What is no object, or is followed by anything but another, is one record up to the end of
 * its line, which its reader then refuses: half of a broken line must not pass for a row.
 *
 * <p>Both the pass that counts and the one that reads rows use it. Not thread-safe; the caller
 * closes the stream.
 */
final class JsonLines {
  private static final int CHUNK = 1 << 16;
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final long most;
  private final byte[] chunk = new byte[CHUNK];
  private int position;
  private int limit;
  private long offset;

  private final CsvRecords.ByteBuilder bytes = new CsvRecords.ByteBuilder();
  private boolean keeping;
  private int keptTo;
  private long line = 1;
  private long recordLine = 1;
  private long recordOffset;

  /**
   * The records of a file.
   *
   * @param most bytes that one may have
   */
  JsonLines(InputStream in, long most) throws IOException {
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

  private JsonLines(InputStream in, long offset, long most) {
    this.in = in;
    this.offset = offset;
    this.most = most;
  }

  /** The records from this byte of a file on, at which one begins. */
  static JsonLines from(long offset, InputStream in, long most) throws IOException {
    return offset == 0 ? new JsonLines(in, most) : new JsonLines(in, offset, most);
  }

  /** The byte, from 0, behind the last record and what belongs to no other. */
  long offset() {
    return offset;
  }

  /** The line of the record, from 1, where reading began with the file. */
  long lineNumber() {
    return recordLine;
  }

  /**
   * Goes to the next record; false at the end.
   *
   * @throws LongRecordException if the record is longer than it may be
   */
  boolean next() throws IOException {
    bytes.clear();
    int first = read();
    while (isBlank(first)) {
      first = read();
    }
    if (first < 0) {
      return false;
    }
    recordLine = line;
    recordOffset = offset - 1;
    keeping = true;
    keptTo = position - 1;
    if (first != '{' || (object() && !standsAlone())) {
      restOfLine();
    }
    keep();
    keeping = false;
    return true;
  }

  /** Goes over an object, which has begun; false where its line ends before it does. */
  private boolean object() throws IOException {
    int depth = 1;
    boolean quoted = false;
    while (depth > 0) {
      int b = peek();
      if (b < 0 || b == '\n') {
        return false;
      }
      position++;
      offset++;
      if (quoted) {
        if (b == '\\' && peek() >= 0 && peek() != '\n') {
          position++;
          offset++;
        }
        quoted = b != '"';
      } else if (b == '"') {
        quoted = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
      }
    }
    return true;
  }

  /** Whether nothing but another object follows on the line. */
  private boolean standsAlone() throws IOException {
    while (peek() != '\n' && isBlank(peek())) {
      position++;
      offset++;
    }
    return peek() < 0 || peek() == '\n' || peek() == '{';
  }

  private void restOfLine() throws IOException {
    while (peek() >= 0 && peek() != '\n') {
      position++;
      offset++;
    }
  }

  /** The record, without the white space around it. */
  String record() {
    return bytes.toString().strip();
  }

  private static boolean isBlank(int b) {
    return b >= 0 && b <= ' ' && Character.isWhitespace(b);
  }

  private int read() throws IOException {
    int b = peek();
    if (b >= 0) {
      position++;
      offset++;
      line += b == '\n' ? 1 : 0;
    }
    return b;
  }

  private int peek() throws IOException {
    return position == limit && !fill() ? -1 : chunk[position] & 0xff;
  }

  private boolean fill() throws IOException {
    keep();
    position = 0;
    keptTo = 0;
    limit = Math.max(0, in.readNBytes(chunk, 0, CHUNK));
    return limit > 0;
  }

  private void keep() throws IOException {
    if (!keeping) {
      return;
    }
    if (offset - recordOffset > most) {
      throw new LongRecordException("the record", recordLine, recordOffset, most);
    }
    bytes.append(chunk, keptTo, position);
    keptTo = position;
  }
}
