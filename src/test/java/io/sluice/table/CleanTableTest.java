package io.sluice.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.CleanSpec;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.DatasetName;
import io.sluice.spec.Increment;
import io.sluice.storage.HadoopStorage;
import io.sluice.storage.Location;
import io.sluice.table.TableVersion.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers that slept while others went on. */
class CleanTableTest {
  @TempDir private Path disk;
  private CleanTable table;

  @BeforeEach
  void open() {
    table =
        new CleanTable(
            new HadoopStorage(Map.of()),
            Location.of(disk.toString()),
            DatasetName.of("shop/items"));
  }

  @Test
  void givenANumberThatRetentionFreed_whenASleeperCommitsIt_thenItsVersionIsTakenBack() {
    assertThat(table.commit(version(9, "a", "b", "c"))).isTrue();

    boolean committed = table.commit(version(7, "a", "x"));

    assertThat(committed).isFalse();
    assertThat(table.versions()).containsExactly(9L);
  }

  @Test
  void givenAVersionThatBuildsOnOurs_whenItsWriterIsFaster_thenOursStays() {
    assertThat(table.commit(version(9, "a", "b", "c"))).isTrue();

    boolean committed = table.commit(version(8, "a", "b"));

    assertThat(committed).isTrue();
    assertThat(table.versions()).containsExactly(8L, 9L);
  }

  @Test
  void givenANewerVersion_whenASleeperWritesItsManifest_thenTheNewerOneIsThere() {
    TableVersion older = version(8, "a");
    TableVersion newer = version(9, "a", "b");
    assertThat(table.commit(older)).isTrue();
    assertThat(table.commit(newer)).isTrue();

    table.writeManifest(older);

    assertThat(table.manifestIsBehind(newer)).isFalse();
  }

  @Test
  void givenTemporaryFilesOfTheDead_whenVersionsExpire_thenOldOnesGoAndOthersStay()
      throws IOException {
    TableVersion version = version(1, "a");
    assertThat(table.commit(version)).isTrue();
    Path versions = disk.resolve("shop/items/_versions");
    Files.writeString(versions.resolve("_tmp.0f3ca3ae-0000-4000-8000-000000000000"), "{");
    Files.writeString(versions.resolve("_tmp.lock"), "");
    Instant now = Instant.now();
    CleanSpec keep = new CleanSpec(CleanFormat.PARQUET, 1, Duration.ZERO);

    table.expire(version, keep, now);
    assertThat(names(versions)).hasSize(3);
    table.expire(version, keep, now.plusSeconds(2 * 86_400));

    assertThat(names(versions)).containsExactly("00000000000000000001.json", "_tmp.lock");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static TableVersion version(long number, String... increments) {
    List<Increment> applied =
        Stream.of(increments)
            .map(
                id ->
                    new Increment(
                        id, Increment.Kind.BARE, Instant.EPOCH, List.of(), true, List.of()))
            .toList();
    return new TableVersion(
        number,
        Instant.parse("2026-11-20T10:00:00Z"),
        "run",
        Map.of("mode", "upsert"),
        CleanFormat.PARQUET,
        Map.of("id", "bigint"),
        List.of(),
        List.of(new DataFile("v" + number + "-00000000/part.parquet", Map.of(), 1, 1)),
        Optional.empty(),
        List.of(),
        applied,
        List.of(),
        Map.of());
  }
}
