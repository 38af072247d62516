package io.sluice.run.bundle;

import io.sluice.error.ConfigurationException;
import io.sluice.error.UsageException;
import io.sluice.storage.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A bundle as a {@code .tar.gz}: the same content gives the same bytes, as names are sorted, and
 * times and owners are fixed. Begins with the manifest, by which it is known for a bundle.
 */
final class Archive {
  static final String ROOT = "sluice/";
  static final String MANIFEST = "manifest.json";
  static final String CHECKSUMS = "SHA256SUMS";

  /** Of every file: 2000-01-01, in seconds since 1970. */
  private static final long MODIFIED = 946_684_800;

  private static final int READABLE = 0100644;
  private static final int EXECUTABLE = 0100755;

  private final SortedMap<String, byte[]> files = new TreeMap<>();

  /** Adds a file by its path below {@link #ROOT}. */
  void add(String path, byte[] content) {
    files.put(path, content);
  }

  void add(String path, String content) {
    add(path, content.getBytes(StandardCharsets.UTF_8));
  }

  /** The paths of its files, without the list of checksums. */
  List<String> paths() {
    return List.copyOf(files.keySet());
  }

  /**
   * Writes the archive beside its place and puts it there whole. After a failure the place is as it
   * was.
   *
   * @param executable paths of programs
   * @throws UsageException if another file is there that is no bundle
   * @throws ConfigurationException if it cannot be written
   */
  void write(Path place, List<String> executable) {
    requireFree(place);
    Path folder = place.toAbsolutePath().getParent();
    Path unfinished = null;
    try {
      Files.createDirectories(folder);
      unfinished = Files.createTempFile(folder, "." + place.getFileName(), ".tmp");
      try (OutputStream out = Files.newOutputStream(unfinished)) {
        write(out, executable);
      }
      unfinished.toFile().setReadable(true, false);
      Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      remove(unfinished);
      throw new ConfigurationException(
          place + ": could not be written, " + e + ". Nothing was changed.", e);
    }
  }

  private static void remove(Path unfinished) {
    if (unfinished != null && !unfinished.toFile().delete()) {
      unfinished.toFile().deleteOnExit();
    }
  }

  private void write(OutputStream out, List<String> executable) throws IOException {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(out), StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      write(tar, MANIFEST, files.get(MANIFEST), false);
      write(tar, CHECKSUMS, checksums().getBytes(StandardCharsets.UTF_8), false);
      for (String path : paths()) {
        if (!path.equals(MANIFEST)) {
          write(tar, path, files.get(path), executable.contains(path));
        }
      }
    }
  }

  private static void write(
      TarArchiveOutputStream tar, String path, byte[] content, boolean executable)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(ROOT + path);
    entry.setSize(content.length);
    entry.setModTime(MODIFIED * 1000);
    entry.setIds(0, 0);
    entry.setNames("root", "root");
    entry.setMode(executable ? EXECUTABLE : READABLE);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  /** As {@code sha256sum -c} reads it. */
  private String checksums() {
    StringBuilder lines = new StringBuilder();
    files.forEach(
        (path, content) -> lines.append(Sha256.of(content)).append("  ").append(path).append('\n'));
    return lines.toString();
  }

  private static void requireFree(Path place) {
    if (Files.exists(place) && !isBundle(place)) {
      throw new UsageException(
          place
              + ": exists already and is no bundle of Sluice. Nothing was written. Remove it, or"
              + " name another file with --out.");
    }
  }

  private static boolean isBundle(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file);
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in))) {
      ArchiveEntry first = tar.getNextEntry();
      return first != null && first.getName().equals(ROOT + MANIFEST);
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
