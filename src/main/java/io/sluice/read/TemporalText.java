package io.sluice.read;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates and instants from text: real ones, written in full, nothing guessed and nothing cut off.
 */
final class TemporalText {
  private static final Pattern DATE = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})");
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          DATE.pattern()
              + "(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,30}))?)?"
              + "(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?");
  private static final int MICRO_DIGITS = 6;

  private TemporalText() {}

  /** A date written {@code yyyy-MM-dd}. */
  static LocalDate date(String text) throws BadValueException {
    Matcher matcher = DATE.matcher(text);
    if (!matcher.matches()) {
      throw new BadValueException("not a date, which is written yyyy-MM-dd");
    }
    return date(matcher);
  }

  /**
   * An instant in ISO 8601 with {@code T} or a blank, at most microseconds, and an offset; without
   * an offset it is UTC, and a date alone is its midnight.
   */
  static Instant timestamp(String text) throws BadValueException {
    Matcher matcher = TIMESTAMP.matcher(text);
    if (!matcher.matches()) {
      throw new BadValueException(
          "not a timestamp, which is written yyyy-MM-ddTHH:mm:ss, a fraction, and an offset");
    }
    LocalDate date = date(matcher);
    if (matcher.group(4) == null) {
      return date.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    try {
      LocalTime time =
          LocalTime.of(
              number(matcher.group(4)),
              number(matcher.group(5)),
              matcher.group(6) == null ? 0 : number(matcher.group(6)),
              nanos(matcher.group(7)));
      Instant instant = LocalDateTime.of(date, time).toInstant(offset(matcher.group(8)));
      int year = instant.atOffset(ZoneOffset.UTC).getYear();
      if (year < 1 || year > 9999) {
        throw new BadValueException("out of range: years are 0001 to 9999 in UTC");
      }
      return instant;
    } catch (DateTimeException e) {
      throw new BadValueException("not a real time: " + e.getMessage());
    }
  }

  private static LocalDate date(Matcher matcher) throws BadValueException {
    int year = number(matcher.group(1));
    if (year == 0) {
      throw new BadValueException("out of range: years are 0001 to 9999");
    }
    try {
      return LocalDate.of(year, number(matcher.group(2)), number(matcher.group(3)));
    } catch (DateTimeException e) {
      throw new BadValueException("not a real date: " + e.getMessage());
    }
  }

  private static int nanos(String fraction) throws BadValueException {
    if (fraction == null) {
      return 0;
    }
    int digits = Math.min(fraction.length(), MICRO_DIGITS);
    for (int i = digits; i < fraction.length(); i++) {
      if (fraction.charAt(i) != '0') {
        throw new BadValueException("finer than a microsecond, which would be lost");
      }
    }
    int micros = number(fraction.substring(0, digits));
    for (int i = digits; i < MICRO_DIGITS; i++) {
      micros *= 10;
    }
    return micros * 1000;
  }

  private static ZoneOffset offset(String text) {
    if (text == null || text.equals("Z")) {
      return ZoneOffset.UTC;
    }
    int sign = text.charAt(0) == '-' ? -1 : 1;
    int hours = number(text.substring(1, 3));
    int minutes = text.length() > 3 ? number(text.substring(text.length() - 2)) : 0;
    return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }
}
