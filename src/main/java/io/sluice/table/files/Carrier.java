package io.sluice.table.files;

import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import io.sluice.storage.Storage.StoredFile;
import io.sluice.table.DataFile;
import io.sluice.table.DataFile.Mark;
import io.sluice.table.History;
import io.sluice.table.SideFolder;
import io.sluice.table.files.TableVersion.Layout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Carries files into a version's folder that no version names yet, out of other folders of the
 * table or of another table. What it carries stays where it was.
 */
final class Carrier {
  private final FilesTable table;
  private final Storage storage;
  private final Location root;
  private final String folder;

  /** Into this folder of the table. */
  Carrier(FilesTable table, String folder) {
    this.table = table;
    this.storage = table.storage();
    this.root = table.root();
    this.folder = folder;
  }

  /**
   * Everything that a version of another table has; its open quarantine becomes one folder.
   *
   * @param dismissed what this table keeps on record
   */
  Layout all(FilesTable from, Layout layout, List<SideFolder> dismissed) {
    Carrier history = new Carrier(table, FilesTable.historyFolder(folder));
    return new Layout(
        layout.format(),
        layout.partitionBy(),
        files(from.root(), layout.dataFiles()),
        layout.tombstones().map(side -> side(from.root(), List.of(side))),
        layout.quarantine().isEmpty() ? List.of() : List.of(side(from.root(), layout.quarantine())),
        dismissed,
        new History(
            history.files(from.root(), layout.history().files()), layout.history().isKept()));
  }

  /** Data files, each below the same partition; their names differ. */
  List<DataFile> files(Location from, List<DataFile> files) {
    List<DataFile> carried =
        Requests.each(
            root,
            Requests.AT_ONCE,
            files,
            file -> {
              String path = folder + file.name();
              storage.carry(from.append(file.path()), root.append(path));
              return new DataFile(path, file.partition(), file.rows(), file.bytes(), file.mark());
            });
    if (carried.stream().allMatch(file -> file.mark().isEmpty())) {
      return carried;
    }
    // A store's copy has a time of its own.
    Map<String, Long> modified = new HashMap<>();
    storage
        .list(root.append(folder))
        .forEach(file -> modified.put(root.relativize(file.location()), file.modified()));
    return carried.stream().map(file -> at(file, modified)).toList();
  }

  private static DataFile at(DataFile file, Map<String, Long> modified) {
    Optional<Mark> mark =
        file.mark()
            .map(
                one ->
                    new Mark(modified.getOrDefault(file.path(), one.modified()), one.tailSha256()));
    return new DataFile(file.path(), file.partition(), file.rows(), file.bytes(), mark);
  }

  /** The files of side folders of one kind, as one folder. */
  private SideFolder side(Location from, List<SideFolder> sides) {
    String path = folder + sides.get(0).path().substring(sides.get(0).folder().length());
    List<StoredFile> files =
        sides.stream()
            .flatMap(side -> storage.list(from.append(side.path())).stream())
            .filter(file -> !file.location().name().startsWith("_"))
            .toList();
    List<Long> bytes =
        Requests.each(
            root,
            Requests.AT_ONCE,
            files,
            file -> {
              storage.carry(file.location(), root.append(path).append(file.location().name()));
              return file.bytes();
            });
    return new SideFolder(
        path,
        sides.stream().mapToLong(SideFolder::rows).sum(),
        OptionalLong.of(bytes.stream().mapToLong(Long::longValue).sum()));
  }
}
