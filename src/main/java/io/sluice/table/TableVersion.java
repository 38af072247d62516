package io.sluice.table;

import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.Floor;
import io.sluice.spec.Increment;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One committed state of a clean table. It stands alone: all that a reader or the next run needs is
 * in it, whatever became of older versions.
 *
 * @param number from 1, without gaps
 * @param fingerprint the law that it was made under
 * @param columns the stored columns of the contract and their types as text, in order
 * @param dataFiles all of them, of this version's folder and of older ones
 * @param tombstones the effective tombstones, if there are any
 * @param quarantine every open quarantine folder
 * @param applied every increment that was ever applied, in the order of application
 * @param floors the highest floor of each partition
 * @param counts of the run that made this version
 */
public record TableVersion(
    long number,
    Instant committedAt,
    String runId,
    Map<String, String> fingerprint,
    CleanFormat format,
    Map<String, String> columns,
    List<String> partitionBy,
    List<DataFile> dataFiles,
    Optional<SideFolder> tombstones,
    List<SideFolder> quarantine,
    List<Increment> applied,
    List<Floor> floors,
    Map<String, Long> counts) {

  /**
   * A data file.
   *
   * @param path below the table's folder
   * @param partition its values as text; an absent value is null in all of its rows
   * @param mark what tells another file of as many bytes from it; versions of old lack it
   */
  public record DataFile(
      String path, Map<String, String> partition, long rows, long bytes, Optional<Mark> mark) {
    /** A file of which no more is known than how large it is. */
    public DataFile(String path, Map<String, String> partition, long rows, long bytes) {
      this(path, partition, rows, bytes, Optional.empty());
    }

    /** The part of the path that names the version's folder. */
    public String folder() {
      return path.substring(0, path.indexOf('/'));
    }
  }

  /**
   * What a file looked like when it was written.
   *
   * @param modified milliseconds of the epoch. While it stays, nothing was put in the file's place
   * @param tailSha256 of the last bytes, {@link TableFiles#TAIL_BYTES} at most, in lower-case hex:
   *     there the formats keep what they say of the rest. It decides where {@code modified} differs
   */
  public record Mark(long modified, String tailSha256) {}

  /**
   * A folder of rows beside the data.
   *
   * @param path below the table's folder
   * @param bytes of its files together; versions of old lack it
   */
  public record SideFolder(String path, long rows, OptionalLong bytes) {
    /** The part of the path that names the version's folder. */
    public String folder() {
      return path.substring(0, path.indexOf('/'));
    }
  }

  /** Copies lists and maps; the order of columns is kept. */
  public TableVersion {
    fingerprint = Collections.unmodifiableMap(new LinkedHashMap<>(fingerprint));
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    partitionBy = List.copyOf(partitionBy);
    dataFiles = List.copyOf(dataFiles);
    quarantine = List.copyOf(quarantine);
    applied = List.copyOf(applied);
    floors = List.copyOf(floors);
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
  }

  /** The number of rows in the table. */
  public long rows() {
    return dataFiles.stream().mapToLong(DataFile::rows).sum();
  }

  /** The number of rows in open quarantine. */
  public long quarantinedRows() {
    return quarantine.stream().mapToLong(SideFolder::rows).sum();
  }
}
