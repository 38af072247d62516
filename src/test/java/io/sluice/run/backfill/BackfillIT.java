package io.sluice.run.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.error.ExitCode;
import io.sluice.error.LeaseHeldException;
import io.sluice.error.UsageException;
import io.sluice.ledger.Lease;
import io.sluice.ledger.RunRecord;
import io.sluice.run.Rebuild;
import io.sluice.run.Rebuilds;
import io.sluice.run.TravelLake;
import io.sluice.run.backfill.Backfilled.State;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.rollback.RollbackVerb;
import io.sluice.run.show.RowChange.Kind;
import io.sluice.run.show.WholeDifference;
import io.sluice.table.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code backfill}. */
class BackfillIT {
  private static final String HEAD = "id,name,amount,gone\n";

  private static final String JOB =
      """
      raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}
      columns: {id: bigint, name: string, amount: bigint, gone: boolean}
      key: [id]
      delete_when: gone
      guard: {max_deleted_share: 100%}
      clean: {retain: {age: 30d}}
      """;

  @TempDir private Path home;
  private TravelLake lake;

  @Test
  void givenANewColumn_whenBackfilled_thenOldRowsHaveIt() throws IOException {
    lake = new TravelLake(home, JOB.replace(", amount: bigint", ""));
    lake.deliver("2020-11-11.csv", HEAD + "1,a,1,\n2,b,2,\n");
    lake.deliver("2020-11-12.csv", HEAD + "1,c,3,\n");
    lake.job(JOB);

    Backfilled done = backfill(true);

    assertThat(done.state()).isEqualTo(State.TAKEN);
    assertThat(done.version()).hasValue(3);
    assertThat(done.difference().orElseThrow().diff().notes())
        .containsExactly("column amount is not compared: version 2 lacks it");
    assertThat(lake.state().toString()).contains("[1,c,3,null").contains("[2,b,2,null");
    assertThat(lake.ingest(options("next")).problem()).isEmpty();
    assertThat(lake.lake().ledger().last(lake.jobSpec().dataset(), "backfill"))
        .map(RunRecord::exitCode)
        .hasValue(ExitCode.DONE);
  }

  @Test
  void givenRulesThatReadOtherwise_whenBackfilled_thenItWaitsUntilItIsAccepted()
      throws IOException {
    lake = new TravelLake(home, JOB);
    lake.deliver("2020-11-11.csv", HEAD + "1,a,1,\n2,b,2,\n3,c,3,\n4,d,x,\n");
    lake.job(JOB.replace("amount: bigint", "amount: string").replace("delete_when: gone\n", ""));
    lake.raw("2020-11-12.csv", HEAD + "1,A,1,\n3,c,3,true\n");
    assertThat(lake.ingest(options("refused")).problem().orElseThrow())
        .contains("sluice backfill shop/items");
    List<String> before = visible();

    Backfilled waiting = backfill(true);

    assertThat(waiting.state()).isEqualTo(State.WAITS);
    WholeDifference difference = waiting.difference().orElseThrow();
    assertThat(difference.diff().counts()).isEqualTo(Map.of(Kind.INSERTED, 1L));
    assertThat(difference.diff().changes())
        .singleElement()
        .satisfies(change -> assertThat(change.key()).containsExactly(Optional.of("4")));
    assertThat(waiting.before().quarantined()).isEqualTo(1);
    assertThat(waiting.after().orElseThrow().quarantined()).isZero();
    assertThat(visible()).isEqualTo(before);

    Backfilled taken = verb(true).accept(waiting.id());

    assertThat(taken.state()).isEqualTo(State.TAKEN);
    assertThat(current().rows()).isEqualTo(4);
    assertThat(lake.ingest(options("then")).problem()).isEmpty();
    assertThat(lake.state().toString()).contains("[1,A,1,").contains("[4,d,x,");
  }

  @Test
  void givenAnotherKey_whenBackfilled_thenRowsAreComparedWhole() throws IOException {
    lake = new TravelLake(home, JOB);
    lake.deliver("2020-11-11.csv", HEAD + "1,a,1,\n1,b,2,\n3,c,3,\n");
    lake.job(JOB.replace("key: [id]", "key: [id, name]"));

    Backfilled waiting = backfill(true);

    WholeDifference difference = waiting.difference().orElseThrow();
    assertThat(difference.diff().counts()).isEqualTo(Map.of(Kind.INSERTED, 1L, Kind.DELETED, 0L));
    assertThat(difference.diff().notes())
        .containsExactly("rows are compared whole, as the key was (id) and is (id, name)");
    assertThat(verb(true).accept(waiting.id()).version()).hasValue(2);
    assertThat(current().state().fingerprint()).containsEntry("key", "id, name");
    assertThat(current().rows()).isEqualTo(3);
  }

  @Test
  void givenValuesThatChange_whenBackfilled_thenTheyAreCountedByColumn() throws IOException {
    lake = new TravelLake(home, JOB.replace("amount: bigint", "amount: \"decimal(9,3)\""));
    lake.deliver("2020-11-11.csv", HEAD + "1,a,1.250,\n2,b,2.5,\n");
    lake.job(JOB.replace("amount: bigint", "amount: double"));

    WholeDifference difference = backfill(true).difference().orElseThrow();

    assertThat(difference.columns()).isEqualTo(Map.of("amount", 2L));
    assertThat(difference.diff().notes())
        .containsExactly("column amount has another type: its texts are compared");
  }

  @Test
  void givenIncrementsAppliedMeanwhile_whenAccepted_thenTheyAreInIt() throws IOException {
    lake = new TravelLake(home, JOB);
    lake.deliver("2020-11-11.csv", HEAD + "1,a,1,\n2,b,2,\n");
    Backfilled waiting = backfill(false);
    lake.deliver("2020-11-13.csv", HEAD + "1,z,9,\n3,c,3,\n");
    List<String> before = lake.state();

    assertThat(verb(false).accept(waiting.id()).version()).hasValue(3);

    assertThat(lake.state()).isEqualTo(before);
  }

  @Test
  void givenARollbackSince_whenAccepted_thenItIsVoid() throws IOException {
    lake = new TravelLake(home, JOB);
    lake.deliver("2020-11-11.csv", HEAD + "1,a,1,\n");
    lake.deliver("2020-11-12.csv", HEAD + "1,b,1,\n");
    Backfilled waiting = backfill(false);
    new RollbackVerb(lake.run(), lake.where(), 1).rollBack("back", OptionalLong.empty());

    assertThatThrownBy(() -> verb(false).accept(waiting.id()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("taken out of the table since: 2020-11-12.csv#1. It was dropped");

    assertThat(current().number()).isEqualTo(3);
    assertThat(rebuilds()).isEmpty();
    assertThat(backfill(true).version()).hasValue(4);
    assertThat(current().state().withdrawn()).hasSize(1);
  }

  @Test
  void givenAnotherJobFileSince_whenAcceptedOrBuiltAgain_thenTheOldOneIsNotTaken()
      throws IOException {
    lake = new TravelLake(home, JOB);
    lake.deliver("2020-11-11.csv", HEAD + "1,a,1,\n");
    Backfilled waiting = backfill(false);
    lake.job(JOB + "ties: fail\n");

    assertThatThrownBy(() -> verb(false).accept(waiting.id()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the job file has changed since")
        .hasMessageContaining(": ties. Nothing was changed");
    Backfilled again = backfill(false);
    assertThat(again.id()).isNotEqualTo(waiting.id());
    assertThat(again.warnings())
        .containsExactly(
            "the rebuilt table "
                + waiting.id()
                + " was dropped: it was made by another job file; changed since: ties");
    assertThat(rebuilds()).containsExactly(again.id());
  }

  @Test
  void givenRawFilesThatAreGone_whenBackfilled_thenTheyAreNamedAndNothingChanges()
      throws IOException {
    lake = new TravelLake(home, JOB);
    lake.deliver("2020-11-11.csv", HEAD + "1,a,1,\n");
    lake.deliver("2020-11-12.csv", HEAD + "2,b,1,\n");
    Files.delete(raw("2020-11-11.csv"));

    assertThatThrownBy(() -> backfill(true))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("of its 2 increments, 1 is not in")
        .hasMessageContaining("2020-11-11.csv#1, raw file 2020-11-11.csv is gone");

    assertThat(current().number()).isEqualTo(2);
    assertThat(rebuilds()).isEmpty();
  }

  @Test
  void givenAGapBelowAFullLoad_whenBackfilled_thenItIsNoGapWhileTheLoadCounts() throws IOException {
    String job = JOB + "mode: full\n";
    lake = new TravelLake(home, job);
    lake.deliver("2020-11-11.csv", HEAD + "1,a,1,\n");
    lake.deliver("2020-11-12.csv", HEAD + "2,b,1,\n");
    Files.delete(raw("2020-11-11.csv"));
    List<String> before = lake.state();

    Backfilled done = backfill(true);

    assertThat(done.state()).isEqualTo(State.TAKEN);
    assertThat(done.warnings()).singleElement().asString().contains("1 increment was left out");
    assertThat(lake.state()).isEqualTo(before);
    assertThat(lake.ingest(options("next")).increments()).isZero();

    lake.job(job.replace("mode: full\n", ""));
    assertThatThrownBy(() -> backfill(true))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2020-11-11.csv is gone");
  }

  @Test
  void givenARunThatEndedHalfway_whenRunAgain_thenItGoesOnWithWhatItHad() throws IOException {
    String more =
        JOB.replace("gone: boolean", "gone: boolean, more: {type: string, optional: true}");
    lake = new TravelLake(home, more);
    lake.deliver("2020-11-11.csv", "id,name,amount,gone,more\n1,a,1,,m\n");
    lake.deliver("2020-11-12.csv", HEAD + "2,b,1,\n");
    List<String> before = lake.state();
    lake.job(JOB.replace("gone: boolean", "gone: boolean, more: string"));

    assertThatThrownBy(() -> backfill(true))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot be read by today's job file")
        .hasMessageContaining("more");

    String halfway = rebuilds().get(0);
    assertThat(side(halfway).state().applied()).hasSize(1);
    String made = side(halfway).commit().orElseThrow();
    assertThatThrownBy(() -> verb(true).accept(halfway))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is not complete");
    assertThatThrownBy(() -> backfill(true)).isInstanceOf(DataException.class);
    assertThat(side(halfway).commit()).as("nothing is made twice").hasValue(made);
    assertThat(lake.state()).isEqualTo(before);

    lake.job(more);
    assertThat(backfill(true).state()).isEqualTo(State.TAKEN);
    assertThat(lake.state()).isEqualTo(before);
  }

  @Test
  void givenADateByAnotherPattern_whenBackfilled_thenRowsHaveItAndNewFilesAreApplied()
      throws IOException {
    lake = new TravelLake(home, JOB);
    lake.deliver("2020-11-12.csv", HEAD + "1,a,1,\n");
    lake.deliver("2020-12-10.csv", HEAD + "1,b,1,\n");
    lake.job(JOB.replace("yyyy-MM-dd", "yyyy-dd-MM"));
    lake.raw("2020-11-11.csv", HEAD + "2,c,1,\n");
    assertThat(lake.ingest(options("third")).problem().orElseThrow())
        .contains("sluice backfill shop/items");

    Backfilled waiting = backfill(true);
    assertThat(waiting.difference().orElseThrow().columns()).isEqualTo(Map.of("name", 1L));
    assertThat(verb(false).accept(waiting.id()).state()).isEqualTo(State.TAKEN);

    assertThat(lake.ingest(options("fourth")).problem()).isEmpty();
    assertThat(lake.state().toString())
        .contains("[1,a,1,null,2020-12-11T")
        .contains("[2,c,1,null,2020-11-11T");
  }

  @Test
  void givenACorrectedFile_whenBegunWithAVersion_thenTheRestIsAppliedAgain() throws IOException {
    lake = new TravelLake(home, JOB.replace(", amount: bigint", ""));
    lake.deliver("2020-11-11.csv", HEAD + "1,a,1,\n2,b,2,\n");
    lake.deliver("2020-11-11.csv", HEAD + "1,A,1,\n");
    lake.deliver("2020-11-12.csv", HEAD + "3,c,3,\n");
    lake.job(JOB);
    assertThatThrownBy(() -> backfill(true))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2020-11-11.csv#1, raw file 2020-11-11.csv has other bytes now")
        .hasMessageContaining("backfill shop/items --from-version N");

    Backfilled done = from(1).rebuild();

    assertThat(done.state()).isEqualTo(State.TAKEN);
    assertThat(lake.state().toString())
        .contains("[1,A,1,null,")
        .contains("[2,b,null,")
        .contains("[3,c,3,null,");
    assertThat(lake.ingest(options("next")).problem()).isEmpty();
    assertThat(lake.lake().table(lake.jobSpec()).at(1).orElseThrow().problem(Optional.empty()))
        .as("what was carried stays where it was")
        .isEmpty();
  }

  @Test
  void givenAVersionThatCannotBeBegunWith_whenAsked_thenItIsSaid() throws IOException {
    lake = new TravelLake(home, JOB);
    lake.deliver("2020-11-10.csv", HEAD + "1,a,1,\n");
    lake.deliver("2020-11-12.csv", HEAD + "1,b,1,\n");
    assertThatThrownBy(() -> from(2).rebuild())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("version 2 is the current one");
    assertThatThrownBy(() -> from(7).rebuild())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("version 7 is not kept");
    lake.job(JOB.replace("key: [id]", "key: [id, name]"));
    assertThatThrownBy(() -> from(1).rebuild())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("key: \"id, name\" against the table's \"id\"")
        .hasMessageContaining("without --from-version");
    lake.job(JOB.replace("yyyy-MM-dd", "yyyy-dd-MM"));
    assertThatThrownBy(() -> from(1).rebuild())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("other dates or partitions");
    lake.job(JOB);
    new RollbackVerb(lake.run(), lake.where(), 1).rollBack("back", OptionalLong.empty());
    assertThatThrownBy(() -> from(2).rebuild())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("taken out of the table since: 2020-11-12.csv#1");
    assertThat(rebuilds()).isEmpty();
  }

  @Test
  void givenOneThatWaits_whenTimePasses_thenTheNextCommitRemovesIt() throws IOException {
    lake = new TravelLake(home, JOB);
    lake.deliver("2020-11-11.csv", HEAD + "1,a,1,\n");
    backfill(false);
    lake.goTo(Duration.ofDays(29));
    lake.deliver("2020-11-12.csv", HEAD + "1,b,1,\n");
    assertThat(rebuilds()).hasSize(1);
    lake.goTo(Duration.ofDays(31));

    lake.deliver("2020-11-13.csv", HEAD + "1,c,1,\n");

    assertThat(rebuilds()).isEmpty();
  }

  @Test
  void givenWhatCannotBe_whenAsked_thenItIsSaidAndNothingChanges() throws IOException {
    lake = new TravelLake(home, JOB);
    assertThatThrownBy(() -> backfill(true))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there is no table");
    lake.deliver("2020-11-11.csv", HEAD + "1,a,1,\n");
    assertThatThrownBy(() -> verb(false).accept("2bd81f06"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(
            "no rebuilt table waits. Nothing was changed. To make one: sluice backfill");
    Backfilled waiting = backfill(false);
    String near = waiting.id().substring(0, 7) + "x";
    assertThatThrownBy(() -> verb(false).drop(near))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(
            "\""
                + near
                + "\" waits, and nothing was changed; did you mean \""
                + waiting.id()
                + "\"?");
    try (Lease held = lake.lake().leases().acquire(lake.jobSpec().dataset(), "other")) {
      assertThat(held.stillHeld()).isTrue();
      assertThatThrownBy(() -> backfill(false)).isInstanceOf(LeaseHeldException.class);
    }

    assertThat(backfill(false).id())
        .as("it goes on with the one that waits")
        .isEqualTo(waiting.id());
    assertThat(verb(false).drop(waiting.id()).state()).isEqualTo(State.DROPPED);
    assertThat(rebuilds()).isEmpty();
    assertThat(current().number()).isEqualTo(1);
  }

  private Backfilled backfill(boolean expectSame) {
    return verb(expectSame).rebuild();
  }

  private BackfillVerb verb(boolean expectSame) {
    return new BackfillVerb(
        lake.run(),
        lake.where(),
        new BackfillOptions("anew", expectSame, OptionalLong.empty(), 1, 5));
  }

  private BackfillVerb from(long version) {
    return new BackfillVerb(
        lake.run(),
        lake.where(),
        new BackfillOptions("anew", true, OptionalLong.of(version), 1, 5));
  }

  private static IngestOptions options(String runId) {
    return new IngestOptions(runId, Optional.empty());
  }

  private Snapshot current() {
    return lake.lake().table(lake.jobSpec()).current().orElseThrow();
  }

  private List<String> visible() {
    return current().files().stream().map(Object::toString).sorted().toList();
  }

  private List<String> rebuilds() {
    return new Rebuilds(lake.lake(), lake.jobSpec()).all().stream().map(Rebuild::id).toList();
  }

  private Snapshot side(String id) {
    Rebuilds rebuilds = new Rebuilds(lake.lake(), lake.jobSpec());
    Rebuild rebuild =
        rebuilds.all().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
    return rebuilds.lake(rebuild).table(lake.jobSpec()).current().orElseThrow();
  }

  private Path raw(String name) {
    return home.resolve("lake/raw/shop/items/" + name);
  }
}
