package io.sluice.spark;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/** A value of a partition column as text: the one that Spark casts it to and puts into paths. */
public final class PartitionText {
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .toFormatter(java.util.Locale.ROOT);

  /** How Hive, and Spark with it, write a null into a path. */
  public static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  /** The longest name of a file or folder, in bytes. */
  private static final int LONGEST_NAME = 255;

  private PartitionText() {}

  /**
   * Whether a value that is not null can be read back unchanged from the name of its folder: Spark
   * writes an empty text as null, and no file system takes NUL or names of any length.
   */
  public static boolean fits(String column, Object value) {
    String text = of(value);
    String folder =
        ExternalCatalogUtils.escapePathName(column)
            + "="
            + ExternalCatalogUtils.escapePathName(text);
    return !text.isEmpty()
        && !text.equals(NULL)
        && text.indexOf('\0') < 0
        && folder.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
  }

  /** The partition of a row: its columns in their order, without those that are null. */
  public static Map<String, String> of(List<String> columns, Function<String, Object> value) {
    Map<String, String> partition = new LinkedHashMap<>();
    for (String column : columns) {
      Optional<Object> present = Optional.ofNullable(value.apply(column));
      present.ifPresent(known -> partition.put(column, of(known)));
    }
    return Collections.unmodifiableMap(partition);
  }

  /** The text of a value that is not null, of a type that a partition column may have. */
  public static String of(Object value) {
    if (value instanceof Instant instant) {
      return TIMESTAMP.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }
    // Text, booleans, whole numbers, decimals, and dates in their ISO form.
    return value.toString();
  }
}
