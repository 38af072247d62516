package io.sluice.spec;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Where and in which form increments of a dataset land.
 *
 * @param format the form of the files
 * @param path a place of its own instead of the zone's folder; variables already filled in
 * @param namePattern a pattern of {@code java.time} that file names match without their extension;
 *     the processed date is read from it (UTC). Empty: a bare file's modification time
 * @param sealedBy the name of the marker file that seals a folder ({@code raw.increment: folder});
 *     empty where files are increments of their own
 * @param settle bare files younger than this are left alone
 * @param pathPattern matched against the path below the raw folder; its named groups are columns or
 *     partitions
 * @param retain how long the files of an applied increment stay; empty: for ever
 * @param ignore names that are no data, beside those that are known to be none; one that begins
 *     with {@code !} is data after all. The last that fits a path decides
 * @param followLinks whether links that lead out of the raw folder are read
 * @param maxRecordBytes that one record of a text file may have, once it is unpacked
 * @param zone of times that are written without one; empty where such a time is no value
 * @param csv how CSV files are written
 * @param records the keys that lead to the array of records in a JSON document; empty where the
 *     document is it
 * @param columns the contract of the files; that of the table unless the job says otherwise
 */
public record RawSpec(
    RawFormat format,
    Optional<String> path,
    Optional<String> namePattern,
    Optional<String> sealedBy,
    Duration settle,
    Optional<PathPattern> pathPattern,
    Optional<Duration> retain,
    List<String> ignore,
    boolean followLinks,
    long maxRecordBytes,
    Optional<ZoneId> zone,
    CsvForm csv,
    List<String> records,
    List<ColumnSpec> columns) {
  /** What a record may have unless the job says otherwise. */
  public static final long MAX_RECORD_BYTES = 64_000_000;

  /** Copies the lists. */
  public RawSpec {
    ignore = List.copyOf(ignore);
    records = List.copyOf(records);
    columns = List.copyOf(columns);
  }

  /** The form of raw files. */
  public enum RawFormat {
    CSV,
    JSON,
    JSON_DOCUMENT,
    AVRO,
    PARQUET
  }
}
