package io.sluice.read;

import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.spec.Increment;
import io.sluice.spec.Increment.Kind;
import io.sluice.spec.Increment.RawFile;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Storage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Folders sealed by a marker file, such as Spark's {@code _SUCCESS}. Known by their path. */
final class MarkedFolders {
  private final Storage storage;
  private final JobSpec job;
  private final RawListing listing;
  private final String marker;

  MarkedFolders(Storage storage, JobSpec job, RawListing listing, String marker) {
    this.storage = storage;
    this.job = job;
    this.listing = listing;
    this.marker = marker;
  }

  void find(List<Increment> applied, RawZone.Found found) {
    AppliedFolders before = new AppliedFolders(storage, listing, Optional.of(marker));
    applied.stream()
        .filter(increment -> increment.kind() == Kind.FOLDER)
        .forEach(increment -> before.add(increment, Optional.of(increment.id() + "/")));
    for (Map.Entry<String, Storage.StoredFile> file : listing.files().entrySet()) {
      String folder = RawNames.folder(file.getKey());
      if (folder.isEmpty()
          || !file.getKey().equals(folder + marker)
          || listing.names().ignoresFolder(folder)
          || listing.sealedFolderOf(file.getKey()).isPresent()) {
        continue;
      }
      String id = folder.substring(0, folder.length() - 1);
      try {
        if (!before.holds(folder, id)) {
          add(id, folder, file.getValue(), found);
        } else if (!before.isUnchanged(folder)) {
          before.requireApplied(folder, id);
        }
      } catch (DataException | ConfigurationException e) {
        // A file that this user may not read is of the second kind.
        found.refuse(id, e.getMessage());
      }
    }
  }

  private void add(String id, String folder, Storage.StoredFile marked, RawZone.Found found) {
    Instant processedDate = Instant.ofEpochMilli(marked.modified());
    if (job.raw().namePattern().isPresent()) {
      String name = id.substring(RawNames.folder(id).length());
      Optional<Instant> named = RawNames.instant(name, job.raw().namePattern().get());
      if (named.isEmpty()) {
        throw new DataException(
            BareFiles.noDate(listing.location(id), name, job.raw().namePattern().get()));
      }
      processedDate = named.get();
    }
    for (String path : listing.unfitBelow(folder)) {
      listing.requireFit(path);
    }
    List<RawFile> files = new ArrayList<>();
    for (Map.Entry<String, Storage.StoredFile> file : listing.below(folder).entrySet()) {
      String path = file.getKey();
      if (!listing.names().ignores(path)
          && !path.equals(folder + marker)
          && listing.sealedFolderOf(path).isEmpty()) {
        BareFiles.requireName(file.getValue().location(), path);
        listing.requireFit(path);
        files.add(
            new RawFile(
                path,
                file.getValue().bytes(),
                file.getValue().modified(),
                Optional.empty(),
                Optional.empty()));
      }
    }
    found.add(RawZone.increment(id, Kind.FOLDER, processedDate, files));
  }
}
