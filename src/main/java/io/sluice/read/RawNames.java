package io.sluice.read;

import io.sluice.error.ConfigurationException;
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

/** Names of files in the raw zone: which can be used, and which date they contain. */
public final class RawNames {
  private RawNames() {}

  /**
   * Why a path cannot be that of an increment, whatever its content: paths appear in messages and
   * tables.
   */
  static Optional<String> fault(String path) {
    if (path.codePoints().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)) {
      return Optional.of("has a control character, such as a line break,");
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return Optional.of("has a folder named \"" + part + "\"");
      }
    }
    return Optional.empty();
  }

  /** The folder of a path, with a trailing slash; empty for a name alone. */
  static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  /** The name without {@code .gz} and without the extension before it. */
  public static String stem(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    return plain.replaceFirst("\\.[A-Za-z][A-Za-z0-9]*$", "");
  }

  /**
   * The instant that a text names by a pattern of {@code java.time}, in UTC; nothing where the text
   * as a whole does not match. A month is the first instant of it.
   *
   * @throws ConfigurationException if the pattern is none
   */
  public static Optional<Instant> instant(String text, String pattern) {
    DateTimeFormatter formatter = formatter(pattern);
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

  private static DateTimeFormatter formatter(String pattern) {
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder();
    try {
      builder.appendPattern(withProlepticYears(pattern));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "raw.processed_date.pattern: \""
              + pattern
              + "\" is not a pattern of dates: "
              + e.getMessage()
              + ". Nothing was read. Write one such as yyyy-MM-dd.",
          e);
    }
    String letters = pattern.replaceAll("'[^']*'", "");
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
    return builder.toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
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
