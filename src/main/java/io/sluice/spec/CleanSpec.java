package io.sluice.spec;

import java.time.Duration;

/**
 * The clean table.
 *
 * @param format the format of its data files
 * @param retainVersions at least this many of the newest versions are kept
 * @param retainAge and all that were current within this time
 */
public record CleanSpec(CleanFormat format, int retainVersions, Duration retainAge) {

  /** The format of a clean table's data files. */
  public enum CleanFormat {
    PARQUET,
    ORC,
    AVRO;

    /** The name that Spark and job files know the format by. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
