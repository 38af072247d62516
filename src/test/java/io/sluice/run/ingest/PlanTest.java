package io.sluice.run.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.ExitCode;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.show.DiffOptions;
import io.sluice.run.show.ShowVerb;
import io.sluice.run.show.ShownDiff;
import io.sluice.spark.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code plan} says what {@code ingest} then does, and leaves no trace. */
class PlanTest {
  private static final IngestOptions OPTIONS = new IngestOptions("test", Optional.empty());

  private static final Map<String, String> MORE =
      Map.of(
          "upsert", "key: [id]\ndelete_when: gone\n",
          "full", "key: [id]\ndelete_when: gone\n",
          "append", "",
          "insert", "key: [id]\n",
          "partition", "key: [id, name]\nclean: {partition_by: [name]}\n");

  @TempDir private Path home;
  @TempDir private Path plans;
  private final Run run = new Run(Clock.systemUTC(), Map.of(), Progress.NONE);

  @BeforeEach
  void prepare() throws IOException {
    TestSession.shared();
    write("conf.yaml", "lake: \"" + home.resolve("lake") + "\"\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"upsert", "full", "append", "insert", "partition"})
  void givenDaysOfChanges_whenPlannedThenIngested_thenTheyAgreeOnEveryCount(String mode)
      throws IOException {
    job("mode: " + mode + "\n" + MORE.get(mode));
    Random random = new Random(mode.hashCode());
    for (int day = 11; day < 18; day++) {
      raw("2020-11-" + day + ".csv", rows(random));
      if (day == 14) {
        raw("2020-11-02.csv", rows(random)); // a late one
      }
      List<String> before = files();

      PlannedDataset plan = plan();

      assertThat(files()).as("nothing is written").isEqualTo(before);
      assertThat(plan.plan().orElseThrow().counts()).isEqualTo(plan.outcome().counts());
      keepPlan();
      DatasetOutcome outcome = applyPlan();
      assertThat(plan.outcome().counts()).as(mode + " " + day).isEqualTo(outcome.counts());
      assertThat(plan.outcome().increments()).isEqualTo(outcome.increments());
      assertThat(plan.outcome().exitCode()).isEqualTo(outcome.exitCode());
      assertThat(plan.outcome().warnings()).isEqualTo(outcome.warnings());
      Forecast forecast = plan.forecast().orElseThrow();
      assertThat(outcome.version()).isEqualTo(OptionalLong.of(forecast.version()));
      assertThat(outcome.rows()).isEqualTo(OptionalLong.of(forecast.rows()));
      assertThat(forecast.last()).isTrue();
      if (forecast.version() > 1 && !mode.equals("append")) {
        assertThat(changes(forecast.samples().orElseThrow()))
            .as("samples of all rows")
            .isEqualTo(changes(diff(forecast.version())));
      }
    }
    assertThat(plan().forecast()).as("nothing is pending").isEmpty();
  }

  @Test
  void givenFilesOfOtherColumns_whenPlanned_thenTheDriftIsCounted() throws IOException {
    job(
        "key: [id]\n",
        "columns: {id: bigint, name: string, amount: {type: bigint, optional: true}}");
    raw("2020-11-11.csv", "id,name,note,spare\n1,a,x,\n2,b,,\n");
    raw("2020-11-12.csv", "id,name,note,amount\n3,c,,1\n");

    assertThat(plan().forecast().orElseThrow().drift())
        .containsExactly(
            new ColumnDrift(ColumnDrift.Kind.UNKNOWN, "note", 2, 2, 3),
            new ColumnDrift(ColumnDrift.Kind.UNKNOWN, "spare", 1, 1, 2),
            new ColumnDrift(ColumnDrift.Kind.MISSING, "amount", 1, 1, 2));
  }

  @Test
  void givenJsonOfOtherKeys_whenPlanned_thenRecordsThatHaveAKeyAreCounted() throws IOException {
    write(
        "jobs/shop/items.yaml",
        """
        dataset: shop/items
        raw: {format: json, processed_date: {from: name, pattern: yyyy-MM-dd}}
        columns: {id: bigint, name: string}
        key: [id]
        """);
    raw("2020-11-11.json", "{\"id\":1,\"note\":\"a\"}\n{\"id\":2}\n{\"id\":3,\"note\":null}\n");

    assertThat(plan().forecast().orElseThrow().drift())
        .containsExactly(
            new ColumnDrift(ColumnDrift.Kind.UNKNOWN, "note", 1, 1, 2),
            new ColumnDrift(ColumnDrift.Kind.MISSING, "name", 1, 1, 3));
  }

  @Test
  void givenSomethingToRefuseAndToHold_whenPlanned_thenTheSameProblemsAsIngest()
      throws IOException {
    job("key: [id]\ndelete_when: gone\nguard: {min_rows: 2}\n");
    raw("2020-11-11.csv", "id,name,amount,gone\n1,a,1,\n2,b,1,\n3,c,1,\n");
    assertThat(ingest().exitCode()).isEqualTo(ExitCode.DONE);
    raw("2020-11-12.csv", "id,name\n9,no amount\n");
    raw("2020-11-13.csv", "id,name,amount,gone\n1,a,1,true\n2,b,1,true\n");
    List<String> before = files();

    PlannedDataset plan = plan();

    assertThat(files()).isEqualTo(before);
    DatasetOutcome outcome = ingest();
    assertThat(plan.outcome().exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(plan.outcome().problem()).isEqualTo(outcome.problem());
    assertThat(plan.outcome().held()).isEqualTo(outcome.held()).hasSize(1);
    assertThat(plan.outcome().increments()).isZero();
    assertThat(plan.forecast().orElseThrow().held()).isNotEmpty();
    assertThat(plan.forecast().orElseThrow().rows()).isEqualTo(1);
  }

  @Test
  void givenMoreThanOneCommitTakes_whenPlanned_thenThePlanIsThatOfTheFirst() throws IOException {
    job("key: [id]\n");
    raw("2020-11-11.csv", "id,name,amount,gone\n1,a,1,\n");
    raw("2020-11-12.csv", "id,name,amount,gone\n2,a,1,\n");

    PlannedDataset plan =
        new IngestVerb(run, where()).plan(new IngestOptions("test", Optional.empty(), 1)).get(0);

    assertThat(plan.outcome().increments()).isEqualTo(1);
    assertThat(plan.forecast().orElseThrow().last()).isFalse();
    assertThat(plan.forecast().orElseThrow().rows()).isEqualTo(1);
  }

  @Test
  void givenAJobFileThatTheTableCannotFollow_whenNothingIsPending_thenItIsToldOfAllTheSame()
      throws IOException {
    job("key: [id]\n");
    raw("2020-11-11.csv", "id,name,amount,gone\n1,a,1,\n");
    ingest();
    job("key: [id, name]\n");

    for (DatasetOutcome outcome : List.of(plan().outcome(), ingest())) {
      assertThat(outcome.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
      assertThat(outcome.problem().orElseThrow())
          .contains("key: \"id, name\" against the table's \"id\"", "Nothing was changed");
    }
  }

  /** A tenth of them cannot be used. */
  private static String rows(Random random) {
    StringBuilder text = new StringBuilder("id,name,amount,gone\n");
    for (int i = 0; i < 30; i++) {
      text.append(random.nextInt(40)).append(",n").append(random.nextInt(3)).append(',');
      text.append(random.nextInt(10) == 0 ? "much" : random.nextInt(3)).append(',');
      text.append(random.nextInt(5) == 0).append('\n');
    }
    return text.toString();
  }

  private PlannedDataset plan() {
    return new IngestVerb(run, where()).plan(OPTIONS.showing(1000)).get(0);
  }

  private ShownDiff diff(long version) {
    return new ShowVerb(run, where())
        .diff(new DiffOptions(version - 1, version, Optional.empty(), 0, List.of(), false));
  }

  /** How many there are, and which, whatever their order. */
  private static List<String> changes(ShownDiff diff) {
    List<String> changes = new ArrayList<>();
    diff.changes().forEach(change -> changes.add(change.toString()));
    Collections.sort(changes);
    return changes;
  }

  private DatasetOutcome ingest() {
    return new IngestVerb(run, where()).ingest(OPTIONS).get(0);
  }

  private Workplace where() {
    return new Workplace(home.resolve("conf.yaml"), home.resolve("jobs"), List.of());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  private void job(String more) throws IOException {
    job(more, "columns: {id: bigint, name: string, amount: bigint, gone: boolean}");
  }

  private void job(String more, String columns) throws IOException {
    write(
        "jobs/shop/items.yaml",
        """
        dataset: shop/items
        raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}
        """
            + columns
            + "\n"
            + more);
  }

  private void keepPlan() {
    Object unused = new IngestVerb(run, where()).plan(OPTIONS, planFile());
  }

  private DatasetOutcome applyPlan() {
    return new IngestVerb(run, where()).ingest(OPTIONS, planFile()).get(0);
  }

  private PlanFile planFile() {
    return new PlanFile(plans.resolve("plan.json"), "1.0");
  }

  private void raw(String name, String content) throws IOException {
    write("lake/raw/shop/items/" + name, content);
  }

  private void write(String path, String content) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
