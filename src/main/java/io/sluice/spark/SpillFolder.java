package io.sluice.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one run keeps data that does not fit into memory: a folder that no other user can read,
 * because it holds rows. It is removed when the process ends; if the process was killed, a later
 * run removes it.
 *
 * <p>A lock says that the process is alive. The system releases it however the process ends. It
 * also works between containers, where process ids mean nothing.
 */
final class SpillFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpillFolder.class);
  private static final String PREFIX = "sluice-spill-";
  private static final String LOCK = "lock";

  /** Time enough to take the lock of a folder that was just made. */
  private static final Duration BEING_MADE = Duration.ofMinutes(1);

  /** After Spark's hooks, which remove what they made themselves. */
  private static final int LAST_HOOK = 1;

  private final Path folder;
  private final FileChannel channel;
  private final FileLock lock;

  private SpillFolder(Path folder, FileChannel channel, FileLock lock) {
    this.folder = folder;
    this.channel = channel;
    this.lock = lock;
  }

  /** Makes a folder in {@code parent}, and removes those of runs that are gone. */
  static SpillFolder in(Path parent) {
    try {
      Files.createDirectories(parent);
      Path folder = Files.createTempDirectory(parent, PREFIX);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      SpillFolder made = new SpillFolder(folder, channel, channel.lock());
      ShutdownHookManager.get().addShutdownHook(made::close, LAST_HOOK);
      removeLeftovers(parent, folder);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path() {
    return folder;
  }

  /** Removes the folder; what cannot be removed is left for a later run. */
  @Override
  public void close() {
    try {
      if (lock.isValid()) {
        remove(folder);
        lock.release();
        channel.close();
      }
    } catch (IOException e) {
      LOG.debug("{} is left for a later run: {}", folder, e.toString());
    }
  }

  private static void removeLeftovers(Path parent, Path own) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, PREFIX + "*")) {
      FileTime now = Files.getLastModifiedTime(own);
      for (Path other : found) {
        if (!other.equals(own)
            && Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
            && Files.getOwner(other).equals(Files.getOwner(own))
            && isOld(other, now)) {
          removeWhereDead(other);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug("{} was not tidied: {}", parent, e.toString());
    }
  }

  private static boolean isOld(Path folder, FileTime now) throws IOException {
    return Files.getLastModifiedTime(folder)
        .toInstant()
        .isBefore(now.toInstant().minus(BEING_MADE));
  }

  private static void removeWhereDead(Path folder) throws IOException {
    Path lock = folder.resolve(LOCK);
    if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
      remove(folder);
      return;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock dead = channel.tryLock()) {
      if (dead != null) {
        remove(folder);
        LOG.info("removed what a run that is gone had kept on disk: {}", folder);
      }
    } catch (OverlappingFileLockException e) {
      LOG.debug("{} is of this process", folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!FileUtil.fullyDelete(folder.toFile())) {
      throw new IOException(folder + ": not all of it was removed");
    }
  }
}
