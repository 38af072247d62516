package io.sluice.storage;

import io.sluice.error.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Local disks, by {@code java.nio}. Writes no checksum files, and removes those that Spark wrote
 * beside a file which it replaces or deletes, as they would no longer fit.
 *
 * <p>A carried file shares its bytes with the one it came from. Data files are therefore never
 * written in place; replacing one by {@link #put} leaves the other as it was.
 */
final class LocalDisk implements Storage {
  private static final Logger LOG = LoggerFactory.getLogger(LocalDisk.class);
  private static final String LOCK = HiddenNames.TEMPORARY + "lock";

  private final boolean hardLinks;

  LocalDisk() {
    this(true);
  }

  /** {@code hardLinks} false: works as on disks without hard links, such as exFAT. */
  LocalDisk(boolean hardLinks) {
    this.hardLinks = hardLinks;
  }

  /**
   * The rights that new files of this process do not get, in octal digits; nothing if the system
   * does not say.
   */
  static Optional<String> umask() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("Umask:"))
          .map(line -> line.substring("Umask:".length()).strip())
          .filter(mask -> mask.matches("[0-7]{3,4}"))
          .map(mask -> mask.substring(mask.length() - 3))
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<StoredFile> list(Location folder) {
    Path root = path(folder);
    List<StoredFile> files = new ArrayList<>();
    try {
      if (Files.isRegularFile(root)) {
        throw new NotDirectoryException(root.toString());
      }
      Path real = root.toRealPath();
      Files.walkFileTree(
          real,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
              if (found.isRegularFile() && !HiddenNames.isHidden(file.getFileName().toString())) {
                files.add(stored(folder.append(real.relativize(file).toString()), found));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw e;
            }
          });
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw Failures.of(folder, "listed", e);
    }
    files.sort((a, b) -> a.location().compareTo(b.location()));
    return List.copyOf(files);
  }

  @Override
  public Tree survey(Location folder, Links links) {
    try {
      return LocalTree.of(folder, path(folder), links);
    } catch (IOException e) {
      throw Failures.of(folder, "listed", e);
    }
  }

  @Override
  public List<String> names(Location folder) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(folder))) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!HiddenNames.isHidden(name)) {
          names.add(Files.isDirectory(entry) ? name + "/" : name);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw Failures.of(folder, "listed", e.getCause());
    } catch (IOException e) {
      throw Failures.of(folder, "listed", e);
    }
    return names.stream().sorted().toList();
  }

  @Override
  public Optional<StoredFile> find(Location file) {
    try {
      BasicFileAttributes found = Files.readAttributes(path(file), BasicFileAttributes.class);
      return found.isDirectory() ? Optional.empty() : Optional.of(stored(file, found));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Failures.of(file, "looked up", e);
    }
  }

  @Override
  public InputStream read(Location file) {
    try {
      return Files.newInputStream(path(file));
    } catch (NoSuchFileException e) {
      throw Failures.gone(file, e);
    } catch (IOException e) {
      throw Failures.of(file, "read", e);
    }
  }

  @Override
  public Optional<byte[]> load(Location file) {
    try {
      return Optional.of(Files.readAllBytes(path(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Failures.of(file, "read", e);
    }
  }

  @Override
  public boolean putIfAbsent(Location file, byte[] content) {
    Path target = path(file);
    Path temporary;
    try {
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      temporary = written(target, content);
    } catch (IOException e) {
      throw Failures.of(file, "created", e);
    }
    try {
      return publish(file, temporary, target);
    } finally {
      discard(temporary);
    }
  }

  @Override
  public void put(Location file, byte[] content) {
    Path target = path(file);
    try {
      Path temporary = written(target, content);
      try {
        Files.deleteIfExists(checksum(target));
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        discard(temporary);
      }
      force(target.getParent());
    } catch (IOException e) {
      throw Failures.of(file, "written", e);
    }
  }

  @Override
  public OutputStream write(Location file) {
    Path target = path(file);
    try {
      Files.createDirectories(target.getParent());
      Files.deleteIfExists(checksum(target));
      FileChannel channel =
          FileChannel.open(
              target,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      return new StoredStream(file, Channels.newOutputStream(channel), () -> channel.force(true));
    } catch (IOException e) {
      throw Failures.of(file, "written", e);
    }
  }

  @Override
  public void carry(Location from, Location to) {
    Path source = path(from);
    Path target = path(to);
    try {
      Files.createDirectories(target.getParent());
      Files.deleteIfExists(checksum(target));
      if (!linked(source, target)) {
        copy(source, target);
      }
    } catch (FileAlreadyExistsException e) {
      throw Failures.exists(to, e);
    } catch (NoSuchFileException e) {
      throw Failures.gone(from, e);
    } catch (IOException e) {
      throw Failures.of(to, "carried from " + from, e);
    }
  }

  @Override
  public void delete(Location location) {
    Path root = path(location);
    try {
      Files.deleteIfExists(checksum(root));
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes found)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException e)
                throws IOException {
              if (e != null) {
                throw e;
              }
              Files.deleteIfExists(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw Failures.of(location, "deleted", e);
    }
  }

  @Override
  public void removeLeftovers(Location folder, Instant before) {
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(path(folder), HiddenNames.TEMPORARY + "*")) {
      for (Path entry : entries) {
        if (HiddenNames.isTemporary(entry.getFileName().toString())
            && Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS)
                .toInstant()
                .isBefore(before)) {
          Files.deleteIfExists(entry);
        }
      }
    } catch (NoSuchFileException e) {
      LOG.debug("{}: another removed what was left there: {}", folder, e.toString());
    } catch (DirectoryIteratorException e) {
      throw Failures.of(folder, "tidied", e.getCause());
    } catch (IOException e) {
      throw Failures.of(folder, "tidied", e);
    }
  }

  @Override
  public void checkReachable(Location root) {
    Path folder = path(root).toAbsolutePath();
    Path existing = folder;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw new ConfigurationException(
          root
              + ": "
              + existing
              + " is a file, a folder was expected. Nothing was run. Name a folder.");
    }
    if (existing.equals(folder)) {
      if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
        throw new ConfigurationException(
            root
                + ": cannot be read by this user. Nothing was run. Give the user the right to read it, or name another folder.");
      }
    } else if (!Files.isWritable(existing)) {
      throw new ConfigurationException(
          root
              + ": does not exist and cannot be made, as "
              + existing
              + " is read-only for this user. Nothing was run. Make the folder, or name another one.");
    }
  }

  /** Whether {@code temporary} became {@code target}, which did not exist before. */
  private boolean publish(Location file, Path temporary, Path target) {
    try {
      if (linked(temporary, target)) {
        force(target.getParent());
        return true;
      }
      return movedUnderLock(temporary, target);
    } catch (IOException e) {
      return isSame(file, temporary, target, e);
    }
  }

  /**
   * What a failed link left. Network disks repeat a request whose answer was lost, and the second
   * one fails on what the first one made: the file itself says whose it is.
   */
  private static boolean isSame(Location file, Path temporary, Path target, IOException cause) {
    boolean same;
    try {
      same = Files.exists(temporary) && Files.exists(target) && Files.isSameFile(temporary, target);
    } catch (IOException e) {
      cause.addSuppressed(e);
      throw Failures.unknown(file, cause);
    }
    if (!same && !(cause instanceof FileAlreadyExistsException)) {
      throw Failures.of(file, "created", cause);
    }
    return same;
  }

  /** False where this disk has no hard links, or none between the two places. */
  private boolean linked(Path from, Path to) throws IOException {
    if (!hardLinks) {
      return false;
    }
    try {
      Files.createLink(to, from);
      return true;
    } catch (UnsupportedOperationException e) {
      return false;
    } catch (FileAlreadyExistsException | NoSuchFileException | AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      LOG.debug("no hard link from {} to {}: {}", from, to, e.getReason());
      return false;
    }
  }

  /**
   * A move that does not overwrite, for disks without hard links. The system's lock ends with its
   * process, so a crash leaves no lock behind; the lock file stays, as removing it would let two
   * callers lock two files. Locks are held by whole processes, hence the monitor for threads.
   */
  private static boolean movedUnderLock(Path temporary, Path target) throws IOException {
    synchronized (LocalDisk.class) {
      try (FileChannel channel =
              FileChannel.open(
                  target.resolveSibling(LOCK),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid() || Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
          return false;
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        return true;
      }
    }
  }

  private static void copy(Path source, Path target) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Path temporary = target.resolveSibling(HiddenNames.temporary());
    try {
      Files.copy(source, temporary);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      discard(temporary);
    }
  }

  /** A temporary file beside {@code target} whose content has reached the disk. */
  private static Path written(Path target, byte[] content) throws IOException {
    Files.createDirectories(target.getParent());
    Path temporary = target.resolveSibling(HiddenNames.temporary());
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
      return temporary;
    } catch (IOException e) {
      discard(temporary);
      throw e;
    }
  }

  /**
   * Lets a folder's new entry survive a power cut. Some systems cannot open folders; a failure is
   * ignored.
   */
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      LOG.debug("folder {} was not forced to disk: {}", folder, e.toString());
    }
  }

  /** Leaving a temporary file behind is no failure: nothing reads it. */
  private static void discard(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      LOG.warn("{}: the temporary file was left behind: {}", temporary, e.toString());
    }
  }

  static StoredFile stored(Location location, BasicFileAttributes found) {
    return new StoredFile(location, found.size(), found.lastModifiedTime().toMillis());
  }

  private static Path checksum(Path file) {
    return file.resolveSibling(HiddenNames.checksumOf(file.getFileName().toString()));
  }

  private static Path path(Location location) {
    try {
      return location.localPath();
    } catch (InvalidPathException e) {
      throw Failures.unnameable(location, e);
    }
  }
}
