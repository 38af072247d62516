package io.sluice.read;

import io.sluice.spec.Increment;
import io.sluice.storage.Location;
import java.util.List;

/**
 * One file that can be read.
 *
 * @param ordinal its place in the increment, from 0
 * @param file with its SHA-256
 * @param location where it lies
 * @param header the names of its cells; empty but for CSV
 * @param records how many it holds; -1 where only Spark can tell (Avro, Parquet)
 * @param parts where readers may begin beside its start, so that several can share it. Empty for
 *     short files and those that must be read in one go
 * @param drift what its columns lack, and have too many
 * @param unpackedBytes its size once it is unpacked; of Avro and Parquet the size as stored
 */
public record ScannedFile(
    Increment increment,
    int ordinal,
    Increment.RawFile file,
    Location location,
    List<String> header,
    long records,
    List<Part> parts,
    FileDrift drift,
    long unpackedBytes) {

  /**
   * A place at which a record begins.
   *
   * @param from the byte, from 0
   * @param recordsBefore how many records end before it
   */
  public record Part(long from, long recordsBefore) {}

  /** Copies the lists. */
  public ScannedFile {
    header = List.copyOf(header);
    parts = List.copyOf(parts);
  }
}
