package io.sluice.run.init;

import io.sluice.spec.CsvForm;
import io.sluice.spec.CsvForm.Encoding;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a CSV file is written, guessed from its beginning, and the options that say so. */
final class CsvDialect {
  private static final String DELIMITERS = ",;\t|";

  private CsvDialect() {}

  static CsvForm of(byte[] head) {
    CsvForm usual = CsvForm.USUAL;
    return new CsvForm(
        delimiter(head),
        usual.quote(),
        usual.escape(),
        usual.comment(),
        encoding(head),
        usual.names(),
        usual.skipLines(),
        usual.nullValues());
  }

  /** The value of {@code raw.csv}; empty for the usual form. */
  static String options(CsvForm form) {
    List<String> options = new ArrayList<>();
    if (form.delimiter() != CsvForm.USUAL.delimiter()) {
      String delimiter = form.delimiter() == '\t' ? "tab" : "\"" + (char) form.delimiter() + "\"";
      options.add("delimiter: " + delimiter);
    }
    if (form.encoding() != CsvForm.USUAL.encoding()) {
      options.add("encoding: " + form.encoding().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return options.isEmpty() ? "" : "{" + String.join(", ", options) + "}";
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

  /** Windows-1252 is Latin-1 with characters in place of 32 controls. */
  private static Encoding encoding(byte[] head) {
    if (isUtf8(head)) {
      return Encoding.UTF_8;
    }
    for (byte b : head) {
      if ((b & 0xE0) == 0x80) {
        return Encoding.WINDOWS_1252;
      }
    }
    return Encoding.LATIN_1;
  }

  /** The last character may be cut. */
  private static boolean isUtf8(byte[] head) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result =
        decoder.decode(ByteBuffer.wrap(head), CharBuffer.allocate(head.length), false);
    return !result.isError();
  }
}
