package io.sluice.spec;

import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;

/**
 * How the text of a column is written where it is not written in the usual form.
 *
 * @param epochUnitsPerSecond what the numbers of a timestamp count since 1970; 0 where it is text
 * @param formats patterns of {@code java.time} for dates and timestamps, tried in this order; empty
 *     for ISO 8601
 * @param decode whether a value from a path is percent-encoded
 * @param numbers the signs of numbers
 * @param trueValues texts that are true, in lower case and matched in any
 * @param falseValues texts that are false, in lower case and matched in any
 * @param nullValues texts that are null instead of those of {@link CsvForm}; empty where nothing is
 *     said
 */
public record TextForm(
    long epochUnitsPerSecond,
    List<String> formats,
    boolean decode,
    NumberSigns numbers,
    List<String> trueValues,
    List<String> falseValues,
    List<String> nullValues)
    implements Serializable {

  /** The usual form of every type. */
  public static final TextForm USUAL = new TextForm(0, List.of(), false);

  /**
   * The signs within numbers.
   *
   * @param decimal before the fraction
   * @param grouping between thousands; a blank stands for those that do not break lines, too.
   *     {@link #NONE} where there is none
   */
  public record NumberSigns(char decimal, char grouping) implements Serializable {
    /** No sign. */
    public static final char NONE = 0;

    /** A point, and no grouping. */
    public static final NumberSigns USUAL = new NumberSigns('.', NONE);
  }

  /** What the numbers of a timestamp may count. */
  public enum EpochUnit {
    S(1),
    MS(1_000),
    US(1_000_000);

    private final long perSecond;

    EpochUnit(long perSecond) {
      this.perSecond = perSecond;
    }

    /** How many units a second has. */
    public long perSecond() {
      return perSecond;
    }
  }

  /** Copies the lists. */
  public TextForm {
    formats = List.copyOf(formats);
    trueValues = List.copyOf(trueValues);
    falseValues = List.copyOf(falseValues);
    nullValues = List.copyOf(nullValues);
  }

  /** A form whose numbers, flags and nulls are the usual ones. */
  public TextForm(long epochUnitsPerSecond, List<String> formats, boolean decode) {
    this(
        epochUnitsPerSecond,
        formats,
        decode,
        NumberSigns.USUAL,
        List.of("true", "t", "yes", "y", "1"),
        List.of("false", "f", "no", "n", "0"),
        List.of());
  }

  /**
   * What a pattern of {@code formats} means: English names in any case, and real dates and times
   * alone.
   *
   * @throws IllegalArgumentException if it is no pattern
   */
  public static DateTimeFormatter formatter(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(pattern)
        .parseDefaulting(ChronoField.ERA, 1)
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /** Whether times that are written by a pattern of {@code formats} have a zone. */
  public static boolean hasZone(String pattern) {
    DateTimeFormatter formatter = formatter(pattern);
    return formatter
            .parse(formatter.format(Instant.EPOCH.atOffset(ZoneOffset.UTC)))
            .query(TemporalQueries.zone())
        != null;
  }

  /**
   * Whether two patterns of {@code formats} differ in the order of day and month, both numbers, so
   * that they may read the same text as two dates.
   */
  public static boolean areSwapped(String one, String other) {
    String date = dateOf(one);
    String swapped = date.replace('d', '\0').replace('M', 'd').replace('\0', 'M');
    return !date.equals(swapped) && swapped.equals(dateOf(other));
  }

  /** A pattern of dates without what is in quotes. */
  public static String letters(String pattern) {
    return pattern.replaceAll("'[^']*'", "");
  }

  /** The date within a pattern: each number once, names of months as they are. */
  private static String dateOf(String pattern) {
    String plain = letters(pattern).replaceAll("M{3,}", "L");
    return plain
        .replaceAll("d+", "d")
        .replaceAll("M+", "M")
        .replaceAll("[uy]+", "y")
        .replaceAll("^[^dMy]+|[^dMy]+$", "");
  }

  /** Whether the numbers of a timestamp count from 1970. */
  public boolean isEpoch() {
    return epochUnitsPerSecond > 0;
  }
}
