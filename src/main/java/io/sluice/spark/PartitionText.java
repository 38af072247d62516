package io.sluice.spark;

import io.sluice.spec.Partition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;

/** Partitions as text: values as Spark casts them and puts them into paths, and back. */
public final class PartitionText {
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .toFormatter(java.util.Locale.ROOT);

  /** How Hive, and Spark with it, write a null into a path. */
  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

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
  public static Partition of(List<String> columns, Function<String, Object> value) {
    return Partition.of(
        columns, i -> Optional.ofNullable(value.apply(columns.get(i))).map(PartitionText::of));
  }

  /**
   * The partition of a file, by its path below its version's folder: the folders before the file's
   * name.
   */
  public static Partition ofPath(String path) {
    Map<String, String> values = new LinkedHashMap<>();
    String[] parts = path.split("/", -1);
    for (int i = 0; i < parts.length - 1; i++) {
      int equals = parts[i].indexOf('=');
      String value = ExternalCatalogUtils.unescapePathName(parts[i].substring(equals + 1));
      if (!value.equals(NULL)) {
        values.put(ExternalCatalogUtils.unescapePathName(parts[i].substring(0, equals)), value);
      }
    }
    return new Partition(values);
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
