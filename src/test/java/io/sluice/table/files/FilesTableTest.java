package io.sluice.table.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.spec.CleanSpec;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.DatasetName;
import io.sluice.spec.Partition;
import io.sluice.storage.Location;
import io.sluice.storage.RoutedStorage;
import io.sluice.table.DataFile;
import io.sluice.table.Follower;
import io.sluice.table.Snapshot;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writers that slept while others went on. */
class FilesTableTest {
  @TempDir private Path disk;
  private FilesTable table;

  @BeforeEach
  void open() {
    table =
        new FilesTable(
            new RoutedStorage(Map.of()),
            Location.of(disk.toString()),
            DatasetName.of("shop/items"));
  }

  @Test
  void givenANumberThatRetentionFreed_whenASleeperCommitsIt_thenItsVersionIsTakenBack() {
    assertThat(Versions.commit(table, version(9, "a", "b", "c"))).isTrue();

    boolean committed = Versions.commit(table, version(7, "a", "x"));

    assertThat(committed).isFalse();
    assertThat(table.versions()).containsExactly(9L);
  }

  @Test
  void givenAVersionThatBuildsOnOurs_whenItsWriterIsFaster_thenOursStays() {
    assertThat(Versions.commit(table, version(9, "a", "b", "c"))).isTrue();

    boolean committed = Versions.commit(table, version(8, "a", "b"));

    assertThat(committed).isTrue();
    assertThat(table.versions()).containsExactly(8L, 9L);
  }

  @Test
  void givenARollbackOfOurs_whenItsWriterIsFaster_thenOursStaysAsItIsBuiltOn() {
    TableVersion before = Versions.made(version(7, "a"), "77777777", Optional.empty());
    TableVersion ours = Versions.made(version(8, "a", "b"), "88888888", Optional.of(before));
    TableVersion rollback = Versions.made(version(9, "a"), "99999999", Optional.of(ours));
    TableVersion next = Versions.made(version(10, "a", "c"), "aaaaaaaa", Optional.of(rollback));
    assertThat(Versions.commit(table, next)).isTrue();

    assertThat(Versions.commit(table, ours)).isTrue();

    assertThat(table.versions()).containsExactly(8L, 10L);
  }

  @Test
  void givenANumberThatRetentionFreed_whenTheSleeperAppliedTheSame_thenItsVersionIsTakenBack() {
    TableVersion other = Versions.made(version(8, "a", "b"), "11111111", Optional.empty());
    assertThat(
            Versions.commit(
                table, Versions.made(version(9, "a", "b", "c"), "99999999", Optional.of(other))))
        .isTrue();

    assertThat(
            Versions.commit(
                table, Versions.made(version(8, "a", "b"), "88888888", Optional.empty())))
        .isFalse();

    assertThat(table.versions()).containsExactly(9L);
  }

  @Test
  void givenAVersionOfAProgramThatDoesNotSay_whenASleeperCommits_thenWhatIsAppliedTells() {
    TableVersion ours = Versions.made(version(7, "a"), "77777777", Optional.empty());
    TableVersion silent = version(8, "a", "b");
    TableVersion newest = Versions.made(version(9, "a", "b", "c"), "99999999", Optional.of(silent));
    assertThat(newest.buildsOn(ours)).isEmpty();
    assertThat(Versions.commit(table, newest)).isTrue();

    assertThat(Versions.commit(table, ours)).isTrue();
  }

  @Test
  void givenManyCommits_whenWritten_thenTheNearestHundredAreNamed() {
    TableVersion version = Versions.made(version(1, "a"), "commit-1", Optional.empty());
    TableVersion hundredth = version;
    for (int number = 2; number <= 150; number++) {
      version = Versions.made(version(number, "a"), "commit-" + number, Optional.of(version));
      hundredth = number == 50 ? version : hundredth;
    }

    assertThat(version.lineage().buildsOn())
        .hasSize(100)
        .startsWith("commit-149")
        .endsWith("commit-50");
    assertThat(version.buildsOn(hundredth)).contains(true);
  }

  @Test
  void givenANewerVersion_whenASleeperWritesItsManifest_thenTheNewerOneIsThere() {
    TableVersion older = version(8, "a");
    TableVersion newer = version(9, "a", "b");
    assertThat(Versions.commit(table, older)).isTrue();
    assertThat(Versions.commit(table, newer)).isTrue();

    Follower manifest = table.followers().get(0);
    manifest.follow(snapshot(older));

    assertThat(manifest.isBehind(snapshot(newer))).isFalse();
    assertThat(manifest.reached()).hasValue(9);
  }

  @Test
  void givenATableOfAnOlderProgram_whenItsManifestIsRight_thenItIsFollowedOnceForTheMark()
      throws IOException {
    Snapshot version = committed(8);
    Follower manifest = table.followers().get(0);
    manifest.follow(version);
    Files.delete(mark());

    assertThat(manifest.isBehind(version)).isTrue();
    assertThat(manifest.reached()).isEmpty();
    manifest.follow(version);

    assertThat(manifest.isBehind(version)).isFalse();
  }

  @Test
  void givenAMarkAndAManifestThatIsGoneOrOlder_whenAsked_thenItIsBehind() throws IOException {
    Path file = disk.resolve("shop/items/_manifest");
    Follower manifest = table.followers().get(0);
    manifest.follow(committed(8));
    byte[] older = Files.readAllBytes(file);
    Snapshot version = committed(9);
    manifest.follow(version);
    assertThat(manifest.isBehind(version)).isFalse();

    Files.write(file, older);
    assertThat(manifest.isBehind(version)).isTrue();
    Files.delete(file);
    assertThat(manifest.isBehind(version)).isTrue();
  }

  @Test
  void givenTheFirstCommit_whenFollowed_thenTheReadmeSaysWhatToRead() throws IOException {
    table.followers().get(0).follow(committed(1));

    assertThat(Files.readString(readme()))
        .startsWith("This folder is the table shop/items, made by Sluice.\n\n_manifest ")
        .contains("_data/**/*.parquet", "sluice describe shop/items --read-with pandas|")
        .contains("\n# pandas\n", "\n-- duckdb\n", "\n# spark\n")
        .contains("read_text('" + disk.resolve("shop/items/_manifest") + "')");
  }

  @Test
  void givenTheReadmeIsThere_whenOthersCommit_thenItIsWrittenAgainOnlyIfTheMarkIsOfAnother()
      throws IOException {
    table.followers().get(0).follow(committed(1));
    Files.writeString(readme(), "mine");
    FilesTable other = new FilesTable(table.storage(), zone(), table.dataset());
    Follower manifest = other.followers().get(0);
    assertThat(manifest.isBehind(snapshot(version(1, "a")))).isFalse();

    manifest.follow(committed(2));
    assertThat(Files.readString(readme())).isEqualTo("mine");

    Files.writeString(
        mark(), Files.readString(mark()).replaceFirst("(note.*\")\\w{16}", "$1older"));
    assertThat(manifest.isBehind(snapshot(version(2, "a")))).isTrue();
    manifest.follow(snapshot(version(2, "a")));
    assertThat(Files.readString(readme())).startsWith("This folder is the table shop/items");
    assertThat(manifest.isBehind(snapshot(version(2, "a")))).isFalse();
  }

  @Test
  void givenTheReadmeCannotBeWritten_whenFollowed_thenTheManifestIsThereAndTheNextRunTriesAgain()
      throws IOException {
    Snapshot version = committed(1);
    Files.createDirectories(readme().resolve("in-the-way"));
    Follower manifest = table.followers().get(0);

    manifest.follow(version);

    assertThat(disk.resolve("shop/items/_manifest")).exists();
    assertThat(manifest.reached()).hasValue(1);
    assertThat(manifest.isBehind(version)).isTrue();
    Files.delete(readme().resolve("in-the-way"));
    Files.delete(readme());
    manifest.follow(version);
    assertThat(manifest.isBehind(version)).isFalse();
    assertThat(readme()).isRegularFile();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1]", "null", "{\"format\": 2, \"version\": 8}"})
  void givenAMarkThatCannotBeUnderstood_whenAsked_thenItCountsAsNone(String content)
      throws IOException {
    Snapshot version = committed(8);
    Follower manifest = table.followers().get(0);
    manifest.follow(version);

    Files.writeString(mark(), content);

    assertThat(manifest.isBehind(version)).isTrue();
    assertThat(manifest.reached()).isEmpty();
  }

  @Test
  void givenANumberThatComesAgain_whenAsked_thenTheFollowerOfTheFirstOneIsBehind() {
    Follower manifest = table.followers().get(0);
    TableVersion version = version(8, "a");
    manifest.follow(committed(8));

    TableVersion again =
        new TableVersion(
            8,
            version.committedAt().plusSeconds(1),
            "again",
            version.lineage(),
            version.state(),
            version.layout());

    assertThat(manifest.isBehind(snapshot(again))).isTrue();
  }

  @Test
  void givenTemporaryFilesOfTheDead_whenVersionsExpire_thenOldOnesGoAndOthersStay()
      throws IOException {
    TableVersion version = version(1, "a");
    assertThat(Versions.commit(table, version)).isTrue();
    Path versions = disk.resolve("shop/items/_versions");
    Files.writeString(versions.resolve("_tmp.0f3ca3ae-0000-4000-8000-000000000000"), "{");
    Files.writeString(versions.resolve("_tmp.lock"), "");
    Instant now = Instant.now();
    CleanSpec keep = new CleanSpec(CleanFormat.PARQUET, 1, Duration.ZERO);

    table.tidy(snapshot(version), keep, now);
    assertThat(names(versions)).hasSize(3);
    table.tidy(snapshot(version), keep, now.plusSeconds(2 * 86_400));

    assertThat(names(versions)).containsExactly("00000000000000000001.json", "_tmp.lock");
  }

  @Test
  void givenAVersionThatNamesAFolderOfLongAgo_whenOthersExpire_thenTheFolderStays()
      throws IOException {
    Path data = disk.resolve("shop/items/_data");
    for (int number = 1; number <= 5; number++) {
      Files.createDirectories(data.resolve("v%d-00000000".formatted(number)));
    }
    Files.createDirectories(data.resolve("v3-dead0000"));
    Files.createDirectories(disk.resolve("shop/items/v1-0f3ca3ae"));
    assertThat(Versions.commit(table, version(1, "a"))).isTrue();
    assertThat(Versions.commit(table, version(2, "a", "b"))).isTrue();
    assertThat(Versions.commit(table, version(3, "a", "b", "c"))).isTrue();
    // As a rollback to version 1 leaves it.
    assertThat(Versions.commit(table, Versions.of(4, data(1), "a"))).isTrue();
    TableVersion current = version(5, "a", "d");
    assertThat(Versions.commit(table, current)).isTrue();

    table.tidy(
        snapshot(current), new CleanSpec(CleanFormat.PARQUET, 3, Duration.ZERO), Instant.MAX);

    assertThat(table.versions()).containsExactly(3L, 4L, 5L);
    assertThat(names(data))
        .containsExactly("v1-00000000", "v3-00000000", "v4-00000000", "v5-00000000");
    assertThat(names(disk.resolve("shop/items")))
        .as("nothing outside of _data is removed")
        .containsExactly("_data", "_versions", "v1-0f3ca3ae");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "99999999999999999999.json",
        "09223372036854775807.json",
        "00000000000000000000.json",
        "-0000000000000000001.json",
        "7.json",
        "000000000000000000007.json"
      })
  void givenANameThatNoVersionHas_whenAsked_thenThatFileIsNamed(String name) throws IOException {
    assertThat(Versions.commit(table, version(3, "a"))).isTrue();
    Path stray = disk.resolve("shop/items/_versions").resolve(name);
    Files.writeString(stray, "{}");

    assertThatThrownBy(() -> table.current())
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(stray + ": has a name like a version file")
        .hasMessageContaining("Remove it, or give it its former name");
    Files.delete(stray);
    Files.createDirectories(stray);
    assertThatThrownBy(() -> table.versions()).isInstanceOf(DataException.class);
    Files.delete(stray);
    assertThat(table.current()).isPresent();
  }

  @Test
  void givenOtherNamesAndGaps_whenAsked_thenVersionsAreFoundAndStraysNamed() throws IOException {
    assertThat(Versions.commit(table, version(3, "a"))).isTrue();
    assertThat(Versions.commit(table, version(7, "a", "b"))).isTrue();
    Path versions = disk.resolve("shop/items/_versions");
    Files.writeString(versions.resolve("00000000000000000007.json.bak"), "");
    Files.writeString(versions.resolve("notes.txt"), "");

    assertThat(table.versions()).containsExactly(3L, 7L);
    assertThat(table.strays())
        .map(Object::toString)
        .containsExactly(
            versions.resolve("00000000000000000007.json.bak").toString(),
            versions.resolve("notes.txt").toString());
  }

  @Test
  void givenABrokenVersionFile_whenLoaded_thenTheMessageSaysTheWayBack() throws IOException {
    for (long number : List.of(3L, 4L, 5L)) {
      assertThat(Versions.commit(table, version(number, "a"))).isTrue();
    }
    assertThatBroken(3, "or delete it: the current version does not need it");
    assertThatBroken(5, "version 4 is then current, and later increments");
    Files.delete(file(3));
    Files.delete(file(4));
    assertThatBroken(5, "or move the folder " + table.root() + " away and run ingest");
  }

  @Test
  void givenAVersionFileOfAnother_whenLoaded_thenItIsBroken() throws IOException {
    assertThat(Versions.commit(table, version(3, "a"))).isTrue();
    Files.copy(file(3), file(4));

    assertThatThrownBy(() -> table.current())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("\"version\" is 3 against 4 in the file's name");
  }

  @Test
  void givenALinkThatLeadsNowhere_whenAsked_thenItIsNoTableThatIsEmpty() throws IOException {
    assertThat(Versions.commit(table, version(3, "a"))).isTrue();
    Files.createSymbolicLink(file(4), disk.resolve("nowhere"));

    assertThatThrownBy(() -> table.current())
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file(4) + ": ")
        .hasMessageContaining("a link that leads to nothing");
  }

  private void assertThatBroken(long number, String way) throws IOException {
    String before = Files.readString(file(number));
    for (String content : List.of("", "{\"format\": 2", "[]", before + "{}")) {
      Files.writeString(file(number), content);
      assertThatThrownBy(() -> table.load(number))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(file(number) + ": the version file is broken, ")
          .hasMessageContaining(way);
    }
    Files.writeString(file(number), before.replace("\"format\": 3", "\"format\": 4"));
    assertThatThrownBy(() -> table.load(number))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("has format 4, this program knows format 3")
        .hasMessageContaining("Use a newer Sluice");
    Files.writeString(file(number), before);
  }

  private Snapshot committed(long number) {
    TableVersion version = version(number, "a");
    assertThat(Versions.commit(table, version)).isTrue();
    return snapshot(version);
  }

  private Location zone() {
    return Location.of(disk.toString());
  }

  private Path readme() {
    return disk.resolve("shop/items/_README");
  }

  private Path mark() {
    return disk.resolve("shop/items/_followers/manifest");
  }

  private Path file(long number) {
    return disk.resolve("shop/items/_versions/%020d.json".formatted(number));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Snapshot snapshot(TableVersion version) {
    return new FilesSnapshot(table, version);
  }

  private static TableVersion version(long number, String... increments) {
    return Versions.of(number, data(number), increments);
  }

  private static List<DataFile> data(long number) {
    return List.of(
        new DataFile("_data/v" + number + "-00000000/part.parquet", Partition.WHOLE_TABLE, 1, 1));
  }
}
