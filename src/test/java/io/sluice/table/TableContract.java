package io.sluice.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.CommitUnknownException;
import io.sluice.spark.Schemas;
import io.sluice.spark.TestSession;
import io.sluice.spec.CleanSpec;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.DatasetName;
import io.sluice.spec.Floor;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.spec.Partition;
import io.sluice.spec.WorkingColumns;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** What holds for a table of each format, on each store. */
abstract class TableContract {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Partition AT = new Partition(Map.of("country", "at"));
  private static final Partition DE = new Partition(Map.of("country", "de"));

  private final CleanFormat format;
  private final SparkSession spark = TestSession.own();

  TableContract(CleanFormat format) {
    this.format = format;
  }

  /** The storage that the table lies in. */
  abstract Storage storage();

  /** The clean zone; empty for each test. */
  abstract Location zone();

  /** A table in it, as another process has it. */
  abstract Table open(Storage storage, DatasetName dataset);

  @Test
  void givenNoCommit_whenAsked_thenThereIsNoVersion() {
    assertThat(table().current()).isEmpty();
    assertThat(table().versions()).isEmpty();
    assertThat(table().at(1)).isEmpty();
  }

  @Test
  void givenACommit_whenReadByAnother_thenItIsWhatWasWritten() {
    Snapshot made = commit(Optional.empty(), Set.of(), Set.of(AT, DE), "a", "at|1", "de|2");

    Snapshot found = table().current().orElseThrow();

    assertThat(found.number()).isEqualTo(1);
    assertThat(found.committedAt()).isEqualTo(NOON);
    assertThat(found.runId()).isEqualTo("run");
    assertThat(found.state()).isEqualTo(made.state());
    assertThat(found.files()).isEqualTo(made.files());
    assertThat(found.rows()).isEqualTo(2);
    assertThat(found.format()).isEqualTo(format);
    assertThat(read(found)).containsExactly("at|1", "de|2");
    found.requireWhole();
    assertThat(found.problem(Optional.empty())).isEmpty();
  }

  @Test
  void givenAChangeOfOnePartition_whenCommitted_thenTheOtherStaysAndTheOldVersionToo() {
    Snapshot first = commit(Optional.empty(), Set.of(), Set.of(AT, DE), "a", "at|1", "de|2");
    Set<DataFile> losing = Set.copyOf(filesOf(first, AT));

    Snapshot second = commit(Optional.of(first), losing, Set.of(AT), "b", "at|3");

    assertThat(read(second)).containsExactly("at|3", "de|2");
    assertThat(filesOf(second, DE)).isEqualTo(filesOf(first, DE));
    assertThat(read(table().at(1).orElseThrow())).containsExactly("at|1", "de|2");
    assertThat(table().versions()).containsExactly(1L, 2L);
  }

  @Test
  void givenAFile_whenItsRowsAreRead_thenEachNamesIt() {
    Snapshot version = commit(Optional.empty(), Set.of(), Set.of(AT, DE), "a", "at|1", "de|2");
    DataFile file = filesOf(version, AT).get(0);

    Row row = version.rows(spark, job(), List.of(file)).collectAsList().get(0);

    assertThat(version.pathOf(row.getAs(WorkingColumns.DATA_FILE))).isEqualTo(file.path());
  }

  @Test
  void givenTwoWritersOfOneNumber_whenBothCommit_thenOneIsLostAndLeavesNothing() {
    List<String> before;
    Snapshot winner;
    try (Change slow = table().change(spark, job(), Optional.empty(), "slow")) {
      slow.replace(Set.of(), Set.of(AT), 1, files -> rows("at|1"));
      winner = commit(Optional.empty(), Set.of(), Set.of(DE), "b", "de|2");
      before = foldersOf(winner);

      assertThat(slow.commit(state("a"), NOON)).isEmpty();
    }

    assertThat(read(table().current().orElseThrow())).containsExactly("de|2");
    assertThat(folders()).isEqualTo(before);
  }

  @Test
  void givenAChangeThatIsNotCommitted_whenClosed_thenNothingIsLeft() {
    Snapshot first = commit(Optional.empty(), Set.of(), Set.of(AT), "a", "at|1");
    try (Change change = table().change(spark, job(), Optional.of(first), "run")) {
      change.replace(Set.of(), Set.of(DE), 1, files -> rows("de|2"));
      assertThat(change.number()).isEqualTo(2);
      assertThat(change.rows()).isEqualTo(2);
    }

    assertThat(table().current().map(Snapshot::number)).contains(1L);
    assertThat(folders()).isEqualTo(foldersOf(first));
  }

  @Test
  void givenAnOlderVersion_whenRestored_thenItsRowsAreCurrentAndBothWaysAreOpen() {
    Snapshot first = commit(Optional.empty(), Set.of(), Set.of(AT, DE), "a", "at|1", "de|2");
    Snapshot second =
        commit(Optional.of(first), Set.copyOf(filesOf(first, AT)), Set.of(AT), "b", "at|3");

    Snapshot third =
        table().restore(second, first, first.state(), "back", NOON.plusSeconds(1)).orElseThrow();

    assertThat(third.number()).isEqualTo(3);
    assertThat(third.isMadeFrom(second)).isTrue();
    assertThat(read(table().current().orElseThrow())).containsExactly("at|1", "de|2");
    third.requireWhole();
    assertThat(table().restore(second, first, first.state(), "late", NOON)).isEmpty();
    table().tidy(third, new CleanSpec(format, 2, Duration.ZERO), NOON.plusSeconds(2));
    assertThat(read(table().current().orElseThrow())).containsExactly("at|1", "de|2");
    Snapshot fourth =
        table().restore(third, second, second.state(), "on", NOON.plusSeconds(3)).orElseThrow();
    assertThat(read(fourth)).containsExactly("at|3", "de|2");
  }

  @Test
  void givenALostAnswer_whenClosed_thenWhatAVersionMayNameStays() {
    Table unsure = open(new LosingStorage(storage()), DatasetName.of("shop/items"));
    Change change = unsure.change(spark, job(), Optional.empty(), "run");
    change.replace(Set.of(), Set.of(AT), 1, files -> rows("at|1"));

    assertThatThrownBy(() -> change.commit(state("a"), NOON))
        .isInstanceOf(CommitUnknownException.class);
    change.close();

    assertThat(read(table().current().orElseThrow())).containsExactly("at|1");
  }

  @Test
  void givenTombstonesAndQuarantine_whenCommitted_thenTheyAreKeptUntilTheyAreReplaced() {
    Snapshot first;
    try (Change change = table().change(spark, job(), Optional.empty(), "run")) {
      change.tombstones(
          spark.createDataFrame(
              List.of(RowFactory.create("at", 7, NOON, "a", 0)), Schemas.tombstones(job())));
      change.quarantine(spark.sql("select 'bad-value' as _reason, '{}' as _raw"), 1);
      first = change.commit(state("a"), NOON).orElseThrow();
    }
    Snapshot second = commit(Optional.of(first), Set.of(), Set.of(AT), "b", "at|1");

    assertThat(second.quarantinedRows()).isEqualTo(1);
    assertThat(second.tombstones(spark, job()).collectAsList())
        .extracting(row -> row.<Integer>getAs("id"))
        .containsExactly(7);
    second.requireWhole();
  }

  @Test
  void givenACommit_whenItsFollowersFollow_thenNoneIsBehind() {
    Snapshot version = commit(Optional.empty(), Set.of(), Set.of(AT), "a", "at|1");
    assertThat(table().followers()).allMatch(follower -> follower.isBehind(version));

    table().followers().forEach(follower -> follower.follow(version));

    assertThat(table().followers())
        .noneMatch(follower -> follower.isBehind(version))
        .allMatch(follower -> follower.reached().equals(OptionalLong.of(1)));
    assertThat(table().strays()).isEmpty();
    assertThat(table().current().orElseThrow().problem(Optional.empty())).isEmpty();
  }

  @Test
  void givenAFollowerThatLags_whenTidied_thenTheVersionThatItPointsAtStaysUntilItGoesOn() {
    Snapshot first = commit(Optional.empty(), Set.of(), Set.of(AT), "a", "at|1");
    table().followers().forEach(follower -> follower.follow(first));
    Snapshot second = commit(Optional.of(first), Set.copyOf(first.files()), Set.of(), "b", "at|2");
    Snapshot third = commit(Optional.of(second), Set.copyOf(second.files()), Set.of(), "c", "at|3");
    CleanSpec one = new CleanSpec(format, 1, Duration.ZERO);

    table().tidy(third, one, NOON.plusSeconds(1));

    assertThat(table().versions()).containsExactly(1L, 3L);
    assertThat(read(table().at(1).orElseThrow())).containsExactly("at|1");
    table().followers().forEach(follower -> follower.follow(third));
    table().tidy(third, one, NOON.plusSeconds(1));
    assertThat(table().versions()).containsExactly(3L);
    assertThat(folders()).isEqualTo(foldersOf(third));
  }

  @Test
  void givenOldVersions_whenTidied_thenWhatAKeptVersionNamesStays() {
    Snapshot first = commit(Optional.empty(), Set.of(), Set.of(AT, DE), "a", "at|1", "de|2");
    Snapshot second =
        commit(Optional.of(first), Set.copyOf(filesOf(first, AT)), Set.of(AT), "b", "at|3");
    Snapshot third =
        commit(Optional.of(second), Set.copyOf(filesOf(second, AT)), Set.of(AT), "c", "at|4");

    table().tidy(third, new CleanSpec(format, 1, Duration.ZERO), NOON.plusSeconds(1));

    assertThat(table().versions()).containsExactly(3L);
    assertThat(read(table().current().orElseThrow())).containsExactly("at|4", "de|2");
    assertThat(folders()).isEqualTo(foldersOf(third));
  }

  private Table table() {
    return open(storage(), DatasetName.of("shop/items"));
  }

  private Snapshot commit(
      Optional<Snapshot> base,
      Set<DataFile> losing,
      Set<Partition> growing,
      String increment,
      String... rows) {
    try (Change change = table().change(spark, job(), base, "run")) {
      change.replace(losing, growing, 1, files -> staying(base, files, losing).union(rows(rows)));
      return change.commit(state(increment), NOON).orElseThrow();
    }
  }

  /** The rows of files that are written again and lose none. */
  private Dataset<Row> staying(
      Optional<Snapshot> base, List<DataFile> files, Set<DataFile> losing) {
    List<DataFile> whole = files.stream().filter(file -> !losing.contains(file)).toList();
    return base.isEmpty() || whole.isEmpty()
        ? rows()
        : base.get().rows(spark, job(), whole).drop(WorkingColumns.DATA_FILE);
  }

  private Dataset<Row> rows(String... texts) {
    List<Row> rows = new ArrayList<>();
    for (String text : texts) {
      String[] cells = text.split("\\|", -1);
      rows.add(RowFactory.create(cells[0], Integer.valueOf(cells[1]), null, NOON, "a", 0));
    }
    return spark.createDataFrame(rows, Schemas.clean(job()));
  }

  private List<String> read(Snapshot version) {
    return version.rows(spark, job(), version.files()).collectAsList().stream()
        .map(row -> row.getString(0) + "|" + row.getInt(1))
        .sorted()
        .toList();
  }

  private static List<DataFile> filesOf(Snapshot version, Partition partition) {
    return version.files().stream().filter(file -> file.partition().equals(partition)).toList();
  }

  private static List<String> foldersOf(Snapshot version) {
    return version.files().stream().map(file -> file.folder() + "/").distinct().sorted().toList();
  }

  /** Those of versions that hold files: SeaweedFS goes on to list folders whose files are gone. */
  private List<String> folders() {
    Location root = table().root();
    return storage().list(root).stream()
        .map(file -> root.relativize(file.location()))
        .filter(path -> path.startsWith("_data/"))
        .map(path -> path.substring(0, path.indexOf('/', "_data/".length()) + 1))
        .distinct()
        .sorted()
        .toList();
  }

  private TableState state(String increment) {
    Increment applied =
        new Increment(increment, Increment.Kind.BARE, NOON, List.of(), false, List.of());
    return TableState.of(
        job(), List.of(applied), List.of(new Floor(AT, NOON, increment)), Map.of("read", 1L));
  }

  private JobSpec job() {
    return Jobs.of(Jobs.text("country"), Jobs.column("id", Simple.INT))
        .key("country", "id")
        .partitionBy("country")
        .clean(format)
        .job();
  }
}
