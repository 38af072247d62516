package io.sluice.read;

import io.sluice.settings.Nearest;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says that there is nothing to ingest: where was looked, what lies there, and what lies beside it
 * under nearly the same name.
 */
final class NothingFound {
  private static final int MOST_NAMED = 3;

  private final Storage storage;
  private final Location rawFolder;

  NothingFound(Storage storage, Location rawFolder) {
    this.storage = storage;
    this.rawFolder = rawFolder;
  }

  /** The folder that holds this one; empty for a root. */
  static Optional<Location> parent(Location folder) {
    String text = folder.text();
    int slash = text.lastIndexOf('/');
    boolean root = slash <= 0 || text.charAt(slash - 1) == '/' || text.charAt(slash - 1) == ':';
    return root ? Optional.empty() : Optional.of(Location.of(text.substring(0, slash)));
  }

  /** Whether the folder is there; on stores without folders, whether it holds anything. */
  boolean isThere() {
    return parent(rawFolder)
        .map(above -> storage.names(above).contains(rawFolder.name() + "/"))
        .orElse(true);
  }

  /** The account of it. */
  Pending.Nothing told(Map<WhyUnread, Set<String>> unread) {
    int files = unread.values().stream().mapToInt(Set::size).sum();
    if (files == 0) {
      Optional<String> near = nearMiss();
      return new Pending.Nothing(
          "nothing to ingest: "
              + rawFolder
              + (isThere() ? " is empty" : " does not exist")
              + near.map(what -> ". " + what).orElse("")
              + ". Put the files there, or name their folder in raw.path",
          near.isPresent());
    }
    List<String> groups = new ArrayList<>();
    unread.forEach((why, paths) -> groups.add(told(why, paths)));
    return new Pending.Nothing(
        "nothing to ingest: "
            + rawFolder
            + (files == 1
                ? " holds 1 file, which is no increment. "
                : " holds " + files + " files, and none of them is an increment. ")
            + String.join(" ", groups),
        true);
  }

  private static String told(WhyUnread why, Set<String> paths) {
    String named = paths.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    int more = paths.size() - MOST_NAMED;
    return named + (more > 0 ? " and " + more + " more" : "") + ": " + why.told();
  }

  /** What somebody may have taken for this folder. */
  private Optional<String> nearMiss() {
    Optional<Location> above = parent(rawFolder);
    if (above.isEmpty()) {
      return Optional.empty();
    }
    List<String> beside = new ArrayList<>(storage.names(above.get()));
    beside.remove(rawFolder.name() + "/");
    Optional<String> near = near(rawFolder.name(), beside);
    if (near.isPresent()) {
      return Optional.of(above.get().append(near.get()) + " lies beside it");
    }
    Optional<Location> higher = parent(above.get());
    if (!beside.isEmpty() || higher.isEmpty()) {
      return Optional.empty();
    }
    List<String> folders = new ArrayList<>(storage.names(higher.get()));
    folders.remove(above.get().name() + "/");
    return near(above.get().name(), folders)
        .or(() -> near(rawFolder.name(), folders))
        .map(name -> higher.get().append(name) + " lies nearby");
  }

  /**
   * What lies beside the folder, and may be meant for it though the folder has files of its own: a
   * folder of a mistyped name, and loose files. A sentence each; one listing.
   *
   * @param isOfOthers whether a folder of this name beside it belongs to another dataset
   * @param loose whether files beside the folder belong to no dataset
   */
  List<String> beside(Predicate<String> isOfOthers, boolean loose) {
    Optional<Location> above = parent(rawFolder);
    if (above.isEmpty()) {
      return List.of();
    }
    // A name that goes on behind this one is no mistyped one: orders-old.
    Pattern own = Pattern.compile(Pattern.quote(rawFolder.name()) + "([-_.].*)?/");
    List<String> names = storage.names(above.get());
    List<String> folders =
        new ArrayList<>(
            names.stream()
                .filter(name -> name.endsWith("/") && !own.matcher(name).matches())
                .toList());
    Optional<String> near = near(rawFolder.name(), folders);
    while (near.isPresent() && isOfOthers.test(near.get())) {
      folders.remove(near.get() + "/");
      near = near(rawFolder.name(), folders);
    }
    List<String> told = new ArrayList<>();
    near.ifPresent(name -> told.add(besideIt(above.get().append(name) + " lies")));
    List<String> files = names.stream().filter(name -> loose && UnreadFiles.isData(name)).toList();
    if (!files.isEmpty()) {
      int more = files.size() - 1;
      told.add(
          besideIt(
              above.get().append(files.get(0))
                  + (more == 0 ? " lies" : " and " + more + " more lie")));
    }
    return told;
  }

  private String besideIt(String what) {
    return "nothing new in "
        + rawFolder
        + ", but "
        + what
        + " beside it; move in what is meant for this dataset";
  }

  /** A folder, or a file without regard to its extension, of nearly this name. */
  private static Optional<String> near(String name, List<String> names) {
    List<String> plain = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String other : names) {
      String bare = other.endsWith("/") ? other.substring(0, other.length() - 1) : other;
      int dot = bare.indexOf('.');
      if (dot != 0) {
        others.add(bare);
        plain.add(other.endsWith("/") || dot < 0 ? bare : bare.substring(0, dot));
      }
    }
    return Nearest.to(name, plain).map(nearest -> others.get(plain.indexOf(nearest)));
  }
}
