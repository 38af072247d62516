package io.sluice.storage;

import io.sluice.storage.Storage.Links;
import io.sluice.storage.Storage.StoredFile;
import io.sluice.storage.Storage.Tree;
import io.sluice.storage.Storage.Unfit;
import io.sluice.storage.Storage.UnfitEntry;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A walk through a folder of a local disk that no entry of it can stop. First come the folder's own
 * files, then what its links lead to; one folder is open at a time, however deep they lie.
 */
final class LocalTree {
  private final Path root;
  private final Links links;
  private final Deque<Entry> folders = new ArrayDeque<>();
  private final Deque<Entry> found = new ArrayDeque<>();
  private final Set<Path> walked = new HashSet<>();

  private final List<StoredFile> files = new ArrayList<>();
  private final Set<Location> linked = new HashSet<>();
  private final List<UnfitEntry> unfit = new ArrayList<>();

  /** A place on the disk and what it is called; a folder's path has no links in it. */
  private record Entry(Path path, Location location, boolean throughLink) {}

  private LocalTree(Path root, Links links) {
    this.root = root;
    this.links = links;
  }

  /**
   * Walks it.
   *
   * @throws IOException if the folder itself cannot be listed
   */
  static Tree of(Location folder, Path path, Links links) throws IOException {
    if (Files.isRegularFile(path)) {
      throw new NotDirectoryException(path.toString());
    }
    try {
      LocalTree tree = new LocalTree(path.toRealPath(), links);
      tree.walk(new Entry(tree.root, folder, false));
      tree.walkAll();
      return tree.sorted();
    } catch (NoSuchFileException e) {
      return new Tree(List.of(), Set.of(), List.of());
    }
  }

  private Tree sorted() {
    files.sort(Comparator.comparing(StoredFile::location));
    unfit.sort(Comparator.comparing(UnfitEntry::location));
    return new Tree(files, linked, unfit);
  }

  private void walkAll() {
    while (!folders.isEmpty() || !found.isEmpty()) {
      if (folders.isEmpty()) {
        follow(found.remove());
        continue;
      }
      Entry folder = folders.remove();
      try {
        walk(folder);
      } catch (NoSuchFileException e) {
        // Gone since its own folder was listed.
      } catch (IOException e) {
        unfit(folder.location(), Unfit.UNREADABLE, reason(e));
      }
    }
  }

  private void walk(Entry folder) throws IOException {
    if (!walked.add(folder.path())) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.path())) {
      for (Path entry : entries) {
        look(entry, folder);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void look(Path path, Entry folder) {
    String name = path.getFileName().toString();
    if (HiddenNames.isHidden(name)) {
      return;
    }
    if (!isSpelt(path, name)) {
      String uri = path.toUri().getRawPath();
      String bytes = uri.substring(uri.lastIndexOf('/', uri.length() - 2) + 1);
      unfit(folder.location().append(bytes), Unfit.UNNAMEABLE, "");
      return;
    }
    Entry entry = new Entry(path, folder.location().append(name), folder.throughLink());
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isSymbolicLink()) {
        found.add(entry);
      } else if (attributes.isDirectory()) {
        folders.add(entry);
      } else if (attributes.isRegularFile()) {
        add(entry, attributes);
      }
    } catch (NoSuchFileException e) {
      // Gone since its folder was listed.
    } catch (IOException e) {
      unfit(entry.location(), Unfit.UNREADABLE, reason(e));
    }
  }

  /** Whether the name leads back to the file: bytes that are no text here are replaced in it. */
  private static boolean isSpelt(Path path, String name) {
    try {
      return path.resolveSibling(name).equals(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private void add(Entry file, BasicFileAttributes attributes) {
    files.add(LocalDisk.stored(file.location(), attributes));
    if (file.throughLink()) {
      linked.add(file.location());
    }
    if (!Files.isReadable(file.path())) {
      unfit(file.location(), Unfit.UNREADABLE, "");
    }
  }

  private void follow(Entry link) {
    try {
      Path target = link.path().toRealPath();
      BasicFileAttributes attributes = Files.readAttributes(target, BasicFileAttributes.class);
      boolean within = target.startsWith(root);
      if (!within && links == Links.REFUSED) {
        unfit(link.location(), Unfit.LEADS_OUT, target.toString());
      } else if (attributes.isRegularFile()) {
        add(new Entry(target, link.location(), link.throughLink() || !within), attributes);
      } else if (attributes.isDirectory()) {
        if (within || walked.contains(target)) {
          unfit(link.location(), Unfit.LEADS_TO_WALKED, target.toString());
        } else {
          folders.add(new Entry(target, link.location(), true));
        }
      }
    } catch (NoSuchFileException e) {
      unfit(link.location(), Unfit.LEADS_NOWHERE, "");
    } catch (FileSystemException e) {
      boolean loop = String.valueOf(e.getReason()).contains("symbolic links");
      unfit(link.location(), loop ? Unfit.LEADS_NOWHERE : Unfit.UNREADABLE, loop ? "" : reason(e));
    } catch (IOException e) {
      unfit(link.location(), Unfit.UNREADABLE, reason(e));
    }
  }

  private void unfit(Location location, Unfit reason, String detail) {
    unfit.add(new UnfitEntry(location, reason, detail));
  }

  private static String reason(IOException e) {
    return Optional.ofNullable(e instanceof FileSystemException known ? known.getReason() : null)
        .orElse("");
  }
}
