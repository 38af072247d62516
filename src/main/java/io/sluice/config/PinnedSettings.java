package io.sluice.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Engine settings that change values. They are the same everywhere, so that the same increments
 * make the same table in every environment.
 */
final class PinnedSettings {
  private static final List<Pattern> PINNED =
      List.of(
          Pattern.compile("spark\\.sql\\.session\\.timeZone"),
          Pattern.compile("spark\\.sql\\.ansi\\..*"),
          Pattern.compile("spark\\.sql\\.caseSensitive"),
          Pattern.compile("spark\\.sql\\.legacy\\..*"),
          Pattern.compile("spark\\.sql\\.datetime\\.java8API\\.enabled"),
          Pattern.compile("spark\\.sql\\.(parquet|avro|orc)\\..*[rR]ebaseMode.*"),
          Pattern.compile("spark\\.sql\\.parquet\\.outputTimestampType"),
          Pattern.compile(
              "spark\\.sql\\.parquet\\.(binaryAsString|int96AsTimestamp|int96TimestampConversion)"),
          Pattern.compile(
              "spark\\.sql\\.parquet\\.(writeLegacyFormat|inferTimestampNTZ\\.enabled)"),
          Pattern.compile("spark\\.sql\\.timestampType"),
          Pattern.compile("spark\\.sql\\.mapKeyDedupPolicy"),
          Pattern.compile("spark\\.sql\\.decimalOperations\\..*"),
          Pattern.compile("spark\\.sql\\.storeAssignmentPolicy"),
          Pattern.compile("spark\\.sql\\.jsonGenerator\\..*"),
          Pattern.compile("spark\\.sql\\.csv\\.parser\\.columnPruning\\.enabled"),
          Pattern.compile("spark\\.sql\\.files\\.ignore(Corrupt|Missing)Files"),
          Pattern.compile("spark\\.sql\\.sources\\.partitionColumnTypeInference\\.enabled"),
          Pattern.compile("spark\\.sql\\.sources\\.partitionOverwriteMode"),
          Pattern.compile("spark\\.sql\\.columnNameOfCorruptRecord"));

  private PinnedSettings() {}

  /** Why a setting is refused; empty if it may be set. */
  static Optional<String> fault(String name) {
    if (!name.startsWith("spark.")) {
      return Optional.of("settings of the engine begin with spark.");
    }
    return PINNED.stream().anyMatch(pattern -> pattern.matcher(name).matches())
        ? Optional.of("is fixed, because it changes values or hides lost values; remove it")
        : Optional.empty();
  }
}
