package io.sluice.run.init;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How a CSV file is written, from its beginning. The one place for what is guessed of a dialect: an
 * option that job files have is written from here, and what they lack is refused.
 *
 * @param delimiter between cells
 * @param isUtf8 whether the beginning is text in UTF-8
 */
record CsvDialect(char delimiter, boolean isUtf8) {
  private static final String DELIMITERS = ",;\t|";

  static CsvDialect of(byte[] head) {
    return new CsvDialect(delimiter(head), isUtf8(head));
  }

  /** Why no run could read the file; empty where it can be read. */
  Optional<String> fault() {
    if (!isUtf8) {
      return Optional.of(
          "has bytes that are not UTF-8. CSV and JSON are read in UTF-8, unpacked or in gzip. Export"
              + " it so");
    }
    return delimiter == ','
        ? Optional.empty()
        : Optional.of(
            "has its cells between \""
                + (delimiter == '\t' ? "\\t" : String.valueOf(delimiter))
                + "\", a comma is needed. Export it so");
  }

  /** The one that the header has most of, outside of quotes. */
  private static char delimiter(byte[] head) {
    char best = ',';
    int most = 0;
    for (int i = 0; i < DELIMITERS.length(); i++) {
      char delimiter = DELIMITERS.charAt(i);
      int count = 0;
      boolean quoted = false;
      for (byte b : head) {
        if (!quoted && (b == '\n' || b == '\r')) {
          break;
        }
        quoted ^= b == '"';
        count += !quoted && b == delimiter ? 1 : 0;
      }
      if (count > most) {
        best = delimiter;
        most = count;
      }
    }
    return best;
  }

  /** The last character may be cut. */
  private static boolean isUtf8(byte[] head) {
    for (byte b : head) {
      if (b == 0) {
        return false;
      }
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result =
        decoder.decode(ByteBuffer.wrap(head), CharBuffer.allocate(head.length), false);
    return !result.isError();
  }
}
