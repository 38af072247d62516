package io.sluice.read;

import io.sluice.error.DataException;
import io.sluice.spec.Increment;
import io.sluice.spec.Increment.RawFile;
import io.sluice.storage.Storage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Folders whose increments were applied, and whether they are still what was applied. Size and time
 * of their files are enough; files are only read if these differ. Files that retention deleted are
 * not missed.
 */
final class AppliedFolders {
  private final Storage storage;
  private final RawListing listing;
  private final Optional<String> marker;

  /** By folder, with its trailing slash. */
  private final Map<String, Set<String>> ids = new HashMap<>();

  private final Map<String, RawFile> last = new HashMap<>();

  /** Of folders that this marker seals, or a manifest where there is none. */
  AppliedFolders(Storage storage, RawListing listing, Optional<String> marker) {
    this.storage = storage;
    this.listing = listing;
    this.marker = marker;
  }

  /** Adds an applied increment, in the order of application; the folder while it is there. */
  void add(Increment increment, Optional<String> folder) {
    increment.files().forEach(file -> last.put(file.path(), file));
    folder.ifPresent(name -> ids.computeIfAbsent(name, any -> new HashSet<>()).add(increment.id()));
  }

  /** Whether this increment was applied from this folder. */
  boolean holds(String folder, String id) {
    return ids.getOrDefault(folder, Set.of()).contains(id);
  }

  /** Whether something was applied from the folder, and nothing in it has another size or time. */
  boolean isUnchanged(String folder) {
    return ids.containsKey(folder)
        && data(folder).entrySet().stream()
            .allMatch(
                file ->
                    last.containsKey(file.getKey())
                        && BareFiles.isUnchanged(last.get(file.getKey()), file.getValue()));
  }

  /**
   * Fails where the manifest, or what lies beside it, is not what was applied under its id. A file
   * that was copied again has another time and may be the same: its hash is compared with the
   * manifest's; if there is none, the file is read.
   *
   * @throws DataException that says what differs
   */
  void requireApplied(String folder, Increment applied, IncrementManifest manifest) {
    if (!manifest.processedDate().equals(applied.processedDate())
        || manifest.full() != applied.full()) {
      throw changed(folder, applied.id(), "its manifest has another date, or another \"full\"");
    }
    for (IncrementManifest.ManifestFile file : manifest.files()) {
      require(folder, applied.id(), folder + file.path(), file.bytes(), file.sha256());
    }
    Set<String> named = new HashSet<>();
    manifest.files().forEach(file -> named.add(folder + file.path()));
    for (RawFile file : applied.files()) {
      if (file.path().startsWith(folder) && !named.contains(file.path())) {
        throw changed(folder, applied.id(), name(folder, file.path()) + " is no longer named");
      }
    }
  }

  /**
   * Fails where a folder without a manifest does not hold what was applied from it.
   *
   * @throws DataException that says what differs
   */
  void requireApplied(String folder, String id) {
    data(folder).forEach((path, file) -> require(folder, id, path, file.bytes(), Optional.empty()));
  }

  private void require(
      String folder, String id, String path, long bytes, Optional<String> announced) {
    RawFile before = last.get(path);
    if (before == null) {
      throw changed(folder, id, name(folder, path) + " was not there");
    }
    Optional<Storage.StoredFile> stored = listing.find(path);
    long found = stored.map(Storage.StoredFile::bytes).orElse(bytes);
    if (bytes != before.bytes() || found != before.bytes()) {
      long other = bytes == before.bytes() ? found : bytes;
      throw changed(
          folder, id, name(folder, path) + " has " + other + " bytes against " + before.bytes());
    }
    if (stored.isEmpty() || BareFiles.isUnchanged(before, stored.get())) {
      return;
    }
    String sha256 =
        announced.orElseGet(
            () -> {
              listing.requireFit(path);
              return Digests.sha256(storage, stored.get().location());
            });
    if (before.sha256().filter(known -> !known.equals(sha256)).isPresent()) {
      throw changed(
          folder,
          id,
          name(folder, path) + " has SHA-256 " + sha256 + " against " + before.sha256().get());
    }
  }

  /** The data files of the folder, without those of a sealed folder inside it. */
  private Map<String, Storage.StoredFile> data(String folder) {
    Map<String, Storage.StoredFile> files = new HashMap<>();
    Optional<String> own = marker.isPresent() ? Optional.empty() : Optional.of(folder);
    listing
        .below(folder)
        .forEach(
            (path, file) -> {
              boolean data =
                  !listing.names().ignores(path)
                      && marker.filter(name -> path.endsWith("/" + name)).isEmpty();
              if (listing.sealedFolderOf(path).equals(own) && (data || last.containsKey(path))) {
                files.put(path, file);
              }
            });
    return files;
  }

  private static String name(String folder, String path) {
    return path.substring(folder.length());
  }

  private DataException changed(String folder, String id, String what) {
    return new DataException(
        listing.location(folder.substring(0, folder.length() - 1))
            + ": the increment "
            + id
            + " was changed after it was applied, "
            + what
            + ". The table has the rows of the first content; nothing of the new one was applied. "
            + (marker.isEmpty()
                ? "Seal it under a new id, in a folder of its own"
                : "Write it into a folder of another name")
            + ", and put the first content back or remove this folder.");
  }
}
