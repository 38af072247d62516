package io.sluice.storage;

import io.sluice.error.ConfigurationException;
import io.sluice.error.SluiceException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.security.AccessControlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All file systems but local disks and S3, through Hadoop's {@code FileSystem}. {@code putIfAbsent}
 * works only if a rename is known to be atomic and does not overwrite.
 */
final class HadoopFiles implements Storage {
  private static final Logger LOG = LoggerFactory.getLogger(HadoopFiles.class);

  /** The name node does a rename in one step, and refuses it where the name is taken. */
  private static final Set<String> HDFS = Set.of("hdfs", "webhdfs", "swebhdfs");

  private static final int BUFFER_BYTES = 64 * 1024;

  private final Configuration configuration;
  private final Set<String> renaming;

  HadoopFiles(Map<String, String> settings) {
    this(settings, HDFS);
  }

  /** With the schemes whose renames are taken for one step. */
  HadoopFiles(Map<String, String> settings, Set<String> renaming) {
    this.configuration = new Configuration();
    settings.forEach(configuration::set);
    this.renaming = Set.copyOf(renaming);
  }

  @Override
  public List<StoredFile> list(Location folder) {
    List<StoredFile> files = new ArrayList<>();
    try {
      Path root = path(folder);
      FileSystem fileSystem = fileSystem(folder);
      if (isFile(fileSystem, root)) {
        throw new java.nio.file.NotDirectoryException(folder.text());
      }
      RemoteIterator<LocatedFileStatus> found = fileSystem.listFiles(root, true);
      while (found.hasNext()) {
        LocatedFileStatus file = found.next();
        if (!HiddenNames.isHidden(file.getPath().getName())) {
          files.add(stored(folder.append(below(root, file.getPath())), file));
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw Failures.of(folder, "listed", e);
    }
    files.sort((a, b) -> a.location().compareTo(b.location()));
    return List.copyOf(files);
  }

  /**
   * Folder by folder, because a forbidden folder ends Hadoop's own walk. Links are not followed.
   */
  @Override
  public Tree survey(Location folder, Links links) {
    FileSystem fileSystem = fileSystem(folder);
    List<StoredFile> files = new ArrayList<>();
    List<UnfitEntry> unfit = new ArrayList<>();
    Deque<Location> folders = new ArrayDeque<>(List.of(folder));
    try {
      if (isFile(fileSystem, path(folder))) {
        throw new java.nio.file.NotDirectoryException(folder.text());
      }
      while (!folders.isEmpty()) {
        Location next = folders.remove();
        try {
          for (FileStatus entry : fileSystem.listStatus(path(next))) {
            Location location = next.append(entry.getPath().getName());
            if (entry.isSymlink()) {
              unfit.add(new UnfitEntry(location, Unfit.LEADS_OUT, entry.getSymlink().toString()));
            } else if (entry.isDirectory()) {
              folders.add(location);
            } else if (!HiddenNames.isHidden(location.name())) {
              files.add(stored(location, entry));
            }
          }
        } catch (FileNotFoundException e) {
          LOG.debug("{}: nothing is there", next);
        } catch (AccessControlException e) {
          if (next.equals(folder)) {
            throw e;
          }
          unfit.add(new UnfitEntry(next, Unfit.UNREADABLE, ""));
        }
      }
    } catch (IOException e) {
      throw Failures.of(folder, "listed", e);
    }
    files.sort(Comparator.comparing(StoredFile::location));
    unfit.sort(Comparator.comparing(UnfitEntry::location));
    return new Tree(files, Set.of(), unfit);
  }

  @Override
  public List<String> names(Location folder) {
    List<String> names = new ArrayList<>();
    try {
      Path root = path(folder);
      FileSystem fileSystem = fileSystem(folder);
      if (isFile(fileSystem, root)) {
        throw new java.nio.file.NotDirectoryException(folder.text());
      }
      for (FileStatus entry : fileSystem.listStatus(root)) {
        String name = entry.getPath().getName();
        if (!HiddenNames.isHidden(name)) {
          names.add(entry.isDirectory() ? name + "/" : name);
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw Failures.of(folder, "listed", e);
    }
    return names.stream().sorted().toList();
  }

  @Override
  public Optional<StoredFile> find(Location file) {
    try {
      FileStatus found = fileSystem(file).getFileStatus(path(file));
      return found.isFile() ? Optional.of(stored(file, found)) : Optional.empty();
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Failures.of(file, "looked up", e);
    }
  }

  @Override
  public InputStream read(Location file) {
    try {
      return fileSystem(file).open(path(file), BUFFER_BYTES);
    } catch (FileNotFoundException e) {
      throw Failures.gone(file, e);
    } catch (IOException e) {
      throw Failures.of(file, "read", e);
    }
  }

  @Override
  public Optional<byte[]> load(Location file) {
    try (InputStream in = fileSystem(file).open(path(file), BUFFER_BYTES)) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Failures.of(file, "read", e);
    }
  }

  @Override
  public boolean putIfAbsent(Location file, byte[] content) {
    if (!renaming.contains(file.scheme())) {
      throw new ConfigurationException(
          file
              + ": could not be created, this version keeps no tables on "
              + file.scheme()
              + ", only on local disks, HDFS and S3. Nothing was committed. Name another place for the"
              + " clean zone and the ledger; the raw zone may stay here.");
    }
    Path target = path(file);
    Path temporary = sibling(target);
    FileSystem fileSystem = fileSystem(file);
    try {
      if (fileSystem.exists(target)) {
        return false;
      }
      write(fileSystem, temporary, content);
    } catch (IOException e) {
      discard(fileSystem, temporary);
      throw Failures.of(file, "created", e);
    }
    try {
      FileContext.getFileContext(target.toUri(), configuration).rename(temporary, target);
      return true;
    } catch (FileAlreadyExistsException e) {
      // A repeated request finds what its first try made, and then the temporary file is gone.
      return settled(fileSystem, file, temporary, e);
    } catch (IOException e) {
      if (settled(fileSystem, file, temporary, e)) {
        return true;
      }
      throw Failures.of(file, "created", e);
    }
  }

  @Override
  public void put(Location file, byte[] content) {
    Path target = path(file);
    FileSystem fileSystem = fileSystem(file);
    try {
      if (!renaming.contains(file.scheme())) {
        // Object stores show an object once it is whole.
        write(fileSystem, target, content);
        return;
      }
      Path temporary = sibling(target);
      try {
        write(fileSystem, temporary, content);
        FileContext.getFileContext(target.toUri(), configuration)
            .rename(temporary, target, Options.Rename.OVERWRITE);
      } catch (IOException e) {
        discard(fileSystem, temporary);
        throw e;
      }
    } catch (IOException e) {
      throw Failures.of(file, "written", e);
    }
  }

  @Override
  public OutputStream write(Location file) {
    try {
      return new StoredStream(file, fileSystem(file).create(path(file), true), () -> {});
    } catch (IOException e) {
      throw Failures.of(file, "written", e);
    }
  }

  @Override
  public void carry(Location from, Location to) {
    Path target = path(to);
    FileSystem fileSystem = fileSystem(to);
    try {
      if (fileSystem.exists(target)) {
        throw Failures.exists(to, new FileAlreadyExistsException(to.text()));
      }
      FileUtil.copy(fileSystem(from), path(from), fileSystem, target, false, false, configuration);
    } catch (FileNotFoundException e) {
      throw Failures.gone(from, e);
    } catch (IOException e) {
      throw Failures.of(to, "carried from " + from, e);
    }
  }

  @Override
  public void delete(Location location) {
    FileSystem fileSystem = fileSystem(location);
    try {
      // Hadoop answers false both for what is not there and for what it could not delete.
      if (!fileSystem.delete(path(location), true) && fileSystem.exists(path(location))) {
        throw new IOException("the file system refused without a reason");
      }
    } catch (FileNotFoundException e) {
      LOG.debug("{} was deleted by another", location);
    } catch (IOException e) {
      throw Failures.of(location, "deleted", e);
    }
  }

  @Override
  public void removeLeftovers(Location folder, Instant before) {
    FileSystem fileSystem = fileSystem(folder);
    try {
      for (FileStatus entry : fileSystem.listStatus(path(folder))) {
        if (HiddenNames.isTemporary(entry.getPath().getName())
            && entry.getModificationTime() < before.toEpochMilli()) {
          fileSystem.delete(entry.getPath(), false);
        }
      }
    } catch (FileNotFoundException e) {
      LOG.debug("{}: nothing is there", folder);
    } catch (IOException e) {
      throw Failures.of(folder, "tidied", e);
    }
  }

  @Override
  public void checkReachable(Location root) {
    try {
      FileSystem fileSystem = fileSystem(root);
      fileSystem.getFileStatus(new Path(path(root).toUri().resolve("/")));
      if (isFile(fileSystem, path(root))) {
        throw new java.nio.file.NotDirectoryException(root.text());
      }
    } catch (IOException e) {
      throw Failures.of(root, "reached", e);
    }
  }

  /**
   * Whether the rename was done although it failed: only this caller knows the temporary file, so
   * the rename was done if it is gone. Removes it otherwise.
   */
  private static boolean settled(
      FileSystem fileSystem, Location file, Path temporary, IOException cause) {
    try {
      if (!fileSystem.exists(temporary)) {
        return true;
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
      throw Failures.unknown(file, cause);
    }
    discard(fileSystem, temporary);
    return false;
  }

  private static void write(FileSystem fileSystem, Path file, byte[] content) throws IOException {
    try (FSDataOutputStream out = fileSystem.create(file, true)) {
      out.write(content);
      if (out.hasCapability("hsync")) {
        out.hsync();
      }
    }
  }

  /** Leaving a temporary file behind is no failure: nothing reads it. */
  private static void discard(FileSystem fileSystem, Path temporary) {
    try {
      fileSystem.delete(temporary, false);
    } catch (IOException e) {
      LOG.warn("{}: the temporary file was left behind: {}", temporary, e.toString());
    }
  }

  private FileSystem fileSystem(Location location) {
    try {
      return FileSystem.get(path(location).toUri(), configuration);
    } catch (org.apache.hadoop.fs.UnsupportedFileSystemException e) {
      throw unserved(location, e);
    } catch (IOException e) {
      throw Failures.of(location, "reached", e);
    } catch (RuntimeException e) {
      // Hadoop wraps a missing file system class like this.
      if (e.getCause() instanceof ClassNotFoundException) {
        throw unserved(location, e);
      }
      throw e;
    }
  }

  private static SluiceException unserved(Location location, Exception cause) {
    return new ConfigurationException(
        location
            + ": no file system serves \""
            + location.scheme()
            + ":\" ("
            + cause.getMessage()
            + "). Nothing was run. Correct the scheme, or put its library on the class path.",
        cause);
  }

  private static boolean isFile(FileSystem fileSystem, Path path) throws IOException {
    try {
      return fileSystem.getFileStatus(path).isFile();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private static Path path(Location location) {
    // A bucket alone has an empty path, which Hadoop takes for a relative one.
    return new Path(
        location.text().matches("[^/]+://[^/]*") ? location.text() + "/" : location.text());
  }

  private static Path sibling(Path file) {
    return new Path(file.getParent(), HiddenNames.temporary());
  }

  private static String below(Path root, Path file) {
    String base = root.toUri().getPath();
    return file.toUri().getPath().substring(base.endsWith("/") ? base.length() : base.length() + 1);
  }

  private static StoredFile stored(Location location, FileStatus found) {
    return new StoredFile(location, found.getLen(), found.getModificationTime());
  }
}
