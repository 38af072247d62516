package io.sluice.read;

import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.spec.Increment;
import io.sluice.spec.Increment.Kind;
import io.sluice.spec.Increment.RawFile;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    AppliedFolders before = new AppliedFolders(storage, listing, Optional.empty());
    for (Increment increment : applied) {
      if (increment.kind() == Kind.SEALED) {
        known.put(increment.id(), increment);
        before.add(increment, folderOf(increment));
      }
    }
    Map<String, String> folders = new HashMap<>();
    for (String folder : listing.sealedFolders()) {
      if (before.isUnchanged(folder)) {
        continue;
      }
      try {
        Optional<IncrementManifest> manifest = manifest(folder);
        if (manifest.isEmpty()) {
          continue;
        }
        Increment same = known.get(manifest.get().id());
        if (same != null && before.holds(folder, same.id())) {
          before.requireApplied(folder, same, manifest.get());
          continue;
        }
        Increment increment = increment(folder, manifest.get());
        manifest.get().held().ifPresent(reason -> found.hold(increment.id(), reason));
        if (same == null) {
          known.put(increment.id(), increment);
          folders.put(increment.id(), folder);
          found.add(increment);
        } else {
          compare(same, folders.getOrDefault(increment.id(), ""), increment, folder);
        }
      } catch (DataException | ConfigurationException e) {
        // A manifest that this user may not read is of the second kind.
        found.refuse(folder.substring(0, folder.length() - 1), e.getMessage());
      }
    }
  }

  /** Where an applied increment lies: one without files is found by its name alone. */
  private Optional<String> folderOf(Increment increment) {
    if (increment.files().isEmpty()) {
      return Optional.of(increment.id() + "/").filter(listing.sealedFolders()::contains);
    }
    return increment.files().stream()
        .flatMap(file -> listing.sealedFolderOf(file.path()).stream())
        .findFirst();
  }

  private Optional<IncrementManifest> manifest(String folder) {
    String path = folder + IncrementManifest.NAME;
    String where = listing.location(path).toString();
    listing.requireFit(path);
    Digests.requireSmall(listing.find(path).orElseThrow());
    Optional<IncrementManifest> manifest =
        storage
            .load(listing.location(path))
            .map(content -> IncrementManifest.parse(where, content));
    String dataset = manifest.flatMap(IncrementManifest::dataset).orElse(job.dataset().toString());
    if (!dataset.equals(job.dataset().toString())) {
      throw new DataException(
          where
              + ": dataset: found "
              + dataset
              + " against "
              + job.dataset()
              + ". The increment stays pending. Move it to the folder of its dataset.");
    }
    return manifest;
  }

  private Increment increment(String folder, IncrementManifest manifest) {
    String where = listing.location(folder + IncrementManifest.NAME).toString();
    List<RawFile> files = new ArrayList<>();
    for (IncrementManifest.ManifestFile file : manifest.files()) {
      files.add(check(where, folder, file));
    }
    return new Increment(
        manifest.id(),
        Kind.SEALED,
        manifest.processedDate(),
        files,
        manifest.full(),
        manifest.partitions());
  }

  private RawFile check(String where, String folder, IncrementManifest.ManifestFile file) {
    String path = folder + file.path();
    listing.requireFit(path);
    if (!listing.sealedFolderOf(path).equals(Optional.of(folder))) {
      throw new DataException(
          where
              + ": "
              + file.path()
              + " lies in a folder with a manifest of its own, so that it would be in two"
              + " increments. The increment stays pending. Name it in one manifest alone.");
    }
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
              + ". The increment stays pending. Put the right file there, or write the manifest again.");
    }
    return new RawFile(path, stored.bytes(), stored.modified(), file.sha256(), file.rows());
  }

  /** The same id twice is one increment copied, or a mistake of its sender. */
  private void compare(Increment first, String firstFolder, Increment second, String folder) {
    if (content(first, firstFolder, first).equals(content(second, folder, first))) {
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

  /** Names, sizes and hashes; a hash comes from the bytes if the manifest has none. */
  private List<String> content(Increment increment, String folder, Increment other) {
    boolean hashed = other.files().stream().anyMatch(file -> file.sha256().isPresent());
    List<String> content = new ArrayList<>();
    for (RawFile file : increment.files()) {
      String path =
          file.path().startsWith(folder) && !folder.isEmpty()
              ? file.path().substring(folder.length())
              : file.path().substring(RawNames.folder(file.path()).length());
      Optional<String> sha256 = file.sha256();
      if (sha256.isEmpty() && hashed) {
        sha256 = Optional.of(Digests.sha256(storage, listing.location(file.path())));
      }
      content.add(
          path.substring(RawNames.folder(path).length())
              + " "
              + file.bytes()
              + " "
              + sha256.orElse(""));
    }
    return content;
  }
}
