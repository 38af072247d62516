package io.sluice.read;

import io.sluice.error.DataException;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import io.sluice.storage.Storage.Links;
import io.sluice.storage.Storage.Unfit;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What lies in a raw folder, by its path below it. */
final class RawListing {
  /** Folders directly below the raw folder, or one level deeper. */
  private static final int DEEPEST_MANIFEST = 3;

  private final Location rawFolder;
  private final IgnoredNames names;
  private final NavigableMap<String, Storage.StoredFile> files = new TreeMap<>();
  private final NavigableMap<String, Storage.UnfitEntry> unfit = new TreeMap<>();
  private final Set<Location> linked;
  private final NavigableSet<String> sealedFolders = new TreeSet<>();

  /** Lists the raw folder of a job. */
  RawListing(Storage storage, JobSpec job, Location rawFolder) {
    this.rawFolder = rawFolder;
    this.names = new IgnoredNames(job.raw().ignore());
    Storage.Tree tree =
        storage.survey(rawFolder, job.raw().followLinks() ? Links.FOLLOWED : Links.REFUSED);
    this.linked = tree.linked();
    for (Storage.UnfitEntry entry : tree.unfit()) {
      String path = rawFolder.relativize(entry.location());
      if (isManifest(path) || !names.ignores(path)) {
        unfit.put(path, entry);
      }
    }
    for (Storage.StoredFile file : tree.files()) {
      String path = rawFolder.relativize(file.location());
      files.put(path, file);
      if (isManifest(path) && path.split("/", -1).length <= DEEPEST_MANIFEST) {
        sealedFolders.add(RawNames.folder(path));
      }
    }
  }

  /** Whether it is a manifest in a folder that is not ignored; it may lie too deep to count. */
  boolean isManifest(String path) {
    return path.endsWith("/" + IncrementManifest.NAME)
        && !names.ignoresFolder(RawNames.folder(path));
  }

  IgnoredNames names() {
    return names;
  }

  Location location(String path) {
    return rawFolder.append(path);
  }

  Optional<Storage.StoredFile> find(String path) {
    return Optional.ofNullable(files.get(path));
  }

  NavigableMap<String, Storage.StoredFile> files() {
    return files;
  }

  /** The files in a folder, given with its trailing slash, at any depth. */
  NavigableMap<String, Storage.StoredFile> below(String folder) {
    return files.subMap(folder, false, folder + Character.MAX_VALUE, false);
  }

  /** The folders that hold a manifest, with a trailing slash. */
  NavigableSet<String> sealedFolders() {
    return sealedFolders;
  }

  /** The innermost folder with a manifest that this path lies in. */
  Optional<String> sealedFolderOf(String path) {
    for (String folder = RawNames.folder(path);
        !folder.isEmpty();
        folder = RawNames.folder(folder.substring(0, folder.length() - 1))) {
      if (sealedFolders.contains(folder)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  /** What cannot be used and is not ignored by its name, files that are listed among it. */
  NavigableMap<String, Storage.UnfitEntry> unfit() {
    return unfit;
  }

  /** As {@link #unfit}, in a folder but outside of sealed folders, beside links within. */
  List<String> unfitBelow(String folder) {
    return unfit.subMap(folder, folder + Character.MAX_VALUE).values().stream()
        .filter(entry -> entry.reason() != Unfit.LEADS_TO_WALKED)
        .map(entry -> rawFolder.relativize(entry.location()))
        .filter(path -> sealedFolderOf(path).isEmpty())
        .toList();
  }

  /** Whether the file lies elsewhere and is reached through a link. */
  boolean isLinked(String path) {
    return find(path).filter(file -> linked.contains(file.location())).isPresent();
  }

  /**
   * Fails where this file cannot be used, or may lie in a folder that cannot.
   *
   * @throws DataException that says why and what to do
   */
  void requireFit(String path) {
    for (String part = path; !part.isEmpty(); part = parent(part)) {
      Storage.UnfitEntry entry = unfit.get(part);
      if (entry != null) {
        throw new DataException(whyUnfit(entry));
      }
    }
  }

  /** Why an entry is not read, and what to do. */
  static String whyUnfit(Storage.UnfitEntry entry) {
    String detail = entry.detail().isEmpty() ? "" : " (" + entry.detail() + ")";
    return entry.location()
        + switch (entry.reason()) {
          case LEADS_OUT ->
              ": is a link that leads out of the raw folder, to "
                  + entry.detail()
                  + ". The target is not read. Put the file itself there, or set"
                  + " raw.follow_links: true.";
          case LEADS_TO_WALKED ->
              ": is a link to a folder that is read in its own place, "
                  + entry.detail()
                  + ". It is not followed. Put the files themselves there.";
          case LEADS_NOWHERE ->
              ": is a link to a file that does not exist, or to itself. It cannot be read. Put the"
                  + " file there, or remove the link.";
          case UNNAMEABLE ->
              ": its name is not text in the encoding of this process; it is shown percent-encoded. It cannot be read. Rename it; if its name is right, run in a UTF-8"
                  + " locale, such as LC_ALL=C.UTF-8.";
          case UNREADABLE ->
              ": this user cannot read it"
                  + detail
                  + ". It stays pending. Give the user the right to read it, or move it out of the"
                  + " raw folder.";
        };
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }
}
