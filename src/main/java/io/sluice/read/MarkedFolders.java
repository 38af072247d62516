package io.sluice.read;

import io.sluice.spec.Increment;
import io.sluice.spec.Increment.Kind;
import io.sluice.spec.Increment.RawFile;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Storage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Folders sealed by a marker file, such as Spark's {@code _SUCCESS}. Known by their path. */
final class MarkedFolders {
  private final JobSpec job;
  private final RawListing listing;
  private final String marker;

  MarkedFolders(JobSpec job, RawListing listing, String marker) {
    this.job = job;
    this.listing = listing;
    this.marker = marker;
  }

  void find(List<Increment> applied, RawZone.Found found) {
    Set<String> known = new HashSet<>();
    applied.stream()
        .filter(increment -> increment.kind() == Kind.FOLDER)
        .forEach(increment -> known.add(increment.id()));
    for (Map.Entry<String, Storage.StoredFile> file : listing.files().entrySet()) {
      String folder = RawNames.folder(file.getKey());
      if (folder.isEmpty()
          || !file.getKey().equals(folder + marker)
          || RawNames.isIgnored(folder + "x")
          || listing.sealedFolderOf(file.getKey()).isPresent()) {
        continue;
      }
      String id = folder.substring(0, folder.length() - 1);
      if (!known.contains(id)) {
        add(id, folder, file.getValue(), found);
      }
    }
  }

  private void add(String id, String folder, Storage.StoredFile marked, RawZone.Found found) {
    Instant processedDate = Instant.ofEpochMilli(marked.modified());
    if (job.raw().namePattern().isPresent()) {
      String name = id.substring(RawNames.folder(id).length());
      Optional<Instant> named = RawNames.instant(name, job.raw().namePattern().get());
      if (named.isEmpty()) {
        found.refuse(
            id, BareFiles.noDate(listing.location(id), name, job.raw().namePattern().get()));
        return;
      }
      processedDate = named.get();
    }
    List<RawFile> files = new ArrayList<>();
    for (Map.Entry<String, Storage.StoredFile> file : listing.below(folder).entrySet()) {
      String path = file.getKey();
      if (!RawNames.isIgnored(path) && !path.equals(folder + marker)) {
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
