package io.sluice.table.files;

import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.spark.FileContent;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.storage.Storage;
import io.sluice.storage.Storage.StoredFile;
import io.sluice.table.DataFile;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says that files of a version are damaged, and which ways lead back: right copies that other
 * versions have, an older version that is whole, or the table made anew.
 */
final class WayBack {
  private static final int SHOWN = 5;
  private static final int LOOKED_BACK = 10;

  private final Storage storage;
  private final FilesTable table;
  private final Damage files;
  private final Optional<FileContent> content;

  /** With {@code content} nothing is called right before all of it was read. */
  WayBack(FilesTable table, Damage files, Optional<FileContent> content) {
    this.storage = table.storage();
    this.table = table;
    this.files = files;
    this.content = content;
  }

  /** Where, what, in what state things are, and what to do. */
  String text(TableVersion version, Map<String, String> damage) {
    StringBuilder text = new StringBuilder(table.root().toString());
    text.append(": ").append(damage.size() == 1 ? "1 file" : damage.size() + " files");
    text.append(" of version ").append(version.number());
    text.append(damage.size() == 1 ? " is" : " are").append(" damaged: ");
    List<String> lines =
        damage.entrySet().stream()
            .limit(SHOWN)
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .toList();
    text.append(String.join("; ", lines));
    if (damage.size() > SHOWN) {
      text.append("; and ").append(damage.size() - SHOWN).append(" more");
    }
    text.append(". Readers may see wrong or missing rows. Nothing was changed. ");
    return text.append(wayBack(version, damage)).toString();
  }

  private String wayBack(TableVersion version, Map<String, String> damage) {
    List<Long> older =
        table.versions().stream().filter(number -> number != version.number()).toList();
    Map<String, String> copies = new LinkedHashMap<>();
    Optional<Long> whole = Optional.empty();
    for (int i = older.size() - 1; i >= Math.max(0, older.size() - LOOKED_BACK); i--) {
      Optional<TableVersion> other = loaded(older.get(i));
      if (other.isPresent()) {
        copies(version, other.get(), damage.keySet())
            .forEach((path, copy) -> copies.putIfAbsent(path, copy));
        if (whole.isEmpty() && other.get().number() < version.number() && isWhole(other.get())) {
          whole = Optional.of(other.get().number());
        }
      }
    }
    StringBuilder ways = new StringBuilder();
    if (copies.isEmpty()) {
      ways.append("Restore the original from your own copy. ");
    } else {
      ways.append("Restore the original: ");
      ways.append(
          copies.entrySet().stream()
              .limit(SHOWN)
              .map(
                  copy ->
                      table.root().append(copy.getValue())
                          + " is a correct copy of "
                          + copy.getKey())
              .reduce((a, b) -> a + ", " + b)
              .orElse(""));
      ways.append(copies.size() < damage.size() ? "; the others from your own copy. " : ". ");
    }
    boolean current = older.stream().noneMatch(number -> number > version.number());
    return current ? ways.append(wayOn(version, whole)).toString() : ways.toString().strip();
  }

  private String wayOn(TableVersion version, Optional<Long> whole) {
    String anew =
        "move the folder "
            + table.root()
            + " away and run ingest: the table is built again from the raw files that still exist";
    return whole
        .map(
            number ->
                "Or go back to version "
                    + number
                    + ", whose files are whole: delete the version files above it in "
                    + table.root()
                    + "/_versions and run ingest, which applies the increments of version "
                    + version.number()
                    + " again if their raw files still exist. Or "
                    + anew)
        .orElse("Or " + anew);
  }

  private Optional<TableVersion> loaded(long number) {
    try {
      return table.load(number);
    } catch (DataException | ConfigurationException e) {
      return Optional.empty();
    }
  }

  private boolean isWhole(TableVersion version) {
    List<DataFile> all = Damage.all(version);
    Map<String, String> damage = files.damage(all, version.layout().tombstones().stream().toList());
    if (damage.isEmpty() && content.isPresent()) {
      damage.putAll(files.decoded(all, version.layout().format(), content.get()));
    }
    return damage.isEmpty();
  }

  /** Files of another version that are what damaged ones of this one were, by their paths. */
  private Map<String, String> copies(
      TableVersion version, TableVersion other, Set<String> damaged) {
    Map<String, DataFile> others = new HashMap<>();
    other.layout().dataFiles().forEach(file -> others.put(file.name(), file));
    Map<String, String> copies = new LinkedHashMap<>();
    for (DataFile file : version.layout().dataFiles()) {
      DataFile copy = others.get(file.name());
      if (damaged.contains(file.path())
          && copy != null
          && !copy.path().equals(file.path())
          && copy.bytes() == file.bytes()
          && isRight(copy, version.layout().format())) {
        copies.put(file.path(), copy.path());
      }
    }
    return copies;
  }

  private boolean isRight(DataFile file, CleanFormat format) {
    Optional<StoredFile> found = storage.find(table.root().append(file.path()));
    return Damage.wrong(file, found).isEmpty()
        && files.swapped(file, found.get()).isEmpty()
        && content.flatMap(with -> files.decoded(file, format, with)).isEmpty();
  }
}
