package io.sluice.read;

import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import io.sluice.storage.RoutedStorage;
import io.sluice.storage.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** A raw folder on disk, with the steps from files to rows. */
final class RawFolder {
  static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  final Storage storage = new RoutedStorage(Map.of());
  final Path path;

  RawFolder(Path path) {
    this.path = path;
  }

  Path write(String name, String content) throws IOException {
    return write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  Path write(String name, byte[] content) throws IOException {
    Path file = path.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.setLastModifiedTime(file, FileTime.from(NOON));
    return file;
  }

  Path write(String name, String content, Instant modified) throws IOException {
    Path file = write(name, content);
    Files.setLastModifiedTime(file, FileTime.from(modified));
    return file;
  }

  static byte[] packed(String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  Location location() {
    return Location.of(path.toString());
  }

  Pending pending(JobSpec job, List<Increment> applied) {
    Clock clock = Clock.fixed(Instant.parse("2026-11-21T00:00:00Z"), ZoneOffset.UTC);
    return new RawZone(storage, job, location(), clock).pending(applied);
  }

  ScanResult scan(JobSpec job) {
    return scan(job, pending(job, List.of()).increments());
  }

  ScanResult scan(JobSpec job, List<Increment> increments) {
    return new FileScan(storage, job, location()).scan(increments);
  }
}
