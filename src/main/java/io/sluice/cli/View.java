package io.sluice.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalInt;

/**
 * How tables and times are shown: short on a terminal, in full where a program reads them.
 *
 * @param columns the width of the terminal; empty where nobody watches
 * @param wide whether all columns and rows were asked for
 * @param utc whether exact times were asked for
 * @param now for relative times
 */
record View(OptionalInt columns, boolean wide, boolean utc, Instant now) {
  private static final Duration TWO_DAYS = Duration.ofDays(2);

  /** Whether all columns and rows are shown, however wide they are. */
  boolean whole() {
    return wide || columns.isEmpty();
  }

  /** The table, in the width that there is; a line says what was left out. */
  String shown(TextTable table) {
    return shown(table, "");
  }

  /**
   * The same, with a remark for people in that line.
   *
   * @param remark empty where there is none
   */
  String shown(TextTable table, String remark) {
    if (whole()) {
      return table.text();
    }
    List<String> leftOut = table.fit(columns.getAsInt());
    String wide = leftOut.isEmpty() ? "" : "--wide shows " + String.join(", ", leftOut) + " too";
    String note = remark + (remark.isEmpty() || wide.isEmpty() ? "" : "; ") + wide;
    return table.text() + (note.isEmpty() ? "" : folded("(" + note + ")\n"));
  }

  /** Lines of text in the width of the terminal; words are left whole. */
  String folded(String text) {
    return whole() ? text : Wrapped.folded(text, columns.getAsInt());
  }

  /** Seconds are fine enough; {@code 3 h ago} where a person reads. */
  String time(Instant instant) {
    return utc || columns.isEmpty()
        ? instant.truncatedTo(ChronoUnit.SECONDS).toString()
        : relative(Duration.between(instant, now));
  }

  /** A text in which an instant is the first word, or the only one. */
  String time(String text) {
    int end = text.indexOf(' ') < 0 ? text.length() : text.indexOf(' ');
    try {
      return time(Instant.parse(text.substring(0, end))) + text.substring(end);
    } catch (DateTimeParseException e) {
      return text;
    }
  }

  private static String relative(Duration age) {
    Duration length = age.abs();
    if (length.compareTo(Duration.ofSeconds(1)) < 0) {
      return "now";
    }
    String amount;
    if (length.compareTo(Duration.ofMinutes(2)) < 0) {
      amount = length.toSeconds() + " s";
    } else if (length.compareTo(Duration.ofHours(2)) < 0) {
      amount = length.toMinutes() + " min";
    } else if (length.compareTo(TWO_DAYS) < 0) {
      amount = length.toHours() + " h";
    } else {
      amount = length.toDays() + " d";
    }
    return age.isNegative() ? "in " + amount : amount + " ago";
  }
}
