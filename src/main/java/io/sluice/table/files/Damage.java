package io.sluice.table.files;

import io.sluice.error.DataException;
import io.sluice.error.SluiceException;
import io.sluice.error.TemporaryException;
import io.sluice.spark.FileContent;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.storage.Location;
import io.sluice.storage.Sha256;
import io.sluice.storage.Storage;
import io.sluice.storage.Storage.StoredFile;
import io.sluice.table.DataFile;
import io.sluice.table.DataFile.Mark;
import io.sluice.table.SideFolder;
import io.sluice.table.files.TableVersion.Layout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the files that a version names are those that were written (docs/format.md). A listing
 * tells of size and time; a file whose time differs was copied or swapped, and its last bytes
 * decide.
 */
final class Damage {
  /** What is hashed of a file: of Parquet and ORC the footer, with what it says of each column. */
  static final int TAIL_BYTES = 64 << 10;

  /** More of them are listed together, with what other versions have. */
  private static final int FOLDERS_LISTED = 8;

  private static final int DECODED_AT_ONCE = 4;
  private static final int SHOWN = 5;

  private final Storage storage;
  private final FilesTable table;

  Damage(FilesTable table) {
    this.storage = table.storage();
    this.table = table;
  }

  /** What a file looks like that was just written. */
  static Mark mark(Storage storage, StoredFile file) {
    return new Mark(file.modified(), hash(storage, file));
  }

  /**
   * Makes sure that rows may be read: that all data files and the tombstones are as they were
   * written, as far as a listing and the last bytes of suspicious files tell.
   *
   * @throws DataException with what is wrong and the ways back
   * @throws TemporaryException if the version is no longer kept
   */
  void requireWhole(TableVersion version) {
    Layout layout = version.layout();
    requireNone(version, damage(layout.dataFiles(), layout.tombstones().stream().toList()));
  }

  /** The same for the files of the history alone. */
  void requireWholeHistory(TableVersion version) {
    requireNone(version, damage(version.layout().history().files(), List.of()));
  }

  private void requireNone(TableVersion version, Map<String, String> damage) {
    if (!damage.isEmpty()) {
      throw failure(version, damage);
    }
  }

  /**
   * What is wrong with the version's files, quarantine and history among them; one text, or
   * nothing.
   */
  Optional<String> problem(TableVersion version, Optional<FileContent> deep) {
    Map<String, String> damage = damage(all(version), sides(version.layout()));
    deep.ifPresent(content -> addDecoded(version, content, damage));
    return damage.isEmpty()
        ? Optional.empty()
        : Optional.of(new WayBack(table, this, deep).text(version, damage));
  }

  private void addDecoded(TableVersion version, FileContent content, Map<String, String> damage) {
    Layout layout = version.layout();
    List<DataFile> files =
        all(version).stream().filter(file -> !damage.containsKey(file.path())).toList();
    damage.putAll(decoded(files, layout.format(), content));
    sides(layout).stream()
        .filter(folder -> !damage.containsKey(folder.path()))
        .forEach(
            folder -> rowsOf(folder, content).ifPresent(what -> damage.put(folder.path(), what)));
  }

  /**
   * Whether a failure of the engine comes of a damaged file of the version: reads the files that it
   * names.
   */
  Optional<DataException> explained(TableVersion version, Throwable failure, FileContent content) {
    String told = told(failure);
    List<DataFile> named =
        all(version).stream()
            .filter(file -> told.contains(file.path().substring(file.path().lastIndexOf('/') + 1)))
            .limit(SHOWN)
            .toList();
    Map<String, String> damage =
        damage(all(version), version.layout().tombstones().stream().toList());
    damage.putAll(
        decoded(
            named.stream().filter(file -> !damage.containsKey(file.path())).toList(),
            version.layout().format(),
            content));
    version
        .layout()
        .tombstones()
        .filter(folder -> told.contains(folder.path()) && !damage.containsKey(folder.path()))
        .flatMap(folder -> rowsOf(folder, content))
        .ifPresent(what -> damage.put(version.layout().tombstones().get().path(), what));
    return damage.isEmpty() || !isKept(version)
        ? Optional.empty()
        : Optional.of(
            new DataException(
                new WayBack(table, this, Optional.of(content)).text(version, damage), failure));
  }

  private static String told(Throwable failure) {
    StringBuilder told = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      told.append(cause).append('\n');
    }
    return told.toString();
  }

  /** The data files and those of the history. */
  static List<DataFile> all(TableVersion version) {
    Layout layout = version.layout();
    return Stream.concat(layout.dataFiles().stream(), layout.history().files().stream()).toList();
  }

  private static List<SideFolder> sides(Layout layout) {
    return Stream.of(
            layout.tombstones().stream(), layout.quarantine().stream(), layout.dismissed().stream())
        .flatMap(folders -> folders)
        .distinct()
        .toList();
  }

  /** By path, what is wrong with it. */
  Map<String, String> damage(List<DataFile> files, List<SideFolder> sides) {
    Set<String> folders = new LinkedHashSet<>();
    files.forEach(file -> folders.add(file.folder()));
    sides.forEach(side -> folders.add(side.folder()));
    Map<String, StoredFile> listed = listed(folders);
    Map<String, String> damage = new LinkedHashMap<>();
    List<DataFile> suspicious = new ArrayList<>();
    for (DataFile file : files) {
      Optional<StoredFile> found = Optional.ofNullable(listed.get(file.path()));
      Optional<String> wrong = wrong(file, found);
      wrong.ifPresent(what -> damage.put(file.path(), what));
      if (wrong.isEmpty()
          && file.mark().filter(m -> m.modified() != found.get().modified()).isPresent()) {
        suspicious.add(file);
      }
    }
    damage.putAll(
        found(suspicious, Requests.AT_ONCE, file -> swapped(file, listed.get(file.path()))));
    for (SideFolder side : sides) {
      wrong(side, listed).ifPresent(what -> damage.put(side.path(), what));
    }
    return damage;
  }

  private interface Look {
    Optional<String> at(DataFile file);
  }

  private Map<String, String> found(List<DataFile> files, int atOnce, Look look) {
    List<Optional<String>> wrong = Requests.each(table.root(), atOnce, files, look::at);
    Map<String, String> damage = new LinkedHashMap<>();
    for (int i = 0; i < files.size(); i++) {
      String path = files.get(i).path();
      wrong.get(i).ifPresent(what -> damage.put(path, what));
    }
    return damage;
  }

  private Map<String, StoredFile> listed(Set<String> folders) {
    Map<String, List<String>> byPlace =
        folders.stream()
            .collect(Collectors.groupingBy(name -> name.substring(0, name.indexOf('/'))));
    Map<String, StoredFile> listed = new HashMap<>();
    byPlace.entrySet().stream()
        .flatMap(
            place ->
                place.getValue().size() <= FOLDERS_LISTED
                    ? place.getValue().stream()
                    : Stream.of(place.getKey()))
        .flatMap(name -> storage.list(table.root().append(name)).stream())
        .forEach(file -> listed.put(table.root().relativize(file.location()), file));
    return listed;
  }

  static Optional<String> wrong(DataFile file, Optional<StoredFile> found) {
    if (found.isEmpty()) {
      return Optional.of("is gone");
    }
    return found.get().bytes() == file.bytes()
        ? Optional.empty()
        : Optional.of(
            "has "
                + found.get().bytes()
                + " bytes against "
                + file.bytes()
                + " when it was written");
  }

  private static Optional<String> wrong(SideFolder side, Map<String, StoredFile> listed) {
    List<StoredFile> files =
        listed.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(side.path() + "/"))
            .map(Map.Entry::getValue)
            .toList();
    if (files.isEmpty()) {
      return side.rows() == 0 ? Optional.empty() : Optional.of("is gone");
    }
    long bytes = files.stream().mapToLong(StoredFile::bytes).sum();
    return side.bytes().orElse(bytes) == bytes
        ? Optional.empty()
        : Optional.of(
            "has " + bytes + " bytes against " + side.bytes().getAsLong() + " when it was written");
  }

  Optional<String> swapped(DataFile file, StoredFile found) {
    return file.mark().filter(mark -> !mark.tailSha256().equals(hash(storage, found))).isPresent()
        ? Optional.of("is another file of the same size")
        : Optional.empty();
  }

  Map<String, String> decoded(List<DataFile> files, CleanFormat format, FileContent content) {
    return found(files, DECODED_AT_ONCE, file -> decoded(file, format, content));
  }

  Optional<String> decoded(DataFile file, CleanFormat format, FileContent content) {
    Location location = table.root().append(file.path());
    Optional<StoredFile> found = storage.find(location);
    Optional<String> wrong =
        wrong(file, found).or(() -> found.flatMap(stored -> swapped(file, stored)));
    return wrong.or(() -> rows(location, format, content, file.rows()));
  }

  private Optional<String> rowsOf(SideFolder side, FileContent content) {
    List<StoredFile> files =
        storage.list(table.root().append(side.path())).stream()
            .filter(file -> !file.location().name().startsWith("_"))
            .toList();
    if (!files.stream().allMatch(file -> file.location().name().endsWith(".parquet"))) {
      return Optional.empty();
    }
    if (files.size() == 1) {
      return rows(files.get(0).location(), CleanFormat.PARQUET, content, side.rows());
    }
    return files.stream()
        .map(file -> rows(file.location(), CleanFormat.PARQUET, content, -1))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** What is wrong with a file's rows; where {@code expected} is below 0 any number is right. */
  private static Optional<String> rows(
      Location file, CleanFormat format, FileContent content, long expected) {
    try {
      long rows = content.rows(file.text(), format);
      return rows == expected || expected < 0
          ? Optional.empty()
          : Optional.of("holds " + rows + " rows against " + expected + " when it was written");
    } catch (IOException | RuntimeException e) {
      return Optional.of("cannot be read, " + reason(e));
    }
  }

  private static String reason(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return Objects.requireNonNullElse(innermost.getMessage(), innermost.getClass().getSimpleName())
        .lines()
        .findFirst()
        .orElse(innermost.getClass().getSimpleName());
  }

  private SluiceException failure(TableVersion version, Map<String, String> damage) {
    if (!isKept(version)) {
      return new TemporaryException(
          table.root()
              + ": version "
              + version.number()
              + " is no longer kept; another run removed it while it was read. Nothing was changed."
              + " Run again");
    }
    return new DataException(new WayBack(table, this, Optional.empty()).text(version, damage));
  }

  private boolean isKept(TableVersion version) {
    return table.versions().contains(version.number());
  }

  private static String hash(Storage storage, StoredFile file) {
    return Sha256.of(storage.tail(file, TAIL_BYTES));
  }
}
