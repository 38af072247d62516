package io.sluice.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import io.sluice.law.MergeClass;
import io.sluice.merge.Entry.RowKey;
import io.sluice.merge.Oracle.State;
import io.sluice.merge.Setting.Order;
import io.sluice.merge.Table.Run;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.Floor;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.MergeSpec.Operation;
import io.sluice.spec.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The numbered cases of the law that the merge decides, one key each in one table of two runs. */
class MergeCasesTest {
  private static final List<Entry> FIRST = new ArrayList<>();
  private static final List<Entry> SECOND = new ArrayList<>();
  private static Run firstRun;
  private static Run secondRun;
  private static State middle;
  private static State end;

  @BeforeAll
  static void mergeTwoRuns() {
    first("case1-same", Entry.upsert(1, "x"));
    second("case1-same", Entry.upsert(1, "x"));
    first("case1-newer", Entry.upsert(1, "x"));
    second("case1-newer", Entry.upsert(2, "x"));
    first("case2", Entry.upsert(1, "x"), Entry.upsert(1, "y"));
    first("case3", Entry.upsert(1, "x"), Entry.delete(1));
    first("case7", Entry.delete(2));
    second("case7", Entry.upsert(1, "x"));
    first("case8", Entry.delete(1));
    second("case8", Entry.upsert(2, "x"));
    first("case9", Entry.upsert(2, "x"));
    second("case9", Entry.delete(1));
    first("case10", Entry.delete(1));
    second("case10", Entry.delete(1));
    first("case11", Entry.upsert(1, "x"), Entry.upsert(1, "x"), Entry.upsert(1, "x"));
    first("case12", Entry.upsert(1, "x"), Entry.delete(1), Entry.upsert(1, "y").inFile(1));
    first("case13", Entry.upsert(2, "x"));
    second("case13", Entry.upsert(1, "y"));
    first("case17", Entry.upsert(1, "x"), Entry.upsert(1, "x").ofKey("CASE17", 1));
    first("update", Entry.upsert(1, "x"));
    second("update", Entry.upsert(2, "y"));
    first("delete", Entry.upsert(1, "x"));
    second("delete", Entry.delete(2));
    Table table = new Table(Setting.of(Mode.UPSERT));

    firstRun = table.apply(FIRST, List.of());
    middle = table.state();
    secondRun = table.apply(SECOND, List.of());
    end = table.state();
  }

  @Test
  void case1_givenTheStoredRowAgain_whenMerged_thenUnchanged() {
    assertThat(classOf(secondRun, "case1-same")).isEqualTo("unchanged");
    assertThat(increment("case1-same")).isEqualTo("i1");
  }

  @Test
  void case1_givenANewerVersionWithTheSameContent_whenMerged_thenRefreshedAndTheDateMoves() {
    assertThat(classOf(secondRun, "case1-newer")).isEqualTo("refreshed");
    assertThat(increment("case1-newer")).isEqualTo("i2");
  }

  @Test
  void case2_givenATieWithinAnIncrement_whenMerged_thenTheRowHashDecidesAndItIsCounted() {
    Entry x = Entry.upsert(1, "x").ofKey("case2", 1);
    Entry y = Entry.upsert(1, "y").ofKey("case2", 1);
    Entry greater = x.hash().compareTo(y.hash()) > 0 ? x : y;

    assertThat(end.live()).containsEntry(x.key(), greater);
    assertThat(firstRun.outcomes().get(x.key()).ties()).isEqualTo(1);
  }

  @Test
  void case2_givenRowsOfOneIncrement_whenAskedForTies_thenOnlyRowsThatDifferAreMarked() {
    Table table = new Table(Setting.of(Mode.UPSERT));
    Dataset<Row> marked =
        table
            .merge()
            .withTies(
                table.incoming(
                    List.of(
                        Entry.upsert(1, "x").ofKey("tie", 1),
                        Entry.upsert(1, "y").ofKey("tie", 1),
                        Entry.upsert(1, "x").ofKey("tie", 1),
                        Entry.upsert(1, "x").ofKey("duplicate", 1),
                        Entry.upsert(1, "x").ofKey("duplicate", 1),
                        Entry.upsert(1, "x").ofKey("delete", 1),
                        Entry.delete(1).ofKey("delete", 1),
                        Entry.upsert(1, "x").ofKey("other-increment", 1),
                        Entry.upsert(1, "y").from("i2").ofKey("other-increment", 1))));

    List<String> tied =
        marked.filter(functions.col(MergeColumns.TIED)).collectAsList().stream()
            .map(row -> row.<String>getAs("part"))
            .toList();

    assertThat(tied).containsExactly("tie", "tie", "tie");
  }

  @Test
  void case3_givenDeleteAndUpsertAtOneVersion_whenMerged_thenTheDeleteWins() {
    assertThat(end.dead()).containsKey(new RowKey("case3", 1));
    assertThat(end.live()).doesNotContainKey(new RowKey("case3", 1));
  }

  @Test
  void case3_givenTieUpsert_whenMerged_thenTheUpsertWins() {
    Table table = new Table(Setting.of(Mode.UPSERT).with(Operation.UPSERT));

    table.apply(List.of(Entry.upsert(1, "x"), Entry.delete(1)), List.of());

    assertThat(table.state().live()).containsKey(new RowKey("a", 1));
    assertThat(table.state().dead()).isEmpty();
  }

  @Test
  void case7_givenADelete_whenAnOlderUpsertComes_thenItStaysDeletedAndIsBlocked() {
    assertThat(classOf(secondRun, "case7")).isEqualTo("blocked");
    assertThat(end.live()).doesNotContainKey(new RowKey("case7", 1));
    assertThat(end.dead()).containsKey(new RowKey("case7", 1));
  }

  @Test
  void case8_givenADelete_whenANewerUpsertComes_thenTheKeyIsBackAndTheTombstoneGone() {
    assertThat(classOf(secondRun, "case8")).isEqualTo("inserted");
    assertThat(middle.dead()).containsKey(new RowKey("case8", 1));
    assertThat(end.dead()).doesNotContainKey(new RowKey("case8", 1));
    assertThat(end.live()).containsKey(new RowKey("case8", 1));
  }

  @Test
  void case9_givenAnUpsert_whenAnOlderDeleteComes_thenItIsStale() {
    assertThat(classOf(secondRun, "case9")).isEqualTo("stale");
    assertThat(end.live()).containsKey(new RowKey("case9", 1));
    assertThat(end.dead()).doesNotContainKey(new RowKey("case9", 1));
  }

  @Test
  void case10_givenNoRow_whenADeleteComes_thenATombstoneAlone() {
    RowKey key = new RowKey("case10", 1);

    assertThat(classOf(firstRun, "case10")).isEqualTo("unchanged");
    assertThat(firstRun.outcomes().get(key).dead()).isTrue();
    assertThat(secondRun.outcomes().get(key).dead()).as("known already").isFalse();
    assertThat(end.dead()).containsKey(key);
  }

  @Test
  void case11_givenIdenticalRowsOfOneIncrement_whenMerged_thenOneAndTheOthersAreDuplicates() {
    RowKey key = new RowKey("case11", 1);

    assertThat(firstRun.outcomes().get(key).duplicate()).isEqualTo(2);
    assertThat(firstRun.outcomes().get(key).superseded()).isZero();
    assertThat(end.live()).containsKey(key);
  }

  @Test
  void case12_givenInsertDeleteInsertOfOneIncrement_whenMergedWithoutOrder_thenTheDeleteWins() {
    RowKey key = new RowKey("case12", 1);

    assertThat(firstRun.outcomes().get(key).superseded()).isEqualTo(2);
    assertThat(end.dead()).containsKey(key);
  }

  @Test
  void case12_givenInsertDeleteInsertInOrder_whenMerged_thenTheGreatestOrderWins() {
    Table table = new Table(Setting.of(Mode.UPSERT).with(Order.STRICT));

    table.apply(
        List.of(
            Entry.upsert(1, "x").ordered(1),
            Entry.delete(1).ordered(2),
            Entry.upsert(1, "y").ordered(3)),
        List.of());

    assertThat(table.state().live().get(new RowKey("a", 1)).note()).contains("y");
  }

  @Test
  void case13_givenALiveKey_whenAnOlderUpsertComes_thenItIsStale() {
    assertThat(classOf(secondRun, "case13")).isEqualTo("stale");
    assertThat(end.live().get(new RowKey("case13", 1)).note()).contains("x");
  }

  @Test
  void case16_givenARowThatChangesItsPartition_whenMerged_thenOneRowAndThePartitionItLeft() {
    JobSpec job = Setting.of(Mode.UPSERT).jobs().partitionBy("note.text").job();
    Table table = new Table(Setting.of(Mode.UPSERT), job);
    table.apply(List.of(Entry.upsert(1, "x")), List.of());

    Run run = table.apply(List.of(Entry.upsert(2, "y")), List.of());

    Row left = run.decisions().get(0).getAs(MergeColumns.OLD_PARTITION);
    assertThat(left.<String>getAs("note.text")).isEqualTo("x");
    assertThat(table.rows()).containsExactly(Entry.upsert(2, "y"));
    Run deleted = table.apply(List.of(Entry.delete(3)), List.of());
    assertThat(deleted.counts().deletedByPartition())
        .isEqualTo(Map.of(new Partition(Map.of("note.text", "y")), 1L));
  }

  @Test
  void case17_givenTwoOriginalsOfOneNormalisedKey_whenMerged_thenTheCollisionIsCounted() {
    assertThat(firstRun.counts().keyCollisions()).isEqualTo(1);
    assertThat(end.live()).containsKey(new RowKey("case17", 1));
  }

  @Test
  void case22_givenNoRowsAndNoFloor_whenMerged_thenTheTableStays() {
    Table table = new Table(Setting.of(Mode.UPSERT));
    table.apply(List.of(Entry.upsert(1, "x")), List.of());

    Run run = table.apply(List.of(), List.of());

    assertThat(run.counts().accepted()).isZero();
    assertThat(table.rows()).containsExactly(Entry.upsert(1, "x"));
  }

  @Test
  void case22_givenAnEmptyLoadOfAPartition_whenMerged_thenThatPartitionIsEmptyAndNoOther() {
    Table table = new Table(Setting.of(Mode.PARTITION));
    Entry other = Entry.upsert(1, "x").ofKey("b", 1);
    table.apply(List.of(Entry.upsert(1, "x"), other), List.of());

    Run run =
        table.apply(
            List.of(),
            List.of(new Floor(new Partition(Map.of("part", "a")), Entry.moment(2), "i2")));

    assertThat(run.removed()).isEqualTo(1);
    assertThat(table.rows()).containsExactly(other);
  }

  @Test
  void case25_givenAFullLoad_whenMerged_thenWhatItLacksIsRemovedAndALaterOlderRowIsBlocked() {
    Table table = new Table(Setting.of(Mode.FULL));
    List<Floor> first = List.of(new Floor(Partition.WHOLE_TABLE, Entry.moment(2), "i2"));
    List<Floor> second = List.of(new Floor(Partition.WHOLE_TABLE, Entry.moment(4), "i4"));
    table.apply(List.of(Entry.upsert(2, "x"), Entry.upsert(2, "x").ofKey("b", 1)), first);

    Run load = table.apply(List.of(Entry.upsert(4, "x")), second);
    Run late = table.apply(List.of(Entry.upsert(3, "z").ofKey("b", 1)), second);

    assertThat(load.removed()).isEqualTo(1);
    assertThat(load.outcomes().get(new RowKey("a", 1)).mergeClass()).isEqualTo("refreshed");
    assertThat(late.outcomes().get(new RowKey("b", 1)).mergeClass()).isEqualTo("blocked");
    assertThat(table.rows()).containsExactly(Entry.upsert(4, "x"));
  }

  @Test
  void givenUpdatesAndDeletes_whenCounted_thenFilesAndPartitionsSayWhatLeaves() {
    assertThat(classOf(secondRun, "update")).isEqualTo("updated");
    assertThat(classOf(secondRun, "delete")).isEqualTo("deleted");
    assertThat(secondRun.counts().replacedByFile()).isEqualTo(Map.of("file-1", 3L));
    assertThat(secondRun.counts().deletedByPartition())
        .isEqualTo(Map.of(new Partition(Map.of("part", "delete")), 1L));
    assertThat(secondRun.counts().accepted()).isEqualTo(SECOND.size());
    assertThat(secondRun.counts().tombstones()).isEqualTo(1);
  }

  @Test
  void givenModeInsert_whenAnOlderRowComes_thenItTakesThePlaceOfTheStoredOne() {
    Table table = new Table(Setting.of(Mode.INSERT));
    table.apply(List.of(Entry.upsert(2, "x"), Entry.upsert(3, "y")), List.of());

    Run run = table.apply(List.of(Entry.upsert(1, "z")), List.of());

    assertThat(run.outcomes().get(new RowKey("a", 1)).mergeClass()).isEqualTo("updated");
    assertThat(table.rows()).containsExactly(Entry.upsert(1, "z"));
  }

  @Test
  void givenModeAppend_whenMerged_thenEveryRowIsInserted() {
    Table table = new Table(Setting.of(Mode.APPEND));
    table.apply(List.of(Entry.upsert(1, "x")), List.of());

    Run run = table.apply(List.of(Entry.upsert(2, "x"), Entry.upsert(2, "x")), List.of());

    assertThat(run.counts().count(MergeClass.INSERTED)).isEqualTo(2);
    assertThat(table.rows())
        .containsExactlyInAnyOrder(
            Entry.upsert(1, "x"), Entry.upsert(2, "x"), Entry.upsert(2, "x"));
  }

  @Test
  void givenAFloorInAModeWithoutFloors_whenDecided_thenItIsRefused() {
    Table table = new Table(Setting.of(Mode.UPSERT));
    List<Floor> floors = List.of(new Floor(Partition.WHOLE_TABLE, Entry.moment(1), "i1"));

    assertThatThrownBy(() -> table.apply(List.of(), floors))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shop/orders: a floor was given, but mode UPSERT has none");
  }

  @Test
  void givenAKeyThatIsNotStored_whenMade_thenItIsRefused() {
    JobSpec steering =
        Jobs.of(Jobs.text("id"), Jobs.steering("note.text", Simple.STRING))
            .partitionBy("note.text")
            .job();

    assertThatThrownBy(() -> new Merge(steering))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "shop/orders: key, order_by and clean.partition_by need stored columns, [note.text] are"
                + " not. Nothing was run. Remove store: false from them.");
  }

  private static void first(String part, Entry... entries) {
    add(FIRST, part, entries);
  }

  private static void second(String part, Entry... entries) {
    add(SECOND, part, entries);
  }

  private static void add(List<Entry> run, String part, Entry... entries) {
    for (Entry entry : entries) {
      run.add(entry.part().equals("a") ? entry.ofKey(part, 1) : entry);
    }
  }

  private static String classOf(Run run, String part) {
    return run.outcomes().get(new RowKey(part, 1)).mergeClass();
  }

  private static String increment(String part) {
    return end.live().get(new RowKey(part, 1)).increment();
  }
}
