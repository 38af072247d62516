package io.sluice.table.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.DataException;
import io.sluice.spec.CleanSpec;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.DatasetName;
import io.sluice.spec.Floor;
import io.sluice.spec.Increment;
import io.sluice.spec.Increment.RawFile;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.spec.Partition;
import io.sluice.storage.Location;
import io.sluice.storage.RoutedStorage;
import io.sluice.table.DataFile;
import io.sluice.table.TableState;
import io.sluice.table.files.TableVersion.Layout;
import io.sluice.table.files.TableVersion.Lineage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long lists of version files: what is read is what was committed, and a commit writes little. */
class PartsTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir private Path disk;
  private FilesTable table;

  @BeforeEach
  void table() {
    table = again();
  }

  /** As another process sees it. */
  private FilesTable again() {
    return new FilesTable(
        new RoutedStorage(Map.of()),
        Location.of(disk.toString()),
        new DatasetName("shop", "items"));
  }

  @Test
  void givenGeneratedHistories_whenReadAgain_thenEveryVersionIsAsItWasCommitted() {
    Random random = new Random(20_261_127);
    List<DataFile> files = new ArrayList<>();
    List<Increment> applied = new ArrayList<>();
    List<Increment> withdrawn = new ArrayList<>();
    List<Floor> floors = new ArrayList<>();
    Optional<TableVersion> before = Optional.empty();
    for (int number = 1; number <= 25; number++) {
      int more = random.nextInt(400);
      for (int i = 0; i < more; i++) {
        String name = number + "-" + i;
        files.add(file(name, random.nextInt(300)));
        applied.add(increment(name));
        floors.add(new Floor(partition(number * 1000 + i), NOON, name));
      }
      int gone = files.size() / (1 + random.nextInt(20));
      for (int i = 0; i < gone / 2; i++) {
        files.remove(random.nextInt(files.size()));
      }
      if (random.nextInt(6) == 0) {
        int from = random.nextInt(applied.size());
        withdrawn.addAll(applied.subList(from, applied.size()));
        applied.subList(from, applied.size()).clear();
      }
      TableVersion next = version(number, before, files, applied, withdrawn, floors);

      TableVersion committed = table.commit(next, before).orElseThrow();

      TableVersion read = again().load(number).orElseThrow();
      assertThat(read).isEqualTo(committed);
      assertThat(read.state().applied()).isEqualTo(applied);
      assertThat(read.state().withdrawn()).isEqualTo(withdrawn);
      assertThat(Set.copyOf(read.state().floors())).isEqualTo(Set.copyOf(floors));
      assertThat(read.layout().dataFiles()).hasSameSizeAs(files);
      assertThat(Set.copyOf(read.layout().dataFiles())).isEqualTo(Set.copyOf(files));
      before = Optional.of(committed);
    }
    assertThat(before.orElseThrow().parts()).containsKeys("data", "applied", "floors");
  }

  @Test
  void givenManyIncrements_whenOneMoreIsApplied_thenLittleIsWritten() throws IOException {
    List<Increment> applied = new ArrayList<>(increments(10_000));
    TableVersion first = commit(version(1, Optional.empty(), List.of(), applied));
    Set<String> parts = parts();
    applied.add(increment("last"));

    commit(version(2, Optional.of(first), List.of(), applied), Optional.of(first));

    assertThat(size(2)).isLessThan(200_000L);
    Set<String> written = parts();
    written.removeAll(parts);
    assertThat(written).hasSizeLessThan(2);
  }

  @Test
  void givenManyFiles_whenOnePartitionIsReplaced_thenLittleIsWritten() throws IOException {
    List<DataFile> files =
        IntStream.range(0, 50_000)
            .mapToObj(i -> file("f" + i, i / 5))
            .collect(ArrayList::new, List::add, List::addAll);
    TableVersion first = commit(version(1, Optional.empty(), files, List.of()));
    Set<String> parts = parts();
    files.removeIf(file -> file.partition().equals(partition(7_000)));
    files.add(file("new", 7_000));

    commit(version(2, Optional.of(first), files, List.of()), Optional.of(first));

    Set<String> written = parts();
    written.removeAll(parts);
    long bytes = size(2);
    for (String part : written) {
      bytes += Files.size(disk.resolve("shop/items/_parts").resolve(part));
    }
    assertThat(bytes).isLessThan(1_000_000L);
  }

  @Test
  void givenPartsOfOldVersions_whenTidied_thenThoseThatAKeptVersionNamesStay() throws IOException {
    List<Increment> applied = increments(700);
    TableVersion first = commit(version(1, Optional.empty(), List.of(), applied));
    TableVersion second =
        commit(version(2, Optional.of(first), List.of(), increments(10)), Optional.of(first));
    TableVersion third =
        commit(version(3, Optional.of(second), List.of(), applied), Optional.of(second));
    assertThat(parts()).hasSize(2);

    table.tidy(
        new FilesSnapshot(table, third),
        new CleanSpec(CleanFormat.PARQUET, 2, Duration.ZERO),
        NOON.plusSeconds(10));

    assertThat(parts()).singleElement().asString().startsWith("v3-");
    assertThat(again().load(3)).contains(third);
  }

  @Test
  void givenAPartThatIsGoneOrChanged_whenRead_thenTheVersionIsBroken() throws IOException {
    commit(version(1, Optional.empty(), List.of(), increments(700)));
    Path part = disk.resolve("shop/items/_parts").resolve(parts().iterator().next());
    String content = Files.readString(part);

    Files.writeString(part, content.replace("i17.csv", "i18.csv"));
    assertThatThrownBy(() -> again().current())
        .isInstanceOf(DataException.class)
        .hasMessageContaining(part.getFileName().toString())
        .hasMessageContaining("SHA-256");

    Files.delete(part);
    assertThatThrownBy(() -> again().current())
        .isInstanceOf(DataException.class)
        .hasMessageContaining(part.getFileName().toString())
        .hasMessageContaining("is gone");
  }

  private TableVersion commit(TableVersion version) {
    return commit(version, Optional.empty());
  }

  private TableVersion commit(TableVersion version, Optional<TableVersion> before) {
    return table.commit(version, before).orElseThrow();
  }

  private long size(long number) throws IOException {
    return Files.size(disk.resolve("shop/items/_versions/%020d.json".formatted(number)));
  }

  private Set<String> parts() throws IOException {
    try (Stream<Path> found = Files.list(disk.resolve("shop/items/_parts"))) {
      return new HashSet<>(found.map(path -> path.getFileName().toString()).toList());
    }
  }

  private static List<Increment> increments(int count) {
    return IntStream.range(0, count).mapToObj(i -> increment("i" + i)).toList();
  }

  @Test
  void givenARenamedPartitionColumn_whenLongListsAreWrittenAgain_thenNoPartOfOldNamesIsShared() {
    List<DataFile> files = new ArrayList<>();
    List<Increment> applied = new ArrayList<>();
    List<Floor> floors = new ArrayList<>();
    for (int i = 0; i < 2 * Parts.ENTRIES; i++) {
      files.add(file("f" + i, i));
      applied.add(increment("i" + i));
      floors.add(new Floor(partition(i), NOON, "i" + i));
    }
    TableVersion plain = version(1, Optional.empty(), files, applied, List.of(), floors);
    TableVersion old =
        new TableVersion(
            1,
            NOON,
            "run",
            plain.lineage(),
            new TableState(
                Map.of("mode", "upsert"),
                Map.of("id", "bigint", "day", "string"),
                applied,
                List.of(),
                floors,
                Map.of()),
            plain.layout());
    assertThat(Versions.commit(table, old)).isTrue();
    JobSpec job = Jobs.of(Jobs.text("id"), Jobs.was("day", "date", Simple.STRING)).job();

    TableVersion named = again().load(1).orElseThrow().named(job);
    TableVersion next =
        new TableVersion(
            2,
            NOON,
            "run",
            Lineage.of("00000002", Optional.of(named)),
            named.state(),
            named.layout());
    assertThat(table.commit(next, Optional.of(named))).isPresent();

    TableVersion read = again().load(2).orElseThrow();
    Floor first = new Floor(new Partition(Map.of("date", "d0")), NOON, "i0");
    assertThat(read.state().floors())
        .containsExactlyInAnyOrderElementsOf(named.state().floors())
        .contains(first);
    assertThat(read.layout().dataFiles())
        .containsExactlyInAnyOrderElementsOf(named.layout().dataFiles())
        .allMatch(file -> file.partition().values().containsKey("date"));
    assertThat(read.state().applied()).isEqualTo(applied);
    assertThat(read.parts().get("applied")).isEqualTo(named.parts().get("applied"));
  }

  private static Increment increment(String name) {
    return new Increment(
        "20261118T003000Z-" + name,
        Increment.Kind.SEALED,
        NOON,
        List.of(
            new RawFile(
                name + ".csv",
                1444,
                1_795_273_257_407L,
                Optional.of("ab".repeat(32)),
                Optional.of(9L))),
        false,
        List.of());
  }

  private static Partition partition(int day) {
    return new Partition(Map.of("day", "d" + day));
  }

  private static DataFile file(String name, int day) {
    return new DataFile(
        "_data/v1-2bd81f06/day=d" + day + "/part-00000-" + name + ".snappy.parquet",
        partition(day),
        3,
        100,
        Optional.of(new DataFile.Mark(1_795_273_257_407L, "cd".repeat(32))));
  }

  private static TableVersion version(
      long number, Optional<TableVersion> before, List<DataFile> files, List<Increment> applied) {
    return version(number, before, files, applied, List.of(), List.of());
  }

  private static TableVersion version(
      long number,
      Optional<TableVersion> before,
      List<DataFile> files,
      List<Increment> applied,
      List<Increment> withdrawn,
      List<Floor> floors) {
    return new TableVersion(
        number,
        NOON,
        "run",
        Lineage.of("%08x".formatted(number), before),
        new TableState(
            Map.of("mode", "upsert"), Map.of("id", "bigint"), applied, withdrawn, floors, Map.of()),
        new Layout(CleanFormat.PARQUET, List.of("day"), files, Optional.empty(), List.of()));
  }
}
