package io.sluice.storage;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Files at locations. Every failure is one of the known exceptions and names the location: a place
 * that is missing or forbidden is {@code ConfigurationException}, all else may pass and is {@code
 * TemporaryException}.
 *
 * <p>Thread-safe.
 */
public interface Storage {
  /** No write takes as long: a temporary file of this age has no writer any more. */
  Duration OLD_LEFTOVER = Duration.ofDays(1);

  /**
   * One file.
   *
   * @param modified milliseconds of the epoch
   */
  record StoredFile(Location location, long bytes, long modified) {}

  /**
   * All files below a folder at any depth, sorted by location. Empty where the folder is not there.
   */
  List<StoredFile> list(Location folder);

  /**
   * The names of the files directly in a folder, sorted; of its folders with a trailing slash.
   * Empty where the folder is not there.
   */
  List<String> names(Location folder);

  /** The file at this location, or nothing. */
  Optional<StoredFile> find(Location file);

  /** Opens a file; the caller closes the stream. Missing file: {@code TemporaryException}. */
  InputStream read(Location file);

  /** The content of a small file, or nothing where it is not there. */
  Optional<byte[]> load(Location file);

  /**
   * Creates the file with this content unless a file of that name exists. Readers see all of it or
   * nothing. Of several callers at once exactly one is told true.
   *
   * @return false if the file existed; it is then untouched
   * @throws io.sluice.error.CommitUnknownException if the answer was lost
   */
  boolean putIfAbsent(Location file, byte[] content);

  /** Writes the file, in place of an older one; readers see the old or the new content. */
  void put(Location file, byte[] content);

  /**
   * Opens a large file for writing, in place of an older one, without holding it in memory. It is
   * for files that nobody looks at until another file names them: before the stream is closed, and
   * after a failure, all, some or nothing of it may be there. Once closed it has reached the disk.
   * The stream's methods throw the known exceptions instead of {@code IOException}, so that a
   * caller that copies can tell which side failed. Not thread-safe.
   */
  OutputStream write(Location file);

  /**
   * Makes the data file {@code from} also available as {@code to}: a hard link, a server-side copy,
   * or a copy. {@code to} must not exist.
   */
  void carry(Location from, Location to);

  /**
   * Deletes a file or a folder with all in it; all, some or nothing may be gone after a failure.
   */
  void delete(Location location);

  /**
   * Removes temporary files directly in a folder that were last written before this instant: what
   * writers left that were killed. Where a file has its name from the start there is none.
   */
  default void removeLeftovers(Location folder, Instant before) {}

  /**
   * Checks that the bucket or, on local disks, the folder exists or can be made.
   *
   * @throws io.sluice.error.ConfigurationException if it is missing or forbidden
   */
  void checkReachable(Location root);
}
