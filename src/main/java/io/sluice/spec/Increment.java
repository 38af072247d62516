package io.sluice.spec;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One immutable set of files for one dataset, as found in the raw zone or as named by a version.
 *
 * @param id the manifest's id; a bare file's is its path below the raw folder with its revision,
 *     {@code 2026-11-20.csv#1}
 * @param kind how it was sealed
 * @param processedDate the instant at which the source's state was taken, in microseconds
 * @param files in the order of the manifest: a file's place is its ordinal
 * @param full whether it is the whole table
 * @param partitions the partitions that it is whole for, beyond those of its rows
 */
public record Increment(
    String id,
    Kind kind,
    Instant processedDate,
    List<RawFile> files,
    boolean full,
    List<Partition> partitions) {

  /** How an increment was sealed. */
  public enum Kind {
    /** By a manifest. */
    SEALED,
    /** By a marker file in its folder. */
    FOLDER,
    /** A file of its own. */
    BARE
  }

  /**
   * One file of an increment.
   *
   * @param path below the raw folder of the dataset, {@code /} between its parts
   * @param bytes its size
   * @param modified its modification time in milliseconds of the epoch
   * @param sha256 of its bytes, lower-case hex; empty until the file was scanned or its manifest
   *     says so
   * @param rows the number of records that the manifest (or a metadata file) announces
   */
  public record RawFile(
      String path, long bytes, long modified, Optional<String> sha256, Optional<Long> rows) {}

  /** Copies the lists. */
  public Increment {
    files = List.copyOf(files);
    partitions = List.copyOf(partitions);
  }

  /** Where a row came from: what a version of a row takes from its increment and file. */
  public record Origin(
      String increment, Instant processedDate, int fileOrdinal, Map<String, String> pathGroups)
      implements Serializable {}
}
