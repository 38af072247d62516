package io.sluice.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Files at locations. Every failure is one of the known exceptions and names the location: a place
 * that is missing or forbidden is {@code ConfigurationException}, all else may pass and is {@code
 * TemporaryException}.
 *
 * <p>Thread-safe.
 */
public interface Storage {
  /** No write takes this long, so a temporary file of this age has no writer. */
  Duration OLD_LEFTOVER = Duration.ofDays(1);

  /**
   * One file.
   *
   * @param modified milliseconds of the epoch
   */
  record StoredFile(Location location, long bytes, long modified) {}

  /** Whether links that lead out of a folder are followed while it is surveyed. */
  enum Links {
    REFUSED,
    FOLLOWED
  }

  /** Why something below a folder cannot be used as it is. */
  enum Unfit {
    /** A link that leads out of the folder; where to is its detail. */
    LEADS_OUT,
    /** A link to a folder that is walked in another place of the same tree. */
    LEADS_TO_WALKED,
    /** A link to what does not exist, or to itself. */
    LEADS_NOWHERE,
    /** This process cannot spell the name; its bytes are written as in a URI. */
    UNNAMEABLE,
    /** This user may not read it, or the file system fails at it. */
    UNREADABLE
  }

  /**
   * Something below a folder that cannot be used as it is.
   *
   * @param detail of the reason; may be empty
   */
  record UnfitEntry(Location location, Unfit reason, String detail) {}

  /**
   * What lies below a folder that others write to.
   *
   * @param files at any depth, sorted by location; those that this user may not read among them
   * @param linked those of the files that lie elsewhere and are reached through a link: never to be
   *     deleted
   * @param unfit sorted by location
   */
  record Tree(List<StoredFile> files, Set<Location> linked, List<UnfitEntry> unfit) {
    /** Copies the lists and the set. */
    public Tree {
      files = List.copyOf(files);
      linked = Set.copyOf(linked);
      unfit = List.copyOf(unfit);
    }
  }

  /**
   * All files below a folder at any depth, sorted by location. Empty where the folder is not there.
   * The folder may be a link; those below it are left out.
   */
  List<StoredFile> list(Location folder);

  /**
   * All that lies below a folder that others write to. An entry that cannot be used is no failure;
   * a folder that cannot be listed is one. Empty where the folder is not there.
   *
   * <p>Links to files within the folder are followed, those to folders within it are not: what they
   * lead to is there already. Where links that lead out are followed, no folder is walked twice, so
   * that it ends whatever the links do.
   */
  default Tree survey(Location folder, Links links) {
    return new Tree(list(folder), Set.of(), List.of());
  }

  /**
   * The names of the files directly in a folder, sorted; of its folders with a trailing slash.
   * Empty where the folder is not there.
   */
  List<String> names(Location folder);

  /** The file at this location, or nothing. */
  Optional<StoredFile> find(Location file);

  /** Opens a file; the caller closes the stream. Missing file: {@code TemporaryException}. */
  InputStream read(Location file);

  /**
   * The last bytes of a file that was listed; all of it where it has no more than {@code most}.
   * Only these bytes are requested from a store. Missing file: {@code TemporaryException}.
   */
  default byte[] tail(StoredFile file, int most) {
    try (InputStream in = read(file.location())) {
      in.skipNBytes(Math.max(0, file.bytes() - most));
      return in.readNBytes(most);
    } catch (IOException e) {
      throw Failures.of(file.location(), "read", e);
    }
  }

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
   * For links, also for the location itself, only the link is deleted, never its target.
   */
  void delete(Location location);

  /**
   * Removes temporary files directly in a folder that were last written before this instant: files
   * that killed writers left. Stores where a file has its final name from the start have none.
   */
  default void removeLeftovers(Location folder, Instant before) {}

  /**
   * Checks that the bucket or, on local disks, the folder exists or can be made.
   *
   * @throws io.sluice.error.ConfigurationException if it is missing or forbidden
   */
  void checkReachable(Location root);
}
