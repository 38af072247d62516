package io.sluice.run.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.error.ExitCode;
import io.sluice.error.UsageException;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.spark.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plan in a file is applied as it was foreseen, or not at all. */
class KeptPlanIT {
  private static final IngestOptions OPTIONS = new IngestOptions("test", Optional.empty());
  private static final String HEADER = "id,name,amount\n";
  private static final String FIRST = "2020-11-11.csv";
  private static final String SECOND = "2020-11-12.csv";
  private static final String JOB =
      """
      dataset: shop/items
      raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}
      columns: {id: bigint, name: string, amount: bigint}
      key: [id]
      """;

  @TempDir private Path home;
  private final Run run = new Run(Clock.systemUTC(), Map.of(), Progress.NONE);

  @BeforeEach
  void prepare() throws IOException {
    TestSession.shared();
    write("conf.yaml", "lake: \"" + home.resolve("lake") + "\"\n");
    write("jobs/shop/items.yaml", JOB);
    raw(FIRST, HEADER + "1,a,1\n2,b,2\n");
    assertThat(ingest().exitCode()).isEqualTo(ExitCode.DONE);
    raw(SECOND, HEADER + "2,bb,2\n3,c,3\n");
  }

  @Test
  void givenAPlan_whenAppliedTwice_thenTheSecondTimeItWasAppliedAlready() {
    plan();

    DatasetOutcome first = apply();
    Map<String, Long> tables = tables();
    DatasetOutcome second = apply();

    assertThat(first.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(first.rows()).hasValue(3);
    assertThat(first.warnings()).isEmpty();
    assertRefused(
        second,
        "shop/items: the plan was applied already: it was made on version 1, and the table has"
            + " version 2, which has all increments of the plan. Nothing was changed");
    assertThat(tables()).isEqualTo(tables);
  }

  @Test
  void givenAnIncrementMore_whenApplied_thenItStaysPendingAndIsNamed() throws IOException {
    plan();
    raw("2020-11-13.csv", HEADER + "4,d,4\n");
    raw("2020-11-10.csv", HEADER + "5,e,5\n");

    DatasetOutcome outcome = apply();

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(outcome.increments()).isEqualTo(1);
    assertThat(outcome.rows()).hasValue(3);
    assertThat(outcome.warnings())
        .containsExactly(
            "2 increments are pending that the plan does not name; they stay pending:"
                + " 2020-11-10.csv#1, 2020-11-13.csv#1");
    assertThat(ingest().rows()).hasValue(5);
  }

  @Test
  void givenAFirstLoad_whenPlannedAndApplied_thenTheTableIsMade() throws IOException {
    write("jobs/shop/others.yaml", JOB.replace("items", "others"));
    write("lake/raw/shop/others/" + FIRST, HEADER + "1,a,1\n");
    plan();

    List<DatasetOutcome> both = new IngestVerb(run, where()).ingest(OPTIONS, file());

    assertThat(both).extracting(DatasetOutcome::exitCode).containsOnly(ExitCode.DONE);
    assertThat(both).extracting(one -> one.rows().orElseThrow()).containsExactly(3L, 1L);
    assertThat(new IngestVerb(run, where("shop/others")).ingest(OPTIONS, file()))
        .as("one by its name")
        .hasSize(1)
        .allSatisfy(
            one -> assertThat(one.problem().orElseThrow()).contains("it was made on no table"));
  }

  @Test
  void givenAnotherVersion_whenApplied_thenItIsRefused() throws IOException {
    plan();
    Path kept = home.resolve("kept.csv");
    Files.move(rawFile(SECOND), kept);
    raw("2020-11-13.csv", HEADER + "4,d,4\n");
    ingest();
    Files.move(kept, rawFile(SECOND));

    assertMoved("it was made on version 1, and the table has version 2");
  }

  @Test
  void givenAnotherTableWithTheSameNumber_whenApplied_thenItIsRefused() throws IOException {
    plan();
    Path clean = home.resolve("lake/clean/shop/items");
    Files.move(clean, home.resolve("aside"));
    Files.move(rawFile(SECOND), home.resolve("kept.csv"));
    ingest();
    Files.move(home.resolve("kept.csv"), rawFile(SECOND));

    assertMoved("it was made on version 1, and the table has another version 1");
  }

  @Test
  void givenAnIncrementThatIsGone_whenApplied_thenItIsRefused() throws IOException {
    plan();
    Files.delete(rawFile(SECOND));

    assertMoved("increment 2020-11-12.csv#1 is gone");
  }

  @Test
  void givenAnIncrementOfOtherBytes_whenApplied_thenItIsRefused() throws IOException {
    plan();
    raw(SECOND, HEADER + "2,bb,2\n3,c,33\n");

    assertMoved("file 2020-11-12.csv of increment 2020-11-12.csv#1 has another content");
  }

  @Test
  void givenAnIncrementOfAsManyOtherBytes_whenApplied_thenItIsRefused() throws IOException {
    plan();
    raw(SECOND, HEADER + "2,bb,2\n3,c,4\n");

    assertMoved("file 2020-11-12.csv of increment 2020-11-12.csv#1 has another content");
  }

  @Test
  void givenAnIncrementThatIsRefusedNow_whenApplied_thenItIsRefused() throws IOException {
    plan();
    raw(SECOND, "id,name\n2,bb\n");

    assertMoved("file 2020-11-12.csv of increment 2020-11-12.csv#1 has another content");
  }

  @Test
  void givenASealedIncrementThatIsHeldNow_whenApplied_thenItIsRefused() throws IOException {
    Files.delete(rawFile(SECOND));
    raw("s1/part.csv", HEADER + "3,c,3\n");
    seal("");
    plan();
    seal(", \"held\": \"look first\"");

    assertMoved("increment s1 is held by its manifest");
  }

  @Test
  void givenASealedIncrementOfAnotherDate_whenApplied_thenItIsRefused() throws IOException {
    Files.delete(rawFile(SECOND));
    raw("s1/part.csv", HEADER + "3,c,3\n");
    seal("");
    plan();
    seal(", \"full\": true");

    assertMoved("increment s1 is whole for something else");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "amount: bigint | amount: int                                 | columns",
        "key: [id]      | key: [id, name]                             | key",
        "key: [id]      | key: [id]~guard: {min_rows: 1}              | guard",
        "key: [id]      | key: [id]~drift: fail                       | drift",
        "format: csv    | format: csv, settle: 1s                     | raw",
      })
  void givenAnotherJobFile_whenApplied_thenTheKeyIsNamed(String old, String now, String key)
      throws IOException {
    plan();
    write("jobs/shop/items.yaml", JOB.replace(old, now.replace("~", "\n")));

    assertMoved("the job file says something else in " + key);
  }

  @Test
  void givenAJobFileWithAnotherDescription_whenApplied_thenItIsApplied() throws IOException {
    plan();
    write("jobs/shop/items.yaml", JOB + "description: Things.\nfreshness: 26h\n");

    assertThat(apply().exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void givenAJobFileThatIsGone_whenApplied_thenItIsRefused() throws IOException {
    plan();
    Files.move(home.resolve("jobs/shop/items.yaml"), home.resolve("jobs/shop/others.yaml"));
    write("jobs/shop/others.yaml", JOB.replace("items", "others"));

    assertMoved("there is no job file of this dataset in");
  }

  @Test
  void givenAnotherLake_whenApplied_thenItIsRefused() throws IOException {
    plan();
    write("conf.yaml", "lake: \"" + home.resolve("other") + "\"\n");

    assertRefused(apply(), "the plan is of another lake: its table is ");
  }

  @Test
  void givenAPlanThatTheGuardHolds_whenApplied_thenItIsHeldUntilItIsApproved() throws IOException {
    write(
        "jobs/shop/items.yaml",
        JOB.replace("key: [id]", "key: [id]\nmode: full\nguard: {min_rows: 1}"));
    Files.move(home.resolve("lake/clean"), home.resolve("aside"));
    Files.move(home.resolve("lake/ledger"), home.resolve("ledger-aside"));
    Files.delete(rawFile(SECOND));
    ingest();
    raw(SECOND, HEADER + "9,z,9\n");
    PlannedDataset planned = plan();

    DatasetOutcome held = apply();
    DatasetOutcome approved =
        new IngestVerb(run, where())
            .ingest(new IngestOptions("yes", Optional.of(List.of())), file())
            .get(0);

    assertThat(planned.outcome().exitCode()).isEqualTo(ExitCode.DATA);
    assertRefused(held, "the guard holds 2020-11-12.csv#1");
    assertThat(held.held()).containsExactly("2020-11-12.csv#1");
    assertThat(held.problem()).isEqualTo(planned.outcome().problem());
    assertThat(approved.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(approved.rows()).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource({
    "updated, updated would be 1",
    "read, read would be 2",
    "rows, the table would have 3 rows"
  })
  void givenOtherCountsThanForeseen_whenApplied_thenNothingIsCommitted(String key, String what)
      throws IOException {
    plan();
    edit(text -> text.replaceFirst("\"" + key + "\" : \\d+", "\"" + key + "\" : 77"));

    assertMoved(what + ", against 77 foreseen");
  }

  @Test
  void givenNothingPending_whenPlanned_thenThePlanAppliesNothing() {
    ingest();
    plan();

    assertThat(new IngestVerb(run, where()).ingest(OPTIONS, file())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"format\" : 1' | '\"format\" : 2' | the plan has format 2, written by Sluice 1.0",
        "'\"program\" : \"1.0\"' | '\"program\" : \"0.9\"' | the plan was made by Sluice 0.9",
        "'{' | '' | it is not JSON",
        "'sluice-plan' | 'other' | \"kind\" is not",
        "'\"increments\" : [' | '\"other\" : [' | \"increments\" is not a list",
        "'\"rows\" : 3' | '\"rows\" : \"3\"' | \"rows\" is not a whole number",
        "'shop/items' | 'Shop items' | broken",
        "'2020-11-12T00:00:00Z' | 'yesterday' | \"processed_date\" is no instant",
      })
  void givenAFileThatIsNoPlanOfOurs_whenApplied_thenItIsRefused(String old, String now, String told)
      throws IOException {
    plan();
    edit(text -> text.replace(old, now));
    Map<String, Long> before = tables();

    assertThatThrownBy(this::apply)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(told)
        .hasMessageContaining("Nothing was changed");
    assertThat(tables()).isEqualTo(before);
  }

  @Test
  void givenAPlanOfAnotherDataset_whenApplied_thenItIsRefused() throws IOException {
    plan();
    write("jobs/shop/others.yaml", JOB.replace("items", "others"));
    edit(text -> text.replaceFirst("shop/items", "shop/others"));

    assertRefused(apply(), "shop/others: the plan is of another lake");
  }

  @Test
  void givenNoSuchFile_whenApplied_thenItIsAMatterOfUsage() {
    assertThatThrownBy(this::apply)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("there is no such file. Nothing was run");
  }

  @Test
  void givenANameThatThePlanLacks_whenApplied_thenItIsAMatterOfUsage() {
    plan();

    assertThatThrownBy(() -> new IngestVerb(run, where("shop/other")).ingest(OPTIONS, file()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("\"shop/other\" is not in the plan ")
        .hasMessageContaining("it names shop/items. Nothing was run");
  }

  @Test
  void givenAnotherFile_whenThePlanIsToBeKeptThere_thenItStays() throws IOException {
    Files.writeString(file().path(), "mine");

    assertThatThrownBy(this::plan)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("exists already and is no plan");
    assertThat(file().path()).hasContent("mine");
    assertThatThrownBy(
            () ->
                new IngestVerb(run, where())
                    .plan(OPTIONS, new PlanFile(home.resolve("no/plan.json"), "1.0")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there is no folder");
  }

  @Test
  void givenAnOlderPlan_whenPlannedAgain_thenItIsReplaced() throws IOException {
    plan();
    raw("2020-11-13.csv", HEADER + "4,d,4\n");

    plan();

    assertThat(apply().rows()).hasValue(4);
  }

  private void assertMoved(String what) {
    Map<String, Long> before = tables();
    DatasetOutcome outcome = apply();
    assertRefused(outcome, what);
    assertThat(outcome.problem().orElseThrow())
        .contains("the plan cannot be applied, as this moved since it was made: ");
    assertThat(tables()).isEqualTo(before);
  }

  private static void assertRefused(DatasetOutcome outcome, String what) {
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(outcome.problem().orElseThrow()).contains(what).contains("Nothing was");
    assertThat(outcome.increments()).isZero();
  }

  private PlannedDataset plan() {
    return new IngestVerb(run, where()).plan(OPTIONS, file()).get(0);
  }

  private DatasetOutcome apply() {
    return new IngestVerb(run, where()).ingest(OPTIONS, file()).get(0);
  }

  private DatasetOutcome ingest() {
    return new IngestVerb(run, where()).ingest(OPTIONS).get(0);
  }

  private PlanFile file() {
    return new PlanFile(home.resolve("plan.json"), "1.0");
  }

  private void edit(UnaryOperator<String> change) throws IOException {
    String before = Files.readString(file().path());
    String after = change.apply(before);
    assertThat(after).isNotEqualTo(before);
    Files.writeString(file().path(), after);
  }

  private void seal(String more) throws IOException {
    raw(
        "s1/_increment.json",
        """
        {"format": 1, "id": "s1", "dataset": "shop/items", "processed_date": "2020-11-12T00:00:00Z",
         "files": [{"path": "part.csv", "bytes": 21}]"""
            + more
            + "}");
  }

  /** All files of the clean zone with their sizes. */
  private Map<String, Long> tables() {
    Map<String, Long> sizes = new TreeMap<>();
    Path clean = home.resolve("lake/clean");
    if (Files.exists(clean)) {
      try (Stream<Path> files = Files.walk(clean)) {
        files
            .filter(Files::isRegularFile)
            .forEach(one -> sizes.put(one.toString(), one.toFile().length()));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    return sizes;
  }

  private Workplace where(String... names) {
    return new Workplace(home.resolve("conf.yaml"), home.resolve("jobs"), List.of(names));
  }

  private Path rawFile(String name) {
    return home.resolve("lake/raw/shop/items/" + name);
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
