package io.sluice.read;

import io.sluice.error.DataException;
import io.sluice.spec.Increment;
import io.sluice.spec.Increment.RawFile;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import java.util.Optional;

/** Whether the raw folder still has the files of applied increments as they were applied. */
public final class AppliedFiles {
  private final Storage storage;
  private final RawListing listing;

  /** Lists the raw folder of a job. */
  public AppliedFiles(Storage storage, JobSpec job, Location rawFolder) {
    this.storage = storage;
    this.listing = new RawListing(storage, job, rawFolder);
  }

  /**
   * Why an increment cannot be read as it was applied, half a sentence; nothing where it can. Reads
   * a file only where its time differs.
   */
  public Optional<String> gap(Increment applied) {
    return applied.files().stream().flatMap(file -> gap(file).stream()).findFirst();
  }

  private Optional<String> gap(RawFile file) {
    Optional<Storage.StoredFile> stored = listing.find(file.path());
    if (stored.isEmpty()) {
      return Optional.of(file.path() + " is gone");
    }
    if (stored.get().bytes() != file.bytes()) {
      return Optional.of(
          file.path()
              + " was changed after it was applied: it has "
              + stored.get().bytes()
              + " bytes against "
              + file.bytes());
    }
    if (BareFiles.isUnchanged(file, stored.get())) {
      return Optional.empty();
    }
    try {
      listing.requireFit(file.path());
    } catch (DataException e) {
      return Optional.of(file.path() + " cannot be read");
    }
    return file.sha256()
            .filter(known -> known.equals(Digests.sha256(storage, stored.get().location())))
            .isPresent()
        ? Optional.empty()
        : Optional.of(file.path() + " was changed after it was applied: it has other content");
  }
}
