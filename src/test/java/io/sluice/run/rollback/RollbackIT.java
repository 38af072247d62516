package io.sluice.run.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.error.ExitCode;
import io.sluice.error.LeaseHeldException;
import io.sluice.error.UsageException;
import io.sluice.ledger.Lease;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.TravelLake;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.status.DatasetStatus;
import io.sluice.run.status.StatusVerb;
import io.sluice.spec.Increment;
import io.sluice.table.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rollback}, and {@code ingest --reapply}, which puts back what it withdrew. */
class RollbackIT {
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

  private static final IngestOptions PLAIN = new IngestOptions("next", Optional.empty());
  private static final IngestOptions REAPPLY = reapplying();

  @TempDir private Path home;
  private TravelLake lake;

  @Test
  void givenABadLoad_whenRolledBack_thenItIsKnownAndNotPending() throws IOException {
    lake = lake();
    lake.deliver("2020-11-11.csv", HEAD + "1,a,1,\n2,b,2,\n3,c,x,\n");
    List<String> before = lake.state();
    lake.deliver("2020-11-12.csv", HEAD + "1,a,0,\n2,,,true\n4,d,x,\n5,e,x,\n");

    RollbackPlan plan = new RollbackVerb(lake.run(), lake.where(), 1).plan();
    assertThat(current().number()).isEqualTo(2);
    RolledBack done = rollBack(1);

    assertThat(done.plan()).isEqualTo(plan);
    assertThat(done.version()).isEqualTo(3);
    assertThat(plan.withdrawn()).containsExactly("2020-11-12.csv#1");
    assertThat(plan.lost()).isEmpty();
    assertThat(List.of(plan.rowsBefore(), plan.rowsAfter())).containsExactly(1L, 2L);
    assertThat(List.of(plan.quarantinedBefore(), plan.quarantinedAfter())).containsExactly(3L, 1L);
    assertThat(lake.state()).isEqualTo(before);
    assertThat(lake.ingest(PLAIN).increments()).isZero();
    DatasetStatus status = new StatusVerb(lake.run(), lake.where()).status().get(0);
    assertThat(status.withdrawn()).containsExactly("2020-11-12.csv#1");
    assertThat(status.pending()).isEmpty();
    assertThat(lake.lake().ledger().last(lake.jobSpec().dataset(), "rollback")).isPresent();
  }

  @Test
  void givenARollback_whenRolledBack_thenTheLoadIsBack() throws IOException {
    lake = lake();
    lake.deliver("2020-11-11.csv", HEAD + "1,a,1,\n2,b,2,\n");
    lake.deliver("2020-11-12.csv", HEAD + "1,a,0,\n2,,,true\n");
    List<String> before = lake.state();
    rollBack(1);

    RolledBack done = rollBack(2);

    assertThat(done.plan().returned()).containsExactly("2020-11-12.csv#1");
    assertThat(done.plan().withdrawn()).isEmpty();
    assertThat(lake.state()).isEqualTo(before);
    assertThat(current().state().withdrawn()).isEmpty();
  }

  @Test
  void givenAWithdrawnFileThatIsCorrected_whenIngested_thenTheCorrectionIsApplied()
      throws IOException {
    lake = lake();
    lake.deliver("2020-11-11.csv", HEAD + "1,a,1,\n");
    lake.deliver("2020-11-12.csv", HEAD + "1,a,100,\n");
    rollBack(1);
    lake.raw("2020-11-12.csv", HEAD + "1,a,10,\n");

    DatasetOutcome outcome = lake.ingest(PLAIN);

    assertThat(outcome.problem()).isEmpty();
    assertThat(applied()).contains("2020-11-12.csv#2");
    assertThat(lake.state().toString()).contains("[1,a,10,").doesNotContain("[1,a,100,");
    assertThat(new RollbackVerb(lake.run(), lake.where(), 1).plan().lost())
        .containsKey("2020-11-12.csv#1");
    DatasetOutcome reapplied = lake.ingest(REAPPLY);
    assertThat(reapplied.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(reapplied.problem().orElseThrow()).contains("2020-11-12.csv");
    assertThat(current().state().withdrawn()).hasSize(1);
  }

  @Test
  void givenARawFileThatIsGone_whenPlannedAndPutBack_thenItIsNamedAndTheOthersAreApplied()
      throws IOException {
    lake = lake();
    lake.deliver("2020-11-11.csv", HEAD + "1,a,1,\n");
    lake.deliver("2020-11-12.csv", HEAD + "2,b,1,\n");
    lake.deliver("2020-11-13.csv", HEAD + "3,c,1,\n");
    Files.delete(home.resolve("back/lake/raw/shop/items/2020-11-12.csv"));

    assertThat(rollBack(1).plan().lost())
        .containsExactly(Map.entry("2020-11-12.csv#1", "2020-11-12.csv is gone"));

    DatasetOutcome outcome = lake.ingest(REAPPLY);
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(outcome.problem().orElseThrow()).contains("2020-11-12.csv");
    assertThat(applied()).containsExactlyInAnyOrder("2020-11-11.csv#1", "2020-11-13.csv#1");
    assertThat(current().state().withdrawn()).hasSize(1);
  }

  @Test
  void givenIdsToPutBack_whenOneIsNotWithdrawn_thenItIsNamedAndTheOthersAreApplied()
      throws IOException {
    lake = lake();
    lake.deliver("2020-11-11.csv", HEAD + "1,a,1,\n");
    lake.deliver("2020-11-12.csv", HEAD + "2,b,1,\n");
    lake.deliver("2020-11-13.csv", HEAD + "3,c,1,\n");
    rollBack(1);

    DatasetOutcome outcome =
        lake.ingest(reapplying("2020-11-13.csv#1", "2020-11-12.csv", "2020-11-11.csv#1"));

    assertThat(outcome.problem().orElseThrow())
        .isEqualTo(
            "--reapply: no increment \"2020-11-12.csv\" is withdrawn; did you mean"
                + " \"2020-11-12.csv#1\"?");
    assertThat(applied()).containsExactlyInAnyOrder("2020-11-11.csv#1", "2020-11-13.csv#1");
  }

  @Test
  void givenRawRetention_whenAnIncrementIsWithdrawn_thenItsFileStays() throws IOException {
    lake = lake();
    lake.job(JOB.replace("raw: {", "raw: {retain: 0s, "));
    lake.raw("2020-11-11.csv", HEAD + "1,a,1,\n");
    lake.ingest(PLAIN);
    lake.job(JOB);
    lake.deliver("2020-11-12.csv", HEAD + "2,b,1,\n");
    rollBack(1);
    lake.job(JOB.replace("raw: {", "raw: {retain: 0s, "));

    lake.deliver("2020-11-13.csv", HEAD + "3,c,1,\n");

    assertThat(home.resolve("back/lake/raw/shop/items/2020-11-12.csv")).exists();
    assertThat(home.resolve("back/lake/raw/shop/items/2020-11-13.csv")).doesNotExist();
    assertThat(lake.ingest(REAPPLY).problem()).isEmpty();
    assertThat(applied()).contains("2020-11-12.csv#1");
  }

  @Test
  void givenWhatCannotBe_whenRolledBack_thenItIsSaidAndNothingChanges() throws IOException {
    lake = lake();
    assertThatThrownBy(() -> rollBack(1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there is no table");
    lake.deliver("2020-11-11.csv", HEAD + "1,a,1,\n");
    lake.deliver("2020-11-12.csv", HEAD + "2,b,1,\n");

    assertThatThrownBy(() -> rollBack(2))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("version 2 is the current one");
    assertThatThrownBy(() -> rollBack(7))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("version 7 is not kept; the kept versions are [1, 2]");
    assertThatThrownBy(
            () -> new RollbackVerb(lake.run(), lake.where(), 1).rollBack("run", OptionalLong.of(1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("version 2 is current by now, version 1 was when you were asked");
    try (Lease held = lake.lake().leases().acquire(lake.jobSpec().dataset(), "other")) {
      assertThat(held.stillHeld()).isTrue();
      assertThatThrownBy(() -> rollBack(1)).isInstanceOf(LeaseHeldException.class);
    }
    Path data =
        lake.table()
            .resolve(lake.lake().table(lake.jobSpec()).at(1).orElseThrow().files().get(0).path());
    Files.write(data, new byte[] {1, 2, 3});
    assertThatThrownBy(() -> rollBack(1)).isInstanceOf(DataException.class);
    assertThat(current().number()).isEqualTo(2);
  }

  private static IngestOptions reapplying(String... ids) {
    return new IngestOptions(
        "again",
        Optional.of(List.of()),
        Optional.of(List.of(ids)),
        IngestOptions.DEFAULT_MAX_BYTES);
  }

  private RolledBack rollBack(long to) {
    return new RollbackVerb(lake.run(), lake.where(), to).rollBack("back", OptionalLong.empty());
  }

  private Snapshot current() {
    return lake.lake().table(lake.jobSpec()).current().orElseThrow();
  }

  private Set<String> applied() {
    return current().state().applied().stream().map(Increment::id).collect(Collectors.toSet());
  }

  private TravelLake lake() throws IOException {
    return new TravelLake(home.resolve("back"), JOB);
  }
}
