package io.sluice.read;

import io.sluice.read.IgnoredNames.Sort;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.RawSpec.RawFormat;
import io.sluice.storage.Location;
import io.sluice.storage.Storage.Unfit;
import io.sluice.storage.Storage.UnfitEntry;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Files of a raw folder that are in no increment. Without a warning, people would think that they
 * were read. Unusable files are refused one by one. For the rest there is one warning per kind,
 * with the number of files and the key that would read them.
 */
final class UnreadFiles {
  /** A folder of our own export that is not sealed, or failed: the ledger has it. */
  private static final Pattern EXPORT = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-z]+/.*");

  private static final Pattern METADATA = Pattern.compile("(?:.*/)?metadata/[^/]+\\.json");
  private static final Pattern DATA_NAME =
      Pattern.compile("(?i).*\\.(?:csv|json|jsonl|ndjson|avro|parquet)(?:\\.[a-z0-9]{1,4})?");

  private final JobSpec job;
  private final Location rawFolder;
  private final RawListing listing;
  private final BareFiles bare;
  private final Map<WhyUnread, Set<String>> unread = new EnumMap<>(WhyUnread.class);

  UnreadFiles(JobSpec job, Location rawFolder, RawListing listing, BareFiles bare) {
    this.job = job;
    this.rawFolder = rawFolder;
    this.listing = listing;
    this.bare = bare;
  }

  void find(List<Increment> applied, RawZone.Found found) {
    listing.unfit().forEach((path, entry) -> judge(path, entry, found));
    Set<String> read = new HashSet<>();
    applied.forEach(increment -> increment.files().forEach(file -> read.add(file.path())));
    found
        .increments()
        .forEach(increment -> increment.files().forEach(file -> read.add(file.path())));
    Set<String> markers = markers();
    for (String path : listing.files().keySet()) {
      if (!read.contains(path) && !found.refuses(path)) {
        why(path, markers).ifPresent(why -> add(why, path));
      }
    }
    unread.forEach(
        (why, paths) -> {
          if (why.worthAWarning()) {
            found.warn(warning(why, paths));
          }
        });
  }

  /** The files of the raw folder that are in no increment, those included that need no warning. */
  Map<WhyUnread, Set<String>> all() {
    return unread;
  }

  private void judge(String path, UnfitEntry entry, RawZone.Found found) {
    if (entry.reason() == Unfit.LEADS_TO_WALKED) {
      add(WhyUnread.LINK, path);
    } else if (listing.find(path).isEmpty() && !found.refuses(path)) {
      if (listing.sealedFolderOf(path).isPresent()) {
        add(WhyUnread.UNNAMED, path);
      } else {
        found.refuse(path, RawListing.whyUnfit(entry));
      }
    }
  }

  private void add(WhyUnread why, String path) {
    unread.computeIfAbsent(why, any -> new TreeSet<>()).add(path);
  }

  /** Whether a file of this name is one of those that jobs read, if it lies in the right place. */
  static boolean isData(String name) {
    return !name.startsWith(".") && !name.startsWith("_") && DATA_NAME.matcher(name).matches();
  }

  private String warning(WhyUnread why, Set<String> paths) {
    String example = paths.iterator().next();
    return rawFolder
        + ": "
        + (paths.size() == 1
            ? "1 file is not read, " + example
            : paths.size() + " files are not read, such as " + example)
        + ": "
        + why.told();
  }

  private Optional<WhyUnread> why(String path, Set<String> markers) {
    if (listing.isManifest(path)) {
      return listing.sealedFolders().contains(RawNames.folder(path))
          ? Optional.empty()
          : Optional.of(WhyUnread.DEEP);
    }
    Sort sort = listing.names().sort(path);
    if (sort == Sort.HIDDEN) {
      return Optional.of(looksLikeData(path) ? WhyUnread.UNDERSCORE : WhyUnread.HIDDEN);
    }
    if (sort != Sort.DATA) {
      return Optional.of(sort == Sort.COPY ? WhyUnread.COPY : WhyUnread.NO_DATA);
    }
    if (listing.sealedFolderOf(path).isPresent()) {
      return Optional.of(WhyUnread.UNNAMED);
    }
    boolean below = path.indexOf('/') >= 0;
    if (job.raw().sealedBy().isPresent()) {
      return inMarked(path, markers)
          ? Optional.empty()
          : Optional.of(below ? WhyUnread.UNMARKED : WhyUnread.LOOSE);
    }
    if (bare.isBare(path)) {
      return bare.isSettled(listing.files().get(path))
          ? Optional.empty()
          : Optional.of(WhyUnread.YOUNG);
    }
    if (isNote(path) || isExport(path)) {
      return Optional.of(isNote(path) ? WhyUnread.NOTE : WhyUnread.EXPORT);
    }
    return Optional.of(job.raw().pathPattern().isPresent() ? WhyUnread.NO_MATCH : WhyUnread.BELOW);
  }

  /** Hidden by its own name alone, in which an underscore is no mark of what tools write. */
  private boolean looksLikeData(String path) {
    String folder = RawNames.folder(path);
    String name = path.substring(folder.length());
    return name.startsWith("_")
        && !name.equals(IncrementManifest.NAME)
        && DATA_NAME.matcher(name).matches()
        && !listing.names().ignores(folder + name.replaceFirst("^_+", "x"));
  }

  private Set<String> markers() {
    Set<String> folders = new HashSet<>();
    job.raw()
        .sealedBy()
        .ifPresent(
            marker ->
                listing.files().keySet().stream()
                    .filter(path -> path.endsWith("/" + marker))
                    .forEach(path -> folders.add(RawNames.folder(path))));
    return folders;
  }

  private static boolean inMarked(String path, Set<String> markers) {
    for (String folder = RawNames.folder(path);
        !folder.isEmpty();
        folder = RawNames.folder(folder.substring(0, folder.length() - 1))) {
      if (markers.contains(folder)) {
        return true;
      }
    }
    return false;
  }

  /** The legacy exporter's metadata files stay when retention deletes their file. */
  private boolean isNote(String path) {
    return bare.isMetadata(path)
        || (job.raw().format() == RawFormat.CSV && METADATA.matcher(path).matches());
  }

  private boolean isExport(String path) {
    return job.extract().isPresent() && EXPORT.matcher(path).matches();
  }
}
