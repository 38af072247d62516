package io.sluice.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.spec.Increment;
import io.sluice.spec.Increment.Kind;
import io.sluice.spec.Increment.RawFile;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files that are increments of their own: known by path, and by content against the last applied.
 */
final class BareFiles {
  private static final Pattern METADATA = Pattern.compile("((?:.*/)?)metadata/([^/]+)\\.json");

  private final Storage storage;
  private final JobSpec job;
  private final RawListing listing;
  private final Clock clock;

  BareFiles(Storage storage, JobSpec job, RawListing listing, Clock clock) {
    this.storage = storage;
    this.job = job;
    this.listing = listing;
    this.clock = clock;
  }

  void find(List<Increment> applied, RawZone.Found found) {
    Map<String, Increment> last = new HashMap<>();
    applied.stream()
        .filter(increment -> increment.kind() == Kind.BARE)
        .forEach(increment -> last.put(increment.files().get(0).path(), increment));
    for (Map.Entry<String, Storage.StoredFile> entry : listing.files().entrySet()) {
      String path = entry.getKey();
      Storage.StoredFile file = entry.getValue();
      try {
        if (isBare(path) && isSettled(file)) {
          look(path, file, Optional.ofNullable(last.get(path))).ifPresent(found::add);
        }
      } catch (DataException | ConfigurationException e) {
        // A file that this user may not read is of the second kind.
        found.refuse(path, e.getMessage());
      }
    }
  }

  /** Whether the file is old enough to be complete. */
  boolean isSettled(Storage.StoredFile file) {
    return job.raw().settle().isZero()
        || !Instant.ofEpochMilli(file.modified())
            .isAfter(clock.instant().minus(job.raw().settle()));
  }

  /** Whether a file of this path is an increment of its own. */
  boolean isBare(String path) {
    if (listing.names().ignores(path) || isMetadata(path)) {
      return false;
    }
    if (path.indexOf('/') < 0) {
      return true;
    }
    return job.raw().pathPattern().flatMap(pattern -> pattern.match(path)).isPresent()
        && listing.sealedFolderOf(path).isEmpty();
  }

  /** The legacy exporter's note on {@code <stem>.csv} beside it. */
  boolean isMetadata(String path) {
    Matcher metadata = METADATA.matcher(path);
    if (!metadata.matches()) {
      return false;
    }
    String csv = metadata.group(1) + metadata.group(2) + ".csv";
    return listing.find(csv).isPresent() || listing.find(csv + ".gz").isPresent();
  }

  private Optional<Increment> look(
      String path, Storage.StoredFile file, Optional<Increment> before) {
    Optional<String> sha256 = Optional.empty();
    long revision = 1;
    if (before.filter(one -> isUnchanged(one.files().get(0), file)).isPresent()) {
      return Optional.empty();
    }
    listing.requireFit(path);
    requireName(file.location(), path);
    if (before.isPresent()) {
      RawFile seen = before.get().files().get(0);
      sha256 = Optional.of(Digests.sha256(storage, file.location()));
      if (seen.sha256().equals(sha256)) {
        return Optional.empty();
      }
      String id = before.get().id();
      revision = Long.parseLong(id.substring(id.lastIndexOf('#') + 1)) + 1;
      if (job.merge().mode() == MergeSpec.Mode.APPEND) {
        throw new DataException(
            file.location()
                + ": the file was changed after it was applied, found SHA-256 "
                + sha256.get()
                + " against "
                + seen.sha256().orElse("none")
                + "; in mode append its rows would be in the table twice. The table has the rows of the"
                + " first content. Put that content back, and new rows into a file of another"
                + " name.");
      }
    }
    Instant date = processedDate(path, file);
    if (before.isPresent() && !date.isAfter(before.get().processedDate())) {
      date = before.get().processedDate().plus(1, ChronoUnit.MICROS);
    }
    RawFile raw = new RawFile(path, file.bytes(), file.modified(), sha256, announcedRows(path));
    return Optional.of(RawZone.increment(path + "#" + revision, Kind.BARE, date, List.of(raw)));
  }

  private Instant processedDate(String path, Storage.StoredFile file) {
    Optional<String> pattern = job.raw().namePattern();
    if (pattern.isEmpty()) {
      return Instant.ofEpochMilli(file.modified());
    }
    String stem = RawNames.stem(path);
    return RawNames.instant(stem, pattern.get())
        .orElseThrow(() -> new DataException(noDate(file.location(), stem, pattern.get())));
  }

  /** Whether it is the same file by size and time. */
  static boolean isUnchanged(RawFile seen, Storage.StoredFile file) {
    return seen.bytes() == file.bytes() && seen.modified() == file.modified();
  }

  /** Names that a table, a log line or a message cannot show are refused. */
  static void requireName(Location location, String path) {
    RawNames.fault(path)
        .ifPresent(
            fault -> {
              throw new DataException(
                  location
                      + ": its path "
                      + fault
                      + " and cannot be used. The increment stays pending. Rename it.");
            });
  }

  static String noDate(Location location, String name, String pattern) {
    return location
        + ": the file's name has no processed date, found \""
        + name
        + "\" against the pattern "
        + pattern
        + ". The increment stays pending. Rename it, or set raw.processed_date.";
  }

  private Optional<Long> announcedRows(String path) {
    String folder = RawNames.folder(path);
    String plain = path.endsWith(".gz") ? path.substring(0, path.length() - 3) : path;
    if (!plain.endsWith(".csv")) {
      return Optional.empty();
    }
    String name = plain.substring(folder.length(), plain.length() - ".csv".length());
    String metadata = folder + "metadata/" + name + ".json";
    listing.requireFit(metadata);
    if (listing.find(metadata).isEmpty()) {
      return Optional.empty();
    }
    Location location = listing.location(metadata);
    Digests.requireSmall(listing.find(metadata).get());
    Optional<byte[]> content = storage.load(location);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode count =
          CanonicalJson.parse(new String(content.get(), StandardCharsets.UTF_8))
              .path("recordCount");
      if (count.isMissingNode() || count.isNull()) {
        return Optional.empty();
      }
      return Optional.of(Long.parseLong(count.asText()));
    } catch (BadValueException | NumberFormatException e) {
      throw new DataException(
          location
              + ": recordCount cannot be read: "
              + e.getMessage()
              + ". "
              + path
              + " stays pending. Export it again.",
          e);
    }
  }
}
