package io.sluice.read;

import io.sluice.spec.Increment;
import io.sluice.spec.Increment.Kind;
import io.sluice.spec.Increment.RawFile;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Deletes files of applied increments from the raw folder ({@code raw.retain}). The table's version
 * still names them, so a file that comes back is not applied again.
 *
 * <p>A file is deleted only if it is the one that was applied, by size and modification time: a
 * file that replaced it may be pending. A sealed folder with its manifest goes last, and only where
 * nothing else is left in it: without the manifest the others would be bare files. Files behind a
 * link are not ours, and stay.
 */
public final class RawExpiry {
  private final Storage storage;
  private final JobSpec job;
  private final Location rawFolder;

  /** Looks at the raw folder of a job; touches nothing yet. */
  public RawExpiry(Storage storage, JobSpec job, Location rawFolder) {
    this.storage = storage;
    this.job = job;
    this.rawFolder = rawFolder;
  }

  /**
   * Removes the files of increments.
   *
   * @param applied all that the current version has applied, in the order of application
   * @param expired those of them that may go
   * @return how many files went; after a failure some may be gone, and the next call goes on
   */
  public int remove(List<Increment> applied, List<Increment> expired) {
    RawListing listing = new RawListing(storage, job, rawFolder);
    Map<String, RawFile> last = new HashMap<>();
    applied.forEach(one -> one.files().forEach(file -> last.put(file.path(), file)));
    Set<String> gone = new LinkedHashSet<>();
    Set<String> folders = new LinkedHashSet<>();
    for (Increment increment : expired) {
      for (RawFile file : increment.files()) {
        if (file.equals(last.get(file.path())) && isThere(listing, file)) {
          gone.add(file.path());
        }
        listing.sealedFolderOf(file.path()).ifPresent(folders::add);
      }
      String marker = increment.id() + "/" + job.raw().sealedBy().orElse("");
      if (increment.kind() == Kind.FOLDER
          && listing.find(marker).isPresent()
          && !listing.isLinked(marker)) {
        gone.add(marker);
      } else if (increment.kind() == Kind.SEALED) {
        folders.add(increment.id() + "/");
      }
    }
    gone.forEach(path -> storage.delete(listing.location(path)));
    return gone.size() + removeFolders(listing, folders, gone);
  }

  private int removeFolders(RawListing listing, Set<String> folders, Set<String> gone) {
    int removed = 0;
    for (String folder : folders) {
      String manifest = folder + IncrementManifest.NAME;
      boolean others =
          listing.below(folder).keySet().stream()
              .anyMatch(path -> !path.equals(manifest) && !gone.contains(path));
      boolean unfit = !listing.unfit().subMap(folder, folder + Character.MAX_VALUE).isEmpty();
      if (listing.find(manifest).isPresent() && !listing.isLinked(manifest) && !others && !unfit) {
        storage.delete(listing.location(folder.substring(0, folder.length() - 1)));
        removed++;
      }
    }
    return removed;
  }

  private static boolean isThere(RawListing listing, RawFile file) {
    return listing
            .find(file.path())
            .filter(found -> found.bytes() == file.bytes() && found.modified() == file.modified())
            .isPresent()
        && !listing.isLinked(file.path());
  }
}
