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
  private boolean started;
  private String line = "";

  JsonLines(InputStream in) {
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /** Goes to the next line that is not blank; false at the end. */
  boolean next() throws IOException {
    int b;
    do {
      bytes.clear();
      b = in.read();
      while (b >= 0 && b != '\n') {
        bytes.append(b);
        b = in.read();
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

  /** The line that {@link #next} went to, without the white space around it. */
  String line() {
    return line.strip();
  }
}
