package io.sluice.run.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.ExitCode;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.check.CheckVerb;
import io.sluice.run.show.ShowOptions;
import io.sluice.run.show.ShowVerb;
import io.sluice.run.status.StatusVerb;
import io.sluice.spark.TestSession;
import io.sluice.spec.DatasetName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole of {@code ingest} on local disks, from raw files to rows shown. */
class IngestTest {
  @TempDir private Path home;
  private final Run run = new Run(Clock.systemUTC(), Map.of(), Progress.NONE);
  private SparkSession spark;

  @BeforeEach
  void prepare() throws IOException {
    spark = TestSession.shared();
    write("conf.yaml", "lake: \"" + home.resolve("lake") + "\"\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc", "avro"})
  void givenDaysOfChanges_whenIngested_thenLatestStateIsShown(String format) throws IOException {
    job(format, "");
    raw("2020-11-18.csv", "id,name,amount,gone\n1,Ada,1.50,false\n2,Zoë,2.00,\n3,\"a, b\",,f\n");
    assertThat(ingest().exitCode()).isEqualTo(ExitCode.DONE);
    raw("2020-11-19.csv", "gone,id,name,amount\nfalse,1,Ada,9.00\ntrue,2,Zoë,2.00\n,4,Eve,4.00\n");
    raw("2020-11-17.csv", "id,name,amount,gone\n2,late,0.00,false\n1,late,0.00,false\n");

    DatasetOutcome outcome = ingest();

    assertThat(outcome.problem()).isEmpty();
    assertThat(outcome.count("inserted")).isEqualTo(1);
    assertThat(outcome.count("updated")).isEqualTo(1);
    assertThat(outcome.count("deleted")).isEqualTo(1);
    assertThat(outcome.count("superseded")).isEqualTo(2);
    assertThat(rows()).containsExactly("1|Ada|9.00", "3|a, b|null", "4|Eve|4.00");
  }

  @Test
  void givenNothingNew_whenIngestedAgain_thenNoVersionIsMade() throws IOException {
    job("parquet", "");
    raw("2020-11-18.csv", "id,name,amount,gone\n1,Ada,1.50,false\n");
    ingest();

    DatasetOutcome again = ingest();

    assertThat(again.increments()).isZero();
    assertThat(again.version()).isEqualTo(OptionalLong.of(1));
  }

  @Test
  void givenBadRows_whenIngested_thenTheyAreInQuarantineAndTheOthersInTheTable()
      throws IOException {
    job("parquet", "");
    raw(
        "2020-11-18.csv",
        "id,name,amount,gone\n1,Ada,1.505,false\n,no key,1,false\n3,flag,1,maybe\n4,good,1,no\n5,ragged\n");

    DatasetOutcome outcome = ingest();

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(outcome.count("quarantined")).isEqualTo(4);
    assertThat(rows()).containsExactly("4|good|1.00");
    assertThat(quarantine())
        .hasSize(4)
        .anyMatch(row -> row.contains("bad-value") && row.contains("1.505"))
        .anyMatch(row -> row.contains("null-key"))
        .anyMatch(row -> row.contains("bad-flag") && row.contains("maybe"))
        .anyMatch(row -> row.contains("ragged") && row.contains("5,ragged"));
  }

  @Test
  void givenACorrectionWithBadRows_whenIngested_thenTheyKeepItsDateToTheMicrosecond()
      throws IOException {
    job("parquet", "");
    raw("2020-11-18.csv", "id,name,amount,gone\n1,Ada,1,false\n");
    ingest();
    raw("2020-11-18.csv", "id,name,amount,gone\n1,Ada,much,false\n2,b,1,false\n");

    ingest();

    assertThat(quarantine())
        .singleElement()
        .asString()
        .contains("2020-11-18.csv#2", "\"_processed_date\":\"2020-11-18T00:00:00.000001Z\"");
  }

  @Test
  void givenFileWithoutRequiredColumn_whenIngested_thenItStaysPendingAndOthersAreApplied()
      throws IOException {
    job("parquet", "");
    raw("2020-11-18.csv", "id,name,gone\n1,Ada,false\n");
    raw("2020-11-19.csv", "id,name,amount,gone\n2,Eve,1,false\n");

    DatasetOutcome outcome = ingest();

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(outcome.problem().orElseThrow()).contains("2020-11-18.csv", "\"amount\"");
    assertThat(rows()).containsExactly("2|Eve|1.00");
    assertThat(new StatusVerb(run, where()).status().get(0).pending())
        .containsExactly("2020-11-18.csv#1");
  }

  @Test
  void givenTooManyDeletes_whenIngested_thenTheRunIsHeldUntilItIsApproved() throws IOException {
    job("parquet", "guard: {min_rows: 2}\n");
    raw("2020-11-18.csv", "id,name,amount,gone\n1,a,1,\n2,b,1,\n3,c,1,\n");
    ingest();
    raw("2020-11-19.csv", "id,name,amount,gone\n1,a,1,true\n");

    DatasetOutcome held = ingest();

    assertThat(held.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(held.problem().orElseThrow())
        .contains("the guard holds 2020-11-19.csv#1", "version 1")
        .endsWith("with --approve; if the file is wrong, correct it at its source or remove it");
    assertThat(rows()).hasSize(3);
    assertThat(home.resolve("lake/clean/shop/items/_data").toFile().list())
        .as("a held run writes nothing")
        .hasSize(1);
    DatasetOutcome approved = ingest(new IngestOptions("approved", Optional.of(List.of())));
    assertThat(approved.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(rows()).containsExactly("2|b|1.00", "3|c|1.00");
  }

  @Test
  void givenWholePartitions_whenOneIsLoadedAgain_thenItsVanishedRowsGoAndNoOthers()
      throws IOException {
    job("orc", "mode: partition\nraw: {path_pattern: '(?<name>[^/]+)\\.csv', format: csv}\n");
    raw("a.csv", "id,name,amount\n1,a,1\n2,a,1\n");
    raw("b.csv", "id,name,amount\n1,b,1\n");
    ingest();
    raw("a.csv", "id,name,amount\n2,a,5\n");

    DatasetOutcome outcome = ingest();

    assertThat(outcome.problem()).isEmpty();
    assertThat(outcome.count("removed")).isEqualTo(1);
    assertThat(rows()).containsExactlyInAnyOrder("2|a|5.00", "1|b|1.00");
  }

  @Test
  void givenAnIncrementOfWhichTooMuchCannotBeUsed_whenIngested_thenItAloneIsHeld()
      throws IOException {
    job("parquet", "");
    StringBuilder odd = new StringBuilder("id,name,amount,gone\n");
    for (int i = 0; i < 101; i++) {
      odd.append(i).append(",x,").append(i < 60 ? "1,50 EUR" : i < 80 ? "" : "1").append(",\n");
    }
    raw("2020-11-18.csv", odd.toString().replace("1,50 EUR", "much").replace("79,x,", "79,x,so"));
    raw("2020-11-19.csv", "id,name,amount,gone\n7,later,1,\nx,bad,1,\n");

    DatasetOutcome outcome = ingest();

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(outcome.held()).containsExactly("2020-11-18.csv#1");
    assertThat(outcome.problem().orElseThrow())
        .contains(
            "the guard holds increment 2020-11-18.csv#1: 61 of its 101 rows would go to quarantine,"
                + " 60.4 % against 20.0 % allowed: 61 times bad-value in column amount",
            "--approve=2020-11-18.csv#1");
    assertThat(rows()).containsExactly("7|later|1.00");
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("the last run, of ", "Z, ended with 65: the guard", "--approve=2020-11-18.csv#1");

    DatasetOutcome approved =
        ingest(new IngestOptions("approved", Optional.of(List.of("2020-11-18.csv#1"))));

    assertThat(approved.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(rows()).hasSize(41).contains("7|later|1.00");
    assertThat(problems()).isEmpty();
  }

  @Test
  void givenAFullLoadWithARefusedRow_whenIngested_thenItSaysThatVanishedRowsStay()
      throws IOException {
    job("orc", "mode: partition\nraw: {path_pattern: '(?<name>[^/]+)\\.csv', format: csv}\n");
    raw("a.csv", "id,name,amount\n1,a,1\n2,a,1\n");
    ingest();
    raw("a.csv", "id,name,amount\n2,a,5\n3,a,x\n");

    DatasetOutcome outcome = ingest();

    assertThat(outcome.warnings())
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .contains(
                        "a.csv#2 is the whole of its partitions and has rows in quarantine: rows"
                            + " that it no longer has stay in them"))
        .contains(
            "1 row in quarantine: bad-value in column amount: \"x\" is no decimal(18,2) (a.csv, record"
                + " 2); to have them read, correct them or the job file and send the whole partition"
                + " again in a new or changed file");
    assertThat(rows()).containsExactlyInAnyOrder("1|a|1.00", "2|a|5.00");
  }

  @Test
  void givenRowsInQuarantine_whenTheOptionIsSetAndTheFileSentByANewName_thenTheyAreRead()
      throws IOException {
    job("parquet", "");
    raw("2020-11-18.csv", "id,name,amount,gone\n1,Ada,\"1,5\",\n2,Eve,2,\n");
    assertThat(ingest().warnings())
        .contains(
            "1 row in quarantine: bad-value in column amount: \"1,5\" is no decimal(18,2); decimal:"
                + " \",\" reads it (2020-11-18.csv, record 1); to have them read, correct them or the job"
                + " file and send them again in a new or changed file");
    Path file = home.resolve("jobs/shop/items.yaml");
    String before = Files.readString(file);
    Files.writeString(
        file,
        before.replace(
            "amount: decimal(18,2)", "amount: {type: \"decimal(18,2)\", decimal: \",\"}"));
    assertThat(Files.readString(file)).isNotEqualTo(before);
    assertThat(ingest().increments()).isZero();
    raw("2020-11-19.csv", Files.readString(home.resolve("lake/raw/shop/items/2020-11-18.csv")));

    DatasetOutcome outcome = ingest();

    assertThat(outcome.warnings()).isEmpty();
    assertThat(rows()).containsExactly("1|Ada|1.50", "2|Eve|2.00");
  }

  @Test
  void givenATableThatCannotFollowItsJob_whenItsFolderIsMovedAway_thenItIsLoadedAnew()
      throws IOException {
    job("parquet", "");
    raw("2020-11-18.csv", "id,name,amount,gone\n1,Ada,1,\n");
    raw("2020-11-19.csv", "id,name,amount,gone\n2,Eve,2,\n");
    ingest();
    Files.delete(home.resolve("lake/raw/shop/items/2020-11-18.csv"));
    raw("2020-11-20.csv", "id,name,amount,gone\n3,Joe,3,\n");
    job("parquet", "order_by: [name]\n");
    Path table = home.resolve("lake/clean/shop/items");

    DatasetOutcome refused = ingest();

    assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(refused.problem().orElseThrow())
        .contains("order_by: \"name\" against the table's \"\"")
        .endsWith(
            "Nothing was changed. Undo the change, or load the table anew with \"sluice backfill"
                + " shop/items\". That needs the raw files: those of 1 of 2 applied"
                + " increments are still in "
                + home.resolve("lake/raw/shop/items"));
    Files.move(table, home.resolve("old"));
    assertThat(ingest(new IngestOptions("anew", Optional.of(List.of()))).problem()).isEmpty();
    assertThat(rows()).containsExactly("2|Eve|2.00", "3|Joe|3.00");
  }

  @Test
  void givenATableThatIsGone_whenFilesThatItHadAreGoneToo_thenItIsHeldUntilApproved()
      throws IOException {
    job("parquet", "");
    raw("2020-11-18.csv", "id,name,amount,gone\n1,Ada,1,\n");
    raw("2020-11-19.csv", "id,name,amount,gone\n2,Eve,2,\n");
    ingest();
    Path table = home.resolve("lake/clean/shop/items");
    Files.move(table, home.resolve("old"));
    Files.delete(home.resolve("lake/raw/shop/items/2020-11-18.csv"));
    String told =
        "shop/items: there is no table at "
            + table
            + ", but the ledger tells of runs that loaded it; of the increments that they applied,"
            + " 1 is not in "
            + home.resolve("lake/raw/shop/items")
            + " any more: 2020-11-18.csv#1";

    DatasetOutcome held = ingest();
    DatasetOutcome planned =
        new IngestVerb(run, where())
            .plan(new IngestOptions("plan", Optional.empty()))
            .get(0)
            .outcome();

    assertThat(held.exitCode()).isEqualTo(ExitCode.DATA).isEqualTo(planned.exitCode());
    assertThat(held.held()).containsExactly("2020-11-19.csv#1").isEqualTo(planned.held());
    assertThat(held.problem().orElseThrow())
        .isEqualTo(
            told
                + ". Nothing was committed. Move the table back, or put the files back; to load the"
                + " table without them, run ingest again with --approve")
        .isEqualTo(planned.problem().orElseThrow());
    assertThat(table).doesNotExist();
    assertThat(problems()).contains(told);

    DatasetOutcome approved = ingest(new IngestOptions("yes", Optional.of(List.of())));

    assertThat(approved.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(rows()).containsExactly("2|Eve|2.00");
    assertThat(problems()).isEmpty();
  }

  @Test
  void givenATableThatIsGone_whenAllItsFilesAreThere_thenItIsLoadedAnew() throws IOException {
    job("parquet", "");
    raw("2020-11-18.csv", "id,name,amount,gone\n1,Ada,1,\n");
    ingest();
    raw("2020-11-18.csv", "id,name,amount,gone\n1,Ada,22,\n");
    ingest();
    Files.move(home.resolve("lake/clean/shop/items"), home.resolve("old"));

    assertThat(ingest().problem()).isEmpty();
    assertThat(rows()).containsExactly("1|Ada|22.00");
  }

  @Test
  void givenAnotherPatternOfDates_whenIngested_thenNothingIsAppliedWhileTheFilesSayOtherwise()
      throws IOException {
    job("parquet", "");
    raw("2020-03-11.csv", "id,name,amount,gone\n1,Ada,1,\n");
    ingest();
    Path file = home.resolve("jobs/shop/items.yaml");
    Files.writeString(file, Files.readString(file).replace("yyyy-MM-dd", "yyyy-dd-MM"));
    String told =
        "shop/items: raw.processed_date gives 2020-11-03 for 2020-03-11.csv, which was applied as of"
            + " 2020-03-11; against rows of other dates, new ones would count as older or newer than"
            + " they are";

    DatasetOutcome idle = ingest();
    raw("2020-04-11.csv", "id,name,amount,gone\n1,Ada,2,\n");
    DatasetOutcome refused = ingest();

    assertThat(idle.exitCode()).isEqualTo(ExitCode.CONFIGURATION).isEqualTo(refused.exitCode());
    assertThat(refused.problem().orElseThrow())
        .startsWith(told + ". Nothing was changed. Undo the change, or load the table anew with ");
    assertThat(idle.problem()).isEqualTo(refused.problem());
    assertThat(problems()).contains(told + ": ingest refuses it, and check says what to do");
    assertThat(new CheckVerb(run, where()).check(false).problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.finding().message())
                    .startsWith(told + ", so ingest refuses it. Undo the change, or load"));

    Files.delete(home.resolve("lake/raw/shop/items/2020-03-11.csv"));
    assertThat(ingest().problem()).as("it cannot be known any more").isEmpty();
  }

  @Test
  void givenDatesOfFilesAndChangedFiles_whenIngestedAgain_thenTheirDatesAreTheirs()
      throws IOException {
    job("parquet", "");
    Path file = home.resolve("jobs/shop/items.yaml");
    Files.writeString(
        file,
        Files.readString(file).replace(", processed_date: {from: name, pattern: yyyy-MM-dd}", ""));
    raw("a.csv", "id,name,amount,gone\n1,Ada,1,\n");
    ingest();
    raw("a.csv", "id,name,amount,gone\n1,Ada,22,\n");
    ingest();
    raw("b.csv", "id,name,amount,gone\n2,Eve,2,\n");

    assertThat(ingest().problem()).isEmpty();
    assertThat(ingest().problem()).isEmpty();
    assertThat(rows()).containsExactly("1|Ada|22.00", "2|Eve|2.00");
  }

  @Test
  void givenApprovalOfAnIncrementThatIsNone_whenIngested_thenItSaysSoAndTheOthersAreApplied()
      throws IOException {
    job("parquet", "guard: {min_rows: 2}\n");
    raw("2020-11-18.csv", "id,name,amount,gone\n1,a,1,\n2,b,1,\n3,c,1,\n");
    ingest();
    raw("2020-11-19.csv", "id,name,amount,gone\n1,a,1,true\n");

    DatasetOutcome wrong =
        ingest(new IngestOptions("wrong", Optional.of(List.of("2020-11-19.csv"))));

    assertThat(wrong.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(wrong.problem().orElseThrow())
        .endsWith(
            "--approve: no increment \"2020-11-19.csv\" is pending; did you mean"
                + " \"2020-11-19.csv#1\"?");
    assertThat(rows()).hasSize(3);

    DatasetOutcome half =
        ingest(new IngestOptions("half", Optional.of(List.of("x", "2020-11-19.csv#1"))));

    assertThat(half.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(half.problem().orElseThrow())
        .isEqualTo("--approve: no increment \"x\" is pending; pending was 2020-11-19.csv#1");
    assertThat(rows()).hasSize(2);

    List<String> applied = List.of("2020-11-19.csv#1");
    assertThat(ingest(new IngestOptions("again", Optional.of(applied))).exitCode())
        .as("a run that is repeated")
        .isEqualTo(ExitCode.DONE);
    assertThat(ingest(new IngestOptions("idle", Optional.of(List.of("y")))).problem().orElseThrow())
        .isEqualTo("--approve: no increment \"y\" is pending; none is");
  }

  @Test
  void givenSeveralDatasets_whenAnIncrementIsApproved_thenItNeedBeOfOneOnly() throws IOException {
    job("parquet", "");
    raw("2020-11-18.csv", "id,name,amount,gone\n1,a,1,\n");
    write(
        "jobs/shop/others.yaml",
        Files.readString(home.resolve("jobs/shop/items.yaml"))
            .replace("shop/items", "shop/others"));
    write("lake/raw/shop/others/2020-11-19.csv", "id,name,amount,gone\n1,a,1,\n");

    List<DatasetOutcome> outcomes =
        new IngestVerb(run, where())
            .ingest(
                new IngestOptions(
                    "one", Optional.of(List.of("2020-11-18.csv#1", "2020-11-19.cvs#1"))));

    assertThat(outcomes.get(0).problem()).isEmpty();
    assertThat(outcomes.get(1).problem().orElseThrow())
        .isEqualTo(
            "--approve: no increment \"2020-11-19.cvs#1\" is pending; did you mean"
                + " \"2020-11-19.csv#1\"?");
    assertThat(rows("shop/others")).hasSize(1);
  }

  @Test
  void givenAConditionThatIsNeverTrue_whenIngested_thenNothingIsReadAndTheRightOneDeletes()
      throws IOException {
    String job =
        """
        dataset: shop/items
        raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}
        columns: {id: bigint, name: string, amount: "decimal(18,2)", gelöscht: boolean}
        key: [id]
        delete_when: %s
        """;
    write("jobs/shop/items.yaml", job.formatted("gelöscht = 'ja'"));
    raw("2020-11-18.csv", "id,name,amount,gelöscht\n1,a,1,\n2,gelöscht,1,false\n");
    raw("2020-11-19.csv", "id,name,amount,gelöscht\n1,a,1,true\n");

    DatasetOutcome refused = ingest();

    assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(refused.problem().orElseThrow())
        .isEqualTo(
            "shop/items: delete_when: gelöscht is boolean and is never = 'ja'; write delete_when:"
                + " gelöscht, or NOT gelöscht. Nothing was run. Correct the job file.");
    assertThat(new CheckVerb(run, where()).check(false).problems()).hasSize(1);
    write("jobs/shop/items.yaml", job.formatted("gelöscht = 'true' and name <> 'gelöscht'"));
    assertThat(ingest().problem()).isEmpty();
    assertThat(rows()).containsExactly("2|gelöscht|1.00|false");
  }

  @Test
  void givenTheContentOfAnOlderFile_whenItComesAgainLater_thenAWarningSaysWhatLoses()
      throws IOException {
    job("parquet", "");
    String content = "id,name,amount,gone\n1,Ada,1,\n";
    raw("2020-11-17.csv", "id,name,amount,gone\n");
    raw("2020-11-18.csv", content);
    raw("2020-11-19.csv", "id,name,amount,gone\n1,Ada,2,\n");
    assertThat(ingest().warnings()).isEmpty();
    raw("2020-11-20.csv", content);
    raw("2020-11-21.csv", content);
    raw("2020-11-22.csv", "id,name,amount,gone\n");

    assertThat(ingest().warnings())
        .containsExactly(
            "2020-11-20.csv#1 has the same content as 2020-11-18.csv#1; rows that came between them"
                + " lose against it");
  }

  @Test
  void givenFilesThatNoJobReads_whenAllIsIngested_thenTheRootIsToldOfOnce() throws IOException {
    job("parquet", "");
    raw("2020-11-18.csv", "id,name,amount,gone\n1,a,1,\n");
    write(
        "jobs/shop/others.yaml",
        Files.readString(home.resolve("jobs/shop/items.yaml"))
            .replace("shop/items", "shop/others"));
    write(
        "jobs/erp/items.yaml",
        Files.readString(home.resolve("jobs/shop/items.yaml"))
            .replace("shop/items", "erp/items")
            .replace(
                "raw: {format", "raw: {path: '" + home.resolve("lake/raw/erq/in") + "', format"));
    write("lake/raw/shpo/items/2020-11-19.csv", "id,name,amount,gone\n2,a,1,\n");
    write("lake/raw/hr/items/2020-11-19.csv", "id,name,amount,gone\n2,a,1,\n");
    write("lake/raw/erq/in/2020-11-19.csv", "id,name,amount,gone\n2,a,1,\n");
    write("lake/raw/items.csv", "id,name,amount,gone\n2,a,1,\n");

    List<String> warnings =
        new IngestVerb(run, where())
            .ingest(new IngestOptions("all", Optional.empty())).stream()
                .flatMap(outcome -> outcome.warnings().stream())
                .filter(warning -> !warning.startsWith("nothing to ingest"))
                .toList();

    Path raw = home.resolve("lake/raw");
    assertThat(warnings)
        .containsExactly(
            raw.resolve("items.csv")
                + " belongs to no dataset, and nothing reads it. Move files into the folder of their"
                + " dataset, such as "
                + raw.resolve("erq/in"),
            raw.resolve("shpo")
                + " belongs to no job file; did you mean shop? Nothing reads it. Move its files, or"
                + " rename the folder");
    write("jobs/erp/items.yaml", "dataset: erp/items\nraw: {path: x}\n");
    assertThat(
            new IngestVerb(run, where())
                .ingest(new IngestOptions("broken", Optional.empty())).stream()
                    .flatMap(outcome -> outcome.warnings().stream()))
        .as("what a broken job file reads is not known")
        .noneMatch(warning -> warning.contains("belongs to no"));
  }

  @Test
  void givenRowsThatTie_whenIngested_thenTheWarningCountsThemAndTellsWhatOrderCosts()
      throws IOException {
    job("parquet", "");
    raw("2020-11-18.csv", "id,name,amount,gone\n1,a,1,\n1,b,1,\n");

    assertThat(ingest().warnings())
        .anyMatch(
            warning ->
                warning.matches(
                    "(1 row ties with another of its increment and differs|[0-9]+ rows tie with"
                        + " another of their increment and differ) in content; the row hash decided."
                        + " Add an order_by column to decide by meaning; a table that has rows must"
                        + " be loaded anew for it"));
  }

  @Test
  void givenALoadedTable_whenANewFileLiesBesideItsFolder_thenItIsNamedAndOtherTablesAreNot()
      throws IOException {
    job("parquet", "");
    raw("2020-11-18.csv", "id,name,amount,gone\n1,Ada,1,\n");
    ingest();
    write("lake/raw/shop/item/b.csv", "id,name,amount\n2,Eve,2\n");

    DatasetOutcome outcome = ingest();

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(outcome.warnings())
        .containsExactly(
            "nothing new in "
                + home.resolve("lake/raw/shop/items")
                + ", but "
                + home.resolve("lake/raw/shop/item")
                + " lies beside it; move in what is meant for this dataset");
    write("lake/clean/shop/item/_versions/00000000000000000001.json", "{}");
    assertThat(ingest().warnings()).isEmpty();
  }

  @Test
  void givenARunThatDeletesAllRows_whenIngested_thenItIsHeldThoughTheTableIsSmall()
      throws IOException {
    job("parquet", "");
    StringBuilder rows = new StringBuilder("id,name,amount,gone\n");
    for (int i = 0; i < 11; i++) {
      rows.append(i).append(",x,1,\n");
    }
    raw("2020-11-18.csv", rows.toString());
    ingest();
    raw("2020-11-19.csv", rows.toString().replace(",1,", ",1,true"));

    DatasetOutcome outcome = ingest();

    assertThat(outcome.problem().orElseThrow()).contains("all 11 rows of the table would go");
    assertThat(rows()).hasSize(11);
  }

  /** Spark writes {@code a:b=x} as {@code a%3Ab=x} into paths. */
  @Test
  void givenAPartitionColumnThatPathsEscape_whenLoadedAgain_thenItsVanishedRowsGo()
      throws IOException {
    job(
        "parquet",
        """
        mode: partition
        raw: {path_pattern: '(?<name>[^/]+)\\.csv', format: csv}
        """);
    Path job = home.resolve("jobs/shop/items.yaml");
    Files.writeString(
        job,
        Files.readString(job)
            .replace("  name: string", "  'a:b': {type: string, from: name}")
            .replace("[name", "['a:b'")
            .replace("raw: {path_pattern: '(?<name>", "raw: {path_pattern: '(?<unused>"));
    raw("a.csv", "id,name,amount\n1,a,1\n2,a,1\n");
    ingest();
    raw("a.csv", "id,name,amount\n2,a,5\n");

    DatasetOutcome outcome = ingest();

    assertThat(outcome.problem()).isEmpty();
    assertThat(rows()).containsExactly("2|a|5.00");
  }

  @Test
  void givenMoreThanOneCommitMayTake_whenIngested_thenTheOldestGoFirstInCommitsOfTheirOwn()
      throws IOException {
    job("parquet", "");
    raw("2020-11-18.csv", "id,name,amount,gone\n1,first,1,\n2,first,1,\n");
    raw("2020-11-19.csv", "id,name\n3,refused\n");
    raw("2020-11-20.csv", "id,name,amount,gone\n1,second,2,\n");
    raw("2020-11-21.csv", "id,name,amount,gone\n2,third,3,true\n4,third,3,\n");

    DatasetOutcome outcome = ingest(new IngestOptions("catch-up", Optional.empty(), 80));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(outcome.problem().orElseThrow()).containsOnlyOnce("2020-11-19.csv");
    assertThat(outcome.version()).isEqualTo(OptionalLong.of(2));
    assertThat(outcome.increments()).isEqualTo(3);
    assertThat(outcome.count("accepted")).isEqualTo(5);
    assertThat(rows()).containsExactly("1|second|2.00", "4|third|3.00");
    assertThat(new StatusVerb(run, where()).status().get(0).pending())
        .containsExactly("2020-11-19.csv#1");
  }

  @Test
  void givenJsonWithinOtherTypes_whenIngestedTwice_thenItIsReadBack() throws IOException {
    write(
        "jobs/shop/items.yaml",
        """
        dataset: shop/items
        description: Items.
        raw: {format: json, processed_date: {from: name, pattern: yyyy-MM-dd}}
        columns:
          id: bigint
          fields: "array<struct<id:bigint,json:string,value:json>>"
          via: "struct<from:json,all:array<json>>"
        key: [id]
        clean: {format: parquet}
        """);
    raw(
        "2020-11-18.json",
        "{\"id\":1,\"via\":{\"from\":{\"b\":1,\"a\":[]},\"all\":[true,\"x\"]}}\n");
    ingest();
    raw("2020-11-19.json", "{\"id\":2,\"fields\":[{\"id\":7,\"json\":\"j\",\"value\":[1.50]}]}\n");

    DatasetOutcome second = ingest();

    assertThat(second.problem()).isEmpty();
    assertThat(rows())
        .hasSize(2)
        .anyMatch(row -> row.contains("{\\\"a\\\":[],\\\"b\\\":1}") && row.contains("true"))
        .anyMatch(row -> row.contains("[1.5]") && row.contains("\"j\""));
  }

  @Test
  void givenAppliedAndRefusedFiles_whenTheirTimeIsOver_thenOnlyTheAppliedGoAndStayKnown()
      throws IOException {
    job("parquet", "");
    write("jobs/shop/_source.yaml", "raw: {retain: 2d}\n");
    String content = "id,name,amount,gone\n1,Ada,1.50,false\n";
    raw("2020-11-18.csv", content);
    raw("2020-11-19.csv", "id,gone\n1,true\n");
    assertThat(ingest().exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(rawFiles()).containsExactly("2020-11-18.csv", "2020-11-19.csv");
    Run later =
        new Run(Clock.offset(Clock.systemUTC(), Duration.ofHours(49)), Map.of(), Progress.NONE);

    new IngestVerb(later, where()).ingest(new IngestOptions("later", Optional.empty()));

    assertThat(rawFiles()).containsExactly("2020-11-19.csv");
    raw("2020-11-18.csv", content);
    Files.delete(home.resolve("lake/raw/shop/items/2020-11-19.csv"));
    assertThat(ingest().increments()).isZero();
    assertThat(rows()).containsExactly("1|Ada|1.50");
  }

  @Test
  void givenAHeldRun_whenIngested_thenItTellsAlsoOfRefusedIncrementsAndQuarantine()
      throws IOException {
    job("parquet", "guard: {min_rows: 2}\n");
    raw("2020-11-18.csv", "id,name,amount,gone\n1,a,1,\n2,b,1,\n3,c,1,\n");
    ingest();
    raw("2020-11-19.csv", "id,name,amount,gone\n1,a,1,true\nx,bad,1,\n");
    raw("2020-11-20.csv", "id,name\n9,without columns\n");
    raw("undated.csv", "id,name,amount,gone\n");

    DatasetOutcome held = ingest();

    assertThat(held.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(held.held()).containsExactly("2020-11-19.csv#1");
    assertThat(held.problem().orElseThrow())
        .contains("the guard holds 2020-11-19.csv#1")
        .contains("2020-11-20.csv: required columns are missing")
        .contains("undated.csv: the file's name has no processed date");
    assertThat(held.warnings())
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .startsWith(
                        "1 row in quarantine: bad-value in column id: \"x\" is no bigint ("));
  }

  @Test
  void givenDatasetsOnThreadsThatDidNotStartSpark_whenIngested_thenPinnedSettingsHoldOnEach()
      throws IOException {
    for (String name : List.of("one", "two")) {
      write(
          "jobs/r/" + name + ".yaml",
          "dataset: r/%s\nraw: {format: parquet}\ncolumns: {id: string, at: timestamp}\nkey: [id]\n"
                  .formatted(name)
              + "delete_when: \"at < timestamp '2020-01-01 00:00:00'\"\n");
      spark
          .sql("select '1' as id, timestamp '2020-01-01 00:00:00.123456' as at")
          .coalesce(1)
          .write()
          .parquet(home.resolve("out/" + name).toString());
      Path written = home.resolve("lake/raw/r/" + name + "/a.parquet");
      Files.createDirectories(written.getParent());
      Files.move(parquetFile(home.resolve("out/" + name)), written);
    }
    SparkSession.clearActiveSession();

    List<DatasetOutcome> outcomes =
        new IngestVerb(run, where()).ingest(new IngestOptions("test", Optional.empty()));

    assertThat(outcomes).extracting(DatasetOutcome::problem).containsOnly(Optional.empty());
    assertThat(rows("r/one")).containsExactly("1|2020-01-01T00:00:00.123456Z");
    assertThat(rows("r/two")).containsExactly("1|2020-01-01T00:00:00.123456Z");
  }

  @Test
  void givenAnErrorInOneDataset_whenIngested_thenItIsRecordedAndTheOthersAreApplied()
      throws IOException {
    job("parquet", "");
    raw("2020-11-18.csv", "id,name,amount,gone\n1,a,1,\n");
    write(
        "jobs/shop/broken.yaml",
        "dataset: shop/broken\nraw: {format: csv}\ncolumns: {id: string}\nkey: [id]\n");
    write("lake/raw/shop/broken/a.csv", "id\n1\n");
    Progress withoutMemory =
        new Progress() {
          @Override
          public void begin(int datasets) {}

          @Override
          public void step(DatasetName dataset, String step) {
            if (dataset.toString().equals("shop/broken")) {
              throw new OutOfMemoryError("Java heap space");
            }
          }

          @Override
          public void done(DatasetOutcome outcome) {}
        };

    List<DatasetOutcome> outcomes =
        new IngestVerb(new Run(run.clock(), Map.of(), withoutMemory), where())
            .ingest(new IngestOptions("test", Optional.empty()));

    assertThat(outcomes)
        .extracting(DatasetOutcome::exitCode)
        .containsExactly(ExitCode.CONFIGURATION, ExitCode.DONE);
    assertThat(outcomes.get(0).problem().orElseThrow())
        .contains("not enough memory", "SLUICE_JAVA_OPTS=-Xmx8g", "--max-bytes");
    assertThat(rows()).containsExactly("1|a|1.00");
    assertThat(home.resolve("lake/ledger/shop/broken/test-1.json")).exists();
  }

  @Test
  void givenPathsThatPatternsAreMadeOf_whenIngested_thenEachIsItself() throws IOException {
    write("conf.yaml", "lake: \"" + home.resolve("la[k]e {a,b}*?") + "\"\n");
    write(
        "jobs/r/glob.yaml",
        """
        dataset: r/glob
        raw: {format: parquet}
        columns: {id: string}
        key: [id]
        delete_when: "id = 'gone'"
        """);
    Path raw = home.resolve("la[k]e {a,b}*?/raw/r/glob");
    Files.createDirectories(raw);
    for (String id : List.of("a[1]", "b", "{x,y}", "?", "*", "a\\b", "gone")) {
      String out = home.resolve("out").toString();
      spark
          .sql("select '" + id.replace("\\", "\\\\") + "' as id")
          .coalesce(1)
          .write()
          .mode("overwrite")
          .parquet(out);
      Files.move(parquetFile(Path.of(out)), raw.resolve(id + ".parquet"));
    }

    for (int turn = 0; turn < 2; turn++) {
      List<DatasetOutcome> outcomes =
          new IngestVerb(run, where()).ingest(new IngestOptions("test", Optional.empty()));
      assertThat(outcomes).extracting(DatasetOutcome::problem).containsOnly(Optional.empty());
      assertThat(rows("r/glob")).containsExactlyInAnyOrder("a[1]", "b", "{x,y}", "?", "*", "a\\b");
      Files.copy(
          raw.resolve("b.parquet"),
          raw.resolve("c[d].parquet"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Path parquetFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  private List<String> rawFiles() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lake/raw/shop/items"))) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private void job(String format, String more) throws IOException {
    boolean partition = more.contains("mode: partition");
    String raw =
        partition ? "" : "raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}\n";
    String deletes = partition ? "" : "  gone: boolean\n";
    write(
        "jobs/shop/items.yaml",
        "dataset: shop/items\ndescription: Items.\n"
            + raw
            + "columns:\n  id: bigint\n  name: string\n  amount: decimal(18,2)\n"
            + deletes
            + (partition ? "key: [name, id]\n" : "key: [id]\ndelete_when: gone\n")
            + more
            + "clean: {format: "
            + format
            + (partition ? ", partition_by: [name]" : "")
            + "}\n");
  }

  private void raw(String name, String content) throws IOException {
    write("lake/raw/shop/items/" + name, content);
  }

  private void write(String path, String content) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private DatasetOutcome ingest() {
    return ingest(new IngestOptions("test", Optional.empty()));
  }

  private DatasetOutcome ingest(IngestOptions options) {
    return new IngestVerb(run, where()).ingest(options).get(0);
  }

  private Workplace where() {
    return new Workplace(home.resolve("conf.yaml"), home.resolve("jobs"), List.of());
  }

  private List<String> problems() {
    return new StatusVerb(run, where()).status().get(0).problems();
  }

  private List<String> rows() {
    return rows("shop/items");
  }

  private List<String> rows(String dataset) {
    assertThat(spark.sparkContext().isStopped()).isFalse();
    List<String> rows = new ArrayList<>();
    new ShowVerb(run, where().of(List.of(dataset)))
        .show(new ShowOptions(OptionalLong.empty(), Optional.empty(), 0, List.of(), false))
        .rows()
        .forEach(
            row ->
                rows.add(
                    row.stream()
                        .map(cell -> cell.orElse("null"))
                        .collect(Collectors.joining("|"))));
    return rows;
  }

  private List<String> quarantine() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(home.resolve("lake/clean/shop/items"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        if (file.toString().contains("_quarantine")) {
          lines.addAll(Files.readAllLines(file));
        }
      }
    }
    return lines;
  }
}
