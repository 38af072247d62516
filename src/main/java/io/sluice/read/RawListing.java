package io.sluice.read;

import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The files of a raw folder by their path below it. */
final class RawListing {
  /** Folders directly below the raw folder, or one level deeper. */
  private static final int DEEPEST_MANIFEST = 3;

  private final Location rawFolder;
  private final NavigableMap<String, Storage.StoredFile> files = new TreeMap<>();
  private final NavigableSet<String> sealedFolders = new TreeSet<>();

  RawListing(Location rawFolder, List<Storage.StoredFile> listed) {
    this.rawFolder = rawFolder;
    for (Storage.StoredFile file : listed) {
      String path = rawFolder.relativize(file.location());
      files.put(path, file);
      String folder = RawNames.folder(path);
      int depth = path.split("/", -1).length;
      if (path.endsWith("/" + IncrementManifest.NAME)
          && depth <= DEEPEST_MANIFEST
          && !RawNames.isIgnored(folder + "x")) {
        sealedFolders.add(folder);
      }
    }
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
}
