package io.sluice.read;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Dates and instants from text: real ones, written in full, nothing guessed and nothing cut off.
 */
final class TemporalText {
  private static final int DATE_LENGTH = 10;
  private static final int NANO_DIGITS = 9;
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private TemporalText() {}

  /** A date written {@code yyyy-MM-dd}. */
  static LocalDate date(String text) throws BadValueException {
    if (text.length() != DATE_LENGTH) {
      throw new BadValueException("not a date, which is written yyyy-MM-dd");
    }
    return datePart(text);
  }

  /**
   * An instant in ISO 8601 with {@code T} or a blank, at most nanoseconds, and an offset, a blank
   * before it or not; a date alone is its midnight. Seconds may be left out.
   *
   * @param zone of a text without offset
   */
  static Instant timestamp(String text, Optional<ZoneId> zone) throws BadValueException {
    if (text.length() < DATE_LENGTH) {
      throw notATimestamp();
    }
    LocalDate date = datePart(text);
    if (text.length() == DATE_LENGTH) {
      return instant(date.atStartOfDay(), zone);
    }
    if (text.charAt(DATE_LENGTH) != 'T' && text.charAt(DATE_LENGTH) != ' ') {
      throw notATimestamp();
    }
    int end = zoneStart(text);
    boolean blank = text.startsWith(" ", end) && end + 1 < text.length();
    try {
      LocalDateTime local = LocalDateTime.of(date, time(text.substring(DATE_LENGTH + 1, end)));
      return end == text.length()
          ? instant(local, zone)
          : inRange(local.toInstant(offset(text.substring(blank ? end + 1 : end))));
    } catch (DateTimeException e) {
      throw new BadValueException("not a real time: " + e.getMessage());
    }
  }

  /**
   * The instant of a time in a zone: where clocks are put back and show it twice, the first of the
   * two.
   *
   * @throws BadValueException if there is no zone, or clocks are put forward over the time
   */
  static Instant instant(LocalDateTime local, Optional<ZoneId> zone) throws BadValueException {
    if (zone.isEmpty()) {
      throw new BadValueException("a time without zone, and raw.zone does not say one");
    }
    List<ZoneOffset> offsets = zone.get().getRules().getValidOffsets(local);
    if (offsets.isEmpty()) {
      throw new BadValueException("a time that its zone never has");
    }
    return inRange(local.toInstant(offsets.get(0)));
  }

  /** The instant, where its year is one that tables hold. */
  static Instant inRange(Instant instant) throws BadValueException {
    if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
      throw outOfRange();
    }
    return instant;
  }

  static BadValueException outOfRange() {
    return new BadValueException("out of range: years are 0001 to 9999 in UTC");
  }

  private static int zoneStart(String text) {
    for (int i = DATE_LENGTH + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 'Z' || c == '+' || c == '-' || c == ' ' || c == 'U') {
        return i;
      }
    }
    return text.length();
  }

  private static LocalDate datePart(String text) throws BadValueException {
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, DATE_LENGTH);
    if (year < 0 || month < 0 || day < 0 || text.charAt(4) != '-' || text.charAt(7) != '-') {
      throw new BadValueException("not a date, which is written yyyy-MM-dd");
    }
    if (year == 0) {
      throw new BadValueException("out of range: years are 0001 to 9999");
    }
    try {
      return LocalDate.of(year, month, day);
    } catch (DateTimeException e) {
      throw new BadValueException("not a real date: " + e.getMessage());
    }
  }

  /** {@code HH:mm}, {@code HH:mm:ss} or {@code HH:mm:ss.ffffff}. */
  private static LocalTime time(String text) throws BadValueException {
    int length = text.length();
    if (length < 5
        || text.charAt(2) != ':'
        || (length > 5 && (length < 8 || text.charAt(5) != ':'))
        || (length > 8 && (length < 10 || text.charAt(8) != '.'))) {
      throw notATimestamp();
    }
    int hour = digits(text, 0, 2);
    int minute = digits(text, 3, 5);
    int second = length > 5 ? digits(text, 6, 8) : 0;
    int nanos = length > 8 ? nanos(text.substring(9)) : 0;
    if (hour < 0 || minute < 0 || second < 0 || nanos < 0) {
      throw notATimestamp();
    }
    return LocalTime.of(hour, minute, second, nanos);
  }

  private static int nanos(String fraction) throws BadValueException {
    int digits = Math.min(fraction.length(), NANO_DIGITS);
    int nanos = digits(fraction, 0, digits);
    for (int i = digits; i < fraction.length(); i++) {
      if (fraction.charAt(i) != '0') {
        throw new BadValueException("finer than a nanosecond");
      }
    }
    for (int i = digits; i < NANO_DIGITS; i++) {
      nanos *= 10;
    }
    return nanos;
  }

  /** {@code Z} or {@code UTC}, or {@code +hh}, {@code +hhmm}, {@code +hh:mm}. */
  private static ZoneOffset offset(String text) throws BadValueException {
    int length = text.length();
    if (text.equals("Z") || text.equals("UTC")) {
      return ZoneOffset.UTC;
    }
    boolean colon = length == 6 && text.charAt(3) == ':';
    int hours = length < 3 ? -1 : digits(text, 1, 3);
    int minutes = length == 3 ? 0 : length < 5 ? -1 : digits(text, length - 2, length);
    boolean signed = text.charAt(0) == '+' || text.charAt(0) == '-';
    if (!signed || hours < 0 || minutes < 0 || (length > 5 && !colon)) {
      throw notATimestamp();
    }
    int sign = text.charAt(0) == '-' ? -1 : 1;
    return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
  }

  /** The number in these places, or -1 where one is no ASCII digit. */
  private static int digits(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + c - '0';
    }
    return number;
  }

  private static BadValueException notATimestamp() {
    return new BadValueException(
        "not a timestamp, which is written yyyy-MM-ddTHH:mm:ss, a fraction, and an offset");
  }
}
