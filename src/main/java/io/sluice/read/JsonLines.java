package io.sluice.read;

import io.sluice.stream.ByteBuilder;
import io.sluice.stream.RecordReader;
import java.io.IOException;
import java.io.InputStream;

/**
 * The records of a file of JSON lines: the objects on its lines, several where they stand side by
 * side. Blank lines are skipped, a byte-order mark is taken off. A record never goes beyond its
 * line. What is no object, or is followed by anything but another, is one record up to the end of
 * its line, which its reader then refuses: half of a broken line must not pass for a row. Whether
 * the file ends within an object is told as well.
 *
 * <p>Both the pass that counts and the one that reads rows use it.
 */
final class JsonLines extends RecordReader {
  private final ByteBuilder bytes = new ByteBuilder();
  private boolean keeping;
  private int keptTo;
  private boolean cutOff;

  /**
   * The records of a file.
   *
   * @param most bytes that one may have
   */
  JsonLines(InputStream in, long most) throws IOException {
    this(0, in, most);
  }

  private JsonLines(long offset, InputStream in, long most) throws IOException {
    super(offset, in, most);
  }

  /** The records from this byte of a file on, at which one begins. */
  static JsonLines from(long offset, InputStream in, long most) throws IOException {
    return new JsonLines(offset, in, most);
  }

  /**
   * Goes to the next record; false at the end.
   *
   * @throws io.sluice.stream.LongRecordException if the record is longer than it may be
   */
  boolean next() throws IOException {
    bytes.clear();
    int first = read();
    while (isBlank(first)) {
      line += first == '\n' ? 1 : 0;
      first = read();
    }
    if (first < 0) {
      return false;
    }
    begin();
    keeping = true;
    keptTo = position - 1;
    if (first != '{') {
      restOfLine();
    } else if (!object()) {
      cutOff = peek() < 0;
    } else if (!standsAlone()) {
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
      pass();
      if (quoted) {
        if (b == '\\' && peek() >= 0 && peek() != '\n') {
          pass();
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
      pass();
    }
    return peek() < 0 || peek() == '\n' || peek() == '{';
  }

  private void restOfLine() throws IOException {
    while (peek() >= 0 && peek() != '\n') {
      pass();
    }
  }

  /** Whether the file ends within the record. */
  boolean isCutOff() {
    return cutOff;
  }

  /** The record, without the white space around it. */
  String record() {
    return bytes.toString().strip();
  }

  private static boolean isBlank(int b) {
    return b >= 0 && b <= ' ' && Character.isWhitespace(b);
  }

  @Override
  protected void beforeNextChunk() throws IOException {
    keep();
    keptTo = 0;
  }

  private void keep() throws IOException {
    if (!keeping) {
      return;
    }
    if (offset - recordOffset > most) {
      throw tooLong();
    }
    bytes.append(chunk, keptTo, position);
    keptTo = position;
  }
}
