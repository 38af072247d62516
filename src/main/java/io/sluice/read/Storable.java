package io.sluice.read;

import io.sluice.spec.CleanSpec.CleanFormat;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.spark.sql.Row;

/**
 * Which values a table returns unchanged: the value that the merge compares must be the value that
 * is stored (docs/merge-law.md, case 18b).
 */
final class Storable implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The days that ORC turns into the 15th, as its calendar jumps from the 4th to the 15th. */
  private static final LocalDate FIRST_LEFT_OUT = LocalDate.of(1582, 10, 5);

  private static final LocalDate LAST_LEFT_OUT = LocalDate.of(1582, 10, 14);

  private final CleanFormat format;

  /** What tables of this format hold. */
  Storable(CleanFormat format) {
    this.format = format;
  }

  /** Checks a value as rows hold it, and all within it. */
  void require(Object value) throws BadValueException {
    if (value instanceof String text) {
      requireWhole(text);
    } else if (value instanceof Row row) {
      for (int i = 0; i < row.length(); i++) {
        require(row.get(i));
      }
    } else if (value instanceof Object[] elements) {
      for (Object element : elements) {
        require(element);
      }
    } else if (format == CleanFormat.ORC && value instanceof LocalDate date) {
      requireInOrc(date);
    } else if (format == CleanFormat.ORC && value instanceof Instant instant) {
      requireInOrc(LocalDate.ofInstant(instant, ZoneOffset.UTC));
      // ORC counts seconds from 2015, and takes a whole one off where there are milliseconds.
      if (instant.getEpochSecond() == -1 && instant.getNano() >= 1_000_000) {
        throw new BadValueException("ORC moves the last second of 1969 to 1970");
      }
    }
  }

  /** Tables hold UTF-8, which has no halves of surrogate pairs: each would come back as "?". */
  static void requireWhole(String text) throws BadValueException {
    if (firstHalf(text, 0) < text.length()) {
      throw new BadValueException("half of a surrogate pair, which is not a character");
    }
  }

  /** The text with halves of surrogate pairs as JSON writes them, {@code \ud83d}. */
  static String escaped(String text) {
    int half = firstHalf(text, 0);
    if (half == text.length()) {
      return text;
    }
    StringBuilder escaped = new StringBuilder();
    int from = 0;
    while (half < text.length()) {
      escaped.append(text, from, half).append(String.format("\\u%04x", (int) text.charAt(half)));
      from = half + 1;
      half = firstHalf(text, from);
    }
    return escaped.append(text, from, text.length()).toString();
  }

  private static void requireInOrc(LocalDate date) throws BadValueException {
    if (!date.isBefore(FIRST_LEFT_OUT) && !date.isAfter(LAST_LEFT_OUT)) {
      throw new BadValueException("ORC has no 5 to 14 October 1582");
    }
  }

  /** The place of the next half of a pair; the length of the text where there is none. */
  private static int firstHalf(String text, int from) {
    int i = from;
    while (i < text.length()) {
      // Of a whole pair this is the character, of a half the half itself.
      int character = text.codePointAt(i);
      if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
        return i;
      }
      i += Character.charCount(character);
    }
    return text.length();
  }
}
