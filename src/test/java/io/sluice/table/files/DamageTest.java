package io.sluice.table.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.DataException;
import io.sluice.error.TemporaryException;
import io.sluice.spec.DatasetName;
import io.sluice.spec.Partition;
import io.sluice.storage.Location;
import io.sluice.storage.RoutedStorage;
import io.sluice.storage.Storage;
import io.sluice.table.DataFile;
import io.sluice.table.SideFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a listing and the last bytes of files tell. */
class DamageTest {
  @TempDir private Path disk;
  private final Storage storage = new RoutedStorage(Map.of());
  private FilesTable table;
  private Damage files;

  @BeforeEach
  void open() {
    table = new FilesTable(storage, Location.of(disk.toString()), DatasetName.of("shop/items"));
    files = new Damage(table);
  }

  @Test
  void givenWhatWasWritten_whenLookedAt_thenItIsWhole() throws IOException {
    TableVersion version = committed(1, written("_data/v1-aa/part-1.parquet", "one"));
    assertThat(files.problem(version, Optional.empty())).isEmpty();

    // A lake that is copied has other times.
    Files.setLastModifiedTime(path("_data/v1-aa/part-1.parquet"), FileTime.fromMillis(1));

    files.requireWhole(version);
    assertThat(files.problem(version, Optional.empty())).isEmpty();
  }

  @Test
  void givenAnotherFileOfAsManyBytes_whenLookedAt_thenItsTimeAndItsTailTell() throws IOException {
    TableVersion version = committed(1, written("_data/v1-aa/part-1.parquet", "one"));
    Files.writeString(path("_data/v1-aa/part-1.parquet"), "two");
    Files.setLastModifiedTime(path("_data/v1-aa/part-1.parquet"), FileTime.fromMillis(1));

    assertThatThrownBy(() -> files.requireWhole(version))
        .isInstanceOf(DataException.class)
        .hasMessage(
            disk.resolve("shop/items")
                + ": 1 file of version 1 is damaged: _data/v1-aa/part-1.parquet is another file of"
                + " the same size. Readers may see wrong or missing rows. Nothing was changed."
                + " Restore the original from your own copy. Or move the folder "
                + disk.resolve("shop/items")
                + " away and run ingest: the table is built again from the raw files that still"
                + " exist");
  }

  private DataFile carried(DataFile file) {
    return new Carrier(table, "_data/v2-bb").files(table.root(), List.of(file)).get(0);
  }

  @Test
  void givenACarriedFileThatIsGone_whenLookedAt_thenItsRightCopyIsNamed() {
    DataFile first = written("_data/v1-aa/part-1.parquet", "one");
    committed(1, first);
    DataFile carried = carried(first);
    TableVersion second = committed(2, carried, written("_data/v2-bb/part-2.parquet", "two"));
    storage.delete(table.root().append(carried.path()));

    assertThat(files.problem(second, Optional.empty()).orElseThrow())
        .contains(
            "Restore the original: "
                + path("_data/v1-aa/part-1.parquet")
                + " is a correct copy of _data/v2-bb/part-1.parquet. Or go back to version 1, whose"
                + " files are whole: delete the version files above it in "
                + disk.resolve("shop/items/_versions"));
  }

  @Test
  void givenACarriedFileThatWasChangedInPlace_whenLookedAt_thenNoCopyIsCalledRight()
      throws IOException {
    DataFile first = written("_data/v1-aa/part-1.parquet", "one");
    committed(1, first);
    TableVersion second = committed(2, carried(first));
    Files.writeString(path("_data/v1-aa/part-1.parquet"), "eno");
    Files.setLastModifiedTime(path("_data/v1-aa/part-1.parquet"), FileTime.fromMillis(1));

    assertThat(files.problem(second, Optional.empty()).orElseThrow())
        .contains("from your own copy. Or move the folder")
        .doesNotContain("right copy", "go back");
  }

  @Test
  void givenAVersionThatRetentionRemoved_whenLookedAt_thenItIsWorthAnotherTry() {
    TableVersion version = committed(1, written("_data/v1-aa/part-1.parquet", "one"));
    storage.delete(table.root());

    assertThatThrownBy(() -> files.requireWhole(version))
        .isInstanceOf(TemporaryException.class)
        .hasMessageContaining("version 1 is no longer kept")
        .hasMessageEndingWith("Run again");
  }

  @Test
  void givenSideFolders_whenLookedAt_thenTombstonesStopReadersAndQuarantineIsSaid() {
    storage.put(
        table.root().append("_data/v1-aa/_tombstones/part-1.parquet"), "dead".getBytes(UTF_8));
    storage.put(table.root().append("_data/v1-aa/_quarantine/part-1.json"), "{}".getBytes(UTF_8));
    SideFolder tombstones = new SideFolder("_data/v1-aa/_tombstones", 1, OptionalLong.of(4));
    SideFolder quarantine = new SideFolder("_data/v1-aa/_quarantine", 1, OptionalLong.empty());
    TableVersion version = Versions.of(1, List.of(), Optional.of(tombstones), List.of(quarantine));
    assertThat(Versions.commit(table, version)).isTrue();
    assertThat(files.problem(version, Optional.empty())).isEmpty();

    storage.delete(table.root().append("_data/v1-aa/_quarantine"));
    files.requireWhole(version);
    assertThat(files.problem(version, Optional.empty()).orElseThrow())
        .contains("_data/v1-aa/_quarantine is gone");
    storage.put(
        table.root().append("_data/v1-aa/_tombstones/part-1.parquet"), "de".getBytes(UTF_8));
    assertThatThrownBy(() -> files.requireWhole(version))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("_data/v1-aa/_tombstones has 2 bytes against 4 when it was written");
  }

  @Test
  void givenMoreFoldersThanAreListedOneByOne_whenLookedAt_thenAllAreSeen() {
    DataFile[] many = new DataFile[20];
    for (int i = 0; i < many.length; i++) {
      many[i] = written("_data/v1-a" + i + "/part-1.parquet", "one");
    }
    TableVersion version = committed(1, many);
    assertThat(files.problem(version, Optional.empty())).isEmpty();

    storage.delete(table.root().append("_data/v1-a7/part-1.parquet"));

    assertThat(files.problem(version, Optional.empty()).orElseThrow())
        .contains("_data/v1-a7/part-1.parquet is gone");
  }

  private Path path(String path) {
    return disk.resolve("shop/items").resolve(path);
  }

  private DataFile written(String path, String content) {
    Location file = table.root().append(path);
    storage.put(file, content.getBytes(UTF_8));
    return new DataFile(
        path,
        Partition.WHOLE_TABLE,
        1,
        content.length(),
        Optional.of(Damage.mark(storage, storage.find(file).orElseThrow())));
  }

  private TableVersion committed(long number, DataFile... data) {
    TableVersion version = Versions.of(number, List.of(data));
    assertThat(Versions.commit(table, version)).isTrue();
    return version;
  }
}
