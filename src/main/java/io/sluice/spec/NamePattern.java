package io.sluice.spec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** A pattern of {@code java.time} by which names of files and folders say a date, in UTC. */
public final class NamePattern {
  private static final OffsetDateTime SAMPLE =
      OffsetDateTime.of(2026, 11, 20, 13, 14, 15, 0, ZoneOffset.UTC);
  private static final Instant MONTH = Instant.parse("2026-11-01T00:00:00Z");

  private final DateTimeFormatter formatter;

  private NamePattern(DateTimeFormatter formatter) {
    this.formatter = formatter;
  }

  /**
   * Reads the pattern.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static NamePattern of(String text) {
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder();
    builder.appendPattern(withProlepticYears(text));
    String letters = TextForm.letters(text);
    if (letters.matches("(?s).*[ML].*") && !letters.matches("(?s).*[dDFeEcwWq].*")) {
      builder.parseDefaulting(ChronoField.DAY_OF_MONTH, 1);
    }
    if (!letters.contains("m")) {
      builder.parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0);
    }
    if (!letters.contains("s")) {
      builder.parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0);
    }
    if (!letters.contains("S") && !letters.contains("n")) {
      builder.parseDefaulting(ChronoField.NANO_OF_SECOND, 0);
    }
    return new NamePattern(
        builder.toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT));
  }

  /** The instant that a text names; nothing where it does not match as a whole. */
  public Optional<Instant> instant(String text) {
    try {
      TemporalAccessor parsed =
          formatter.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      if (parsed instanceof OffsetDateTime dateTime) {
        return Optional.of(dateTime.toInstant().truncatedTo(ChronoUnit.MICROS));
      }
      LocalDateTime dateTime =
          parsed instanceof LocalDateTime local ? local : ((LocalDate) parsed).atStartOfDay();
      return Optional.of(dateTime.toInstant(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Whether a text names a day, or a month alone, which is the first instant of it. */
  public boolean determinesADate() {
    try {
      return instant(formatter.format(SAMPLE)).filter(NamePattern::isSample).isPresent();
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isSample(Instant instant) {
    LocalDate date = instant.atOffset(ZoneOffset.UTC).toLocalDate();
    return date.equals(SAMPLE.toLocalDate()) || instant.equals(MONTH);
  }

  /**
   * Years of an era need the era in strict parsing, and only strict parsing refuses 30 February.
   */
  private static String withProlepticYears(String pattern) {
    StringBuilder result = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      quoted ^= c == '\'';
      result.append(c == 'y' && !quoted ? 'u' : c);
    }
    return result.toString();
  }
}
