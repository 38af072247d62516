package io.sluice.table;

import io.sluice.spec.Partition;
import java.util.Optional;

/**
 * A data file of a table.
 *
 * @param path below the table's folder
 * @param partition that of all of its rows
 * @param mark what tells another file of as many bytes from it; old versions lack it
 */
public record DataFile(
    String path, Partition partition, long rows, long bytes, Optional<Mark> mark) {
  /**
   * What a file looked like when it was written.
   *
   * @param modified milliseconds of the epoch. While it stays, nothing was put in the file's place
   * @param tailSha256 of the last bytes, at most 64 KiB, in lower-case hex: there the formats keep
   *     what they say of the rest. It decides where {@code modified} differs
   */
  public record Mark(long modified, String tailSha256) {}

  /** A file of which no more is known than how large it is. */
  public DataFile(String path, Partition partition, long rows, long bytes) {
    this(path, partition, rows, bytes, Optional.empty());
  }

  /** The part of the path that names the version's folder: its first two names. */
  public String folder() {
    return folderOf(path);
  }

  /**
   * Whether both hold the same rows: they are one file, or one was carried into another version's
   * folder, which keeps its name and its bytes. False where that is not known.
   */
  public boolean isSameAs(DataFile other) {
    if (path.equals(other.path())) {
      return true;
    }
    return name().equals(other.name())
        && rows == other.rows()
        && bytes == other.bytes()
        && mark.isPresent()
        && mark.map(Mark::tailSha256).equals(other.mark().map(Mark::tailSha256));
  }

  /** The part of the path behind the version's folder, which a carried file keeps. */
  public String name() {
    return path.substring(folder().length());
  }

  static String folderOf(String path) {
    return path.substring(0, path.indexOf('/', path.indexOf('/') + 1));
  }
}
