package io.sluice.spark;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/** A value of a partition column as text: the one that Spark casts it to and puts into paths. */
public final class PartitionText {
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .toFormatter(java.util.Locale.ROOT);

  private PartitionText() {}

  /** The text of a value that is not null, of a type that a partition column may have. */
  public static String of(Object value) {
    if (value instanceof Instant instant) {
      return TIMESTAMP.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }
    // Text, booleans, whole numbers, decimals, and dates in their ISO form.
    return value.toString();
  }
}
