package io.sluice.spec;

import java.io.Serializable;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;

/**
 * How the text of a column is written where it is not written in the usual form.
 *
 * @param epochUnitsPerSecond what the numbers of a timestamp count since 1970; 0 where it is text
 * @param formats patterns of {@code java.time} for dates and timestamps, tried in this order; empty
 *     for ISO 8601
 * @param decode whether a value from a path is percent-encoded
 */
public record TextForm(long epochUnitsPerSecond, List<String> formats, boolean decode)
    implements Serializable {

  /** The usual form of every type. */
  public static final TextForm USUAL = new TextForm(0, List.of(), false);

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

  /** Copies the list. */
  public TextForm {
    formats = List.copyOf(formats);
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

  /** Whether the numbers of a timestamp count from 1970. */
  public boolean isEpoch() {
    return epochUnitsPerSecond > 0;
  }
}
