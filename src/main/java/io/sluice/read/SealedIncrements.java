package io.sluice.read;

import io.sluice.error.DataException;
import io.sluice.spec.Increment;
import io.sluice.spec.Increment.Kind;
import io.sluice.spec.Increment.RawFile;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Folders sealed by a manifest. An increment is known by the id in it. */
final class SealedIncrements {
  private final Storage storage;
  private final JobSpec job;
  private final RawListing listing;

  SealedIncrements(Storage storage, JobSpec job, RawListing listing) {
    this.storage = storage;
    this.job = job;
    this.listing = listing;
  }

  void find(List<Increment> applied, RawZone.Found found) {
    Map<String, Increment> known = new HashMap<>();
    applied.stream()
        .filter(increment -> increment.kind() == Kind.SEALED)
        .forEach(increment -> known.put(increment.id(), increment));
    Set<String> appliedFolders = appliedFolders(known);
    Map<String, String> folders = new HashMap<>();
    for (String folder : listing.sealedFolders()) {
      if (appliedFolders.contains(folder)) {
        continue;
      }
      try {
        Optional<Increment> read = read(folder, found);
        if (read.isEmpty()) {
          continue;
        }
        Increment increment = read.get();
        Increment same = known.get(increment.id());
        if (same == null) {
          known.put(increment.id(), increment);
          folders.put(increment.id(), folder);
          found.add(increment);
        } else {
          compare(same, folders.getOrDefault(increment.id(), ""), increment, folder);
        }
      } catch (DataException e) {
        found.refuse(folder.substring(0, folder.length() - 1), e.getMessage());
      }
    }
  }

  /**
   * Folders whose manifest need not be read: a file in them, or their name where there is no file,
   * was applied.
   */
  private Set<String> appliedFolders(Map<String, Increment> known) {
    Set<String> folders = new HashSet<>();
    for (Increment increment : known.values()) {
      increment
          .files()
          .forEach(file -> listing.sealedFolderOf(file.path()).ifPresent(folders::add));
      if (increment.files().isEmpty() && listing.sealedFolders().contains(increment.id() + "/")) {
        folders.add(increment.id() + "/");
      }
    }
    return folders;
  }

  private Optional<Increment> read(String folder, RawZone.Found found) {
    String path = folder + IncrementManifest.NAME;
    String where = listing.location(path).toString();
    Optional<byte[]> content = storage.load(listing.location(path));
    if (content.isEmpty()) {
      return Optional.empty();
    }
    IncrementManifest manifest = IncrementManifest.parse(where, content.get());
    String dataset = manifest.dataset().orElse(job.dataset().toString());
    if (!dataset.equals(job.dataset().toString())) {
      throw new DataException(
          where
              + ": dataset: found "
              + dataset
              + " against "
              + job.dataset()
              + ". The increment stays pending. Move it to the folder of its dataset.");
    }
    manifest.held().ifPresent(reason -> found.hold(manifest.id(), reason));
    List<RawFile> files = new ArrayList<>();
    for (IncrementManifest.ManifestFile file : manifest.files()) {
      files.add(check(where, folder, file));
    }
    return Optional.of(
        new Increment(
            manifest.id(),
            Kind.SEALED,
            manifest.processedDate(),
            files,
            manifest.full(),
            manifest.partitions()));
  }

  private RawFile check(String where, String folder, IncrementManifest.ManifestFile file) {
    String path = folder + file.path();
    Storage.StoredFile stored =
        listing
            .find(path)
            .orElseThrow(
                () ->
                    new DataException(
                        where
                            + ": "
                            + file.path()
                            + " is missing, found no file against "
                            + file.bytes()
                            + " bytes. The increment stays pending. Put the file back."));
    if (stored.bytes() != file.bytes()) {
      throw new DataException(
          where
              + ": "
              + file.path()
              + " has another size, found "
              + stored.bytes()
              + " bytes against "
              + file.bytes()
              + ". The increment stays pending. Put the right file there, or write the manifest"
              + " anew.");
    }
    return new RawFile(path, stored.bytes(), stored.modified(), file.sha256(), file.rows());
  }

  /** The same id twice is one increment copied, or a mistake of its sender. */
  private void compare(Increment first, String firstFolder, Increment second, String folder) {
    if (content(first, firstFolder).equals(content(second, folder))) {
      return;
    }
    throw new DataException(
        listing.location(folder + IncrementManifest.NAME)
            + ": id: "
            + second.id()
            + " is taken, found other files against those of "
            + (firstFolder.isEmpty() ? "the applied increment" : listing.location(firstFolder))
            + ". The increment stays pending. Give it an id of its own.");
  }

  private static List<String> content(Increment increment, String folder) {
    List<String> content = new ArrayList<>();
    for (RawFile file : increment.files()) {
      String path =
          file.path().startsWith(folder) && !folder.isEmpty()
              ? file.path().substring(folder.length())
              : file.path().substring(RawNames.folder(file.path()).length());
      content.add(
          path.substring(RawNames.folder(path).length())
              + " "
              + file.bytes()
              + " "
              + file.sha256().orElse(""));
    }
    return content;
  }
}
