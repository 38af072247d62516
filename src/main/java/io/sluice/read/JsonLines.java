package io.sluice.read;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The lines of a JSON lines file that are not blank; a byte-order mark is taken off. Both the pass
 * that counts and the one that reads rows use it. Not thread-safe; the caller closes the stream.
 */
final class JsonLines {
  private static final String MARK = "\uFEFF";

  private final InputStream in;
  private final CsvRecords.ByteBuilder bytes = new CsvRecords.ByteBuilder();
  private long offset;
  private boolean started;
  private String line = "";

  /** The lines of a file. */
  JsonLines(InputStream in) {
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /** The lines from this byte of a file on, at which one begins. */
  static JsonLines from(long offset, InputStream in) {
    JsonLines lines = new JsonLines(in);
    lines.offset = offset;
    lines.started = offset > 0;
    return lines;
  }

  /** The byte, from 0, behind the last line and its end. */
  long offset() {
    return offset;
  }

  /** Goes to the next line that is not blank; false at the end. */
  boolean next() throws IOException {
    int b;
    do {
      bytes.clear();
      b = read();
      while (b >= 0 && b != '\n') {
        bytes.append(b);
        b = read();
      }
      line = bytes.toString();
      if (!started && line.startsWith(MARK)) {
        line = line.substring(1);
      }
      started = true;
      if (!line.isBlank()) {
        return true;
      }
    } while (b >= 0);
    return false;
  }

  private int read() throws IOException {
    int b = in.read();
    offset += b < 0 ? 0 : 1;
    return b;
  }

  /** The line that {@link #next} went to, without the white space around it. */
  String line() {
    return line.strip();
  }
}
