package io.sluice.run.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.TravelLake;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.spark.TestSession;
import io.sluice.table.Snapshot;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rows were before, through an engine. */
class HistoryIT {
  private static final String UPSERT =
      """
      raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}
      columns: {id: bigint, name: string, amount: bigint, gone: boolean}
      key: [id]
      delete_when: gone
      guard: {max_deleted_share: 100%}
      clean: {retain: {versions: 1, age: 0s}}
      """;

  private static final String FULL = "mode: full\n" + UPSERT;
  private static final String HISTORY = "history: true\n";
  private static final String HEAD = "id,name,amount,gone\n";

  @TempDir private Path home;

  @Test
  void givenALateRow_whenTheHistoryIsShown_thenItIsInTheMiddle() throws IOException {
    TravelLake lake = lake(UPSERT + HISTORY);
    lake.deliver("2020-11-01.csv", HEAD + "1,a,1,false\n");
    lake.deliver("2020-11-03.csv", HEAD + "1,c,1,false\n");
    lake.deliver("2020-11-02.csv", HEAD + "1,b,1,false\n");

    assertThat(history(lake))
        .containsExactly(
            "1 a 1 | 2020-11-01 - 2020-11-02 false upsert",
            "1 b 1 | 2020-11-02 - 2020-11-03 false upsert",
            "1 c 1 | 2020-11-03 - null true upsert");
  }

  @Test
  void givenDeletes_whenTheHistoryIsShown_thenTheyHaveTheirTimeAndRefreshesHaveNone()
      throws IOException {
    TravelLake lake = lake(UPSERT + HISTORY);
    lake.deliver("2020-11-01.csv", HEAD + "1,a,1,false\n2,x,1,false\n");
    lake.deliver("2020-11-02.csv", HEAD + "1,a,1,false\n1,a,1,false\n");
    lake.deliver("2020-11-03.csv", HEAD + "1,,,true\n");
    lake.deliver("2020-11-05.csv", HEAD + "1,a,1,false\n2,,,true\n");

    assertThat(history(lake))
        .containsExactly(
            "1 a 1 | 2020-11-01 - 2020-11-03 false upsert",
            "1 null null | 2020-11-03 - 2020-11-05 false delete",
            "1 a 1 | 2020-11-05 - null true upsert",
            "2 x 1 | 2020-11-01 - 2020-11-05 false upsert",
            "2 null null | 2020-11-05 - null false delete");
  }

  @Test
  void givenALoadThatLacksARow_whenTheHistoryIsShown_thenItsTimeEnds() throws IOException {
    TravelLake lake = lake(FULL + HISTORY);
    lake.deliver("2020-11-01.csv", HEAD + "1,a,1,false\n2,x,1,false\n");
    lake.deliver("2020-11-04.csv", HEAD + "1,a,1,false\n2,x,1,false\n");
    lake.deliver("2020-11-02.csv", HEAD + "1,a,1,false\n");

    assertThat(history(lake))
        .containsExactly(
            "1 a 1 | 2020-11-01 - null true upsert",
            "2 x 1 | 2020-11-01 - 2020-11-02 false upsert",
            "2 x 1 | 2020-11-04 - null true upsert");
  }

  @Test
  void givenATableWithRows_whenHistoryIsTurnedOn_thenItBeginsWithThemAndSaysSo()
      throws IOException {
    TravelLake lake = lake(UPSERT);
    lake.deliver("2020-11-01.csv", HEAD + "1,a,1,false\n2,x,1,false\n");
    lake.deliver("2020-11-03.csv", HEAD + "1,c,1,false\n2,,,true\n");
    assertThatThrownBy(lake::history)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("version 2 has no history. Write history: true into the job file");
    lake.job(UPSERT + HISTORY);
    lake.raw("2020-11-02.csv", HEAD + "1,b,1,false\n2,y,1,false\n");

    DatasetOutcome outcome = lake.ingest(new IngestOptions("on", Optional.empty()));

    assertThat(outcome.warnings()).anyMatch(text -> text.startsWith("the history begins now"));
    assertThat(history(lake))
        .containsExactly(
            "1 b 1 | 2020-11-02 - 2020-11-03 false upsert",
            "1 c 1 | 2020-11-03 - null true upsert",
            "2 y 1 | 2020-11-02 - 2020-11-03 false upsert",
            "2 null null | 2020-11-03 - null false delete");
  }

  @Test
  void givenHistoryThatWasTurnedOff_whenItIsTurnedOnAgain_thenItBeginsAnewAndKeepsWhatWas()
      throws IOException {
    TravelLake lake = lake(UPSERT + HISTORY);
    lake.deliver("2020-11-01.csv", HEAD + "1,a,1,false\n");
    lake.job(UPSERT);
    lake.raw("2020-11-02.csv", HEAD + "1,b,1,false\n");
    DatasetOutcome off = lake.ingest(new IngestOptions("off", Optional.empty()));
    assertThat(off.warnings())
        .anyMatch(
            text -> text.contains("no longer has history: true") && text.contains("Its 1 rows"));
    assertThatThrownBy(lake::history).hasMessageContaining("no longer adds to its history of 1");
    lake.deliver("2020-11-03.csv", HEAD + "1,c,1,false\n");
    lake.job(UPSERT + HISTORY);
    lake.deliver("2020-11-04.csv", HEAD + "2,x,1,false\n");

    assertThat(history(lake))
        .containsExactly(
            "1 a 1 | 2020-11-01 - 2020-11-03 false upsert",
            "1 c 1 | 2020-11-03 - null true upsert",
            "2 x 1 | 2020-11-04 - null true upsert");
  }

  @Test
  void givenManyVersions_whenOldOnesAreRemoved_thenTheHistoryStaysAndIsListed() throws IOException {
    TravelLake lake = lake(UPSERT + HISTORY);
    for (int day = 1; day <= 4; day++) {
      lake.deliver("2020-11-0" + day + ".csv", HEAD + "1,a," + day + ",false\n");
    }

    assertThat(lake.lake().table(lake.jobSpec()).versions()).containsExactly(4L);
    assertThat(history(lake)).hasSize(4);
    List<Path> listed = listed(lake);
    assertThat(listed).hasSize(4).allMatch(Files::exists);
    assertThat(files(lake)).containsExactlyInAnyOrderElementsOf(listed);
  }

  @Test
  void givenAContractThatChanges_whenTheHistoryIsShown_thenAllOfItFollows() throws IOException {
    TravelLake lake = lake(UPSERT + HISTORY);
    lake.deliver("2020-11-01.csv", HEAD + "1,a,1,false\n");
    lake.deliver("2020-11-02.csv", HEAD + "1,b,1,false\n");
    lake.job(
        UPSERT
                .replace("name: string", "title: {type: string, was: name}")
                .replace("{retain", "{format: orc, retain")
            + HISTORY);
    lake.deliver("2020-11-03.csv", "id,title,amount,gone\n1,c,1,false\n");

    assertThat(history(lake))
        .containsExactly(
            "1 a 1 | 2020-11-01 - 2020-11-02 false upsert",
            "1 b 1 | 2020-11-02 - 2020-11-03 false upsert",
            "1 c 1 | 2020-11-03 - null true upsert");
    assertThat(listed(lake)).allMatch(file -> file.toString().endsWith(".orc"));
  }

  @Test
  void givenAPartitionColumnThatIsRenamed_whenMoreIsLoaded_thenTheHistoryHasWhatWasBefore()
      throws IOException {
    String job =
        """
        raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}
        columns: {id: bigint, name: string, amount: bigint}
        mode: partition
        key: [id, name]
        clean: {partition_by: [name]}
        """;
    TravelLake lake = lake(job + HISTORY);
    lake.deliver("2020-11-01.csv", "id,name,amount\n1,a,1\n2,b,1\n");
    lake.job(
        job.replace("name: string", "kind: {type: string, was: name}")
                .replace("[id, name]", "[id, kind]")
                .replace("[name]", "[kind]")
            + HISTORY);

    lake.deliver("2020-11-02.csv", "id,kind,amount\n1,a,2\n");

    assertThat(history(lake))
        .containsExactly(
            "1 a 1 | 2020-11-01 - 2020-11-02 false upsert",
            "1 a 2 | 2020-11-02 - null true upsert",
            "2 b 1 | 2020-11-01 - null true upsert");
  }

  @Test
  void givenADamagedFile_whenTheHistoryIsShown_thenItIsRefusedAndStatusTells() throws IOException {
    TravelLake lake = lake(UPSERT + HISTORY);
    lake.deliver("2020-11-01.csv", HEAD + "1,a,1,false\n");
    Files.delete(listed(lake).get(0));

    assertThatThrownBy(lake::history)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("_history/v1-")
        .hasMessageContaining("is gone");
    Snapshot version = lake.lake().table(lake.jobSpec()).current().orElseThrow();
    assertThat(version.problem(Optional.empty()).orElse("")).contains("_history/v1-");
    assertThat(lake.rows(OptionalLong.empty())).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"upsert", "full"})
  void givenTheViewOfTheDocs_whenSparkRunsIt_thenItsRowsAreThoseThatAreShown(String mode)
      throws IOException {
    boolean full = mode.equals("full");
    TravelLake lake = lake((full ? FULL : UPSERT) + HISTORY);
    lake.deliver("2020-11-01.csv", HEAD + "1,a,1,false\n2,x,1,false\n3,,,true\n4,d,4,false\n");
    lake.deliver("2020-11-05.csv", HEAD + "1,a,1,false\n2,x,2,false\n");
    lake.deliver("2020-11-02.csv", HEAD + "1,a,1,false\n3,z,1,false\n");
    lake.deliver("2020-11-04.csv", HEAD + "2,,,true\n1,b,1,false\n4,d,4,false\n");
    lake.deliver("2020-11-06.csv", HEAD + "1,b,1,false\n5,q,1,false\n5,,,true\n");
    SparkSession spark = TestSession.shared();
    spark
        .read()
        .load(listed(lake).stream().map(Path::toString).toArray(String[]::new))
        .createOrReplaceTempView("items_history");
    String page = Files.readString(Path.of("docs/history.sql.md"));
    String view = page.substring(page.indexOf("```sql") + 6);
    spark.sql(
        view.substring(0, view.indexOf("```")).replace("REPLACE VIEW", "REPLACE TEMPORARY VIEW"));

    List<String> found =
        spark
            .sql(
                "select concat_ws(' ', id, coalesce(name, 'null'), coalesce(amount, 'null'), '|',"
                    + " date(_valid_from), '-', coalesce(date(_valid_to), 'null'),"
                    + " _is_current, _operation) from items_periods")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();

    assertThat(found).containsExactlyInAnyOrderElementsOf(history(lake)).hasSizeGreaterThan(7);
  }

  private TravelLake lake(String job) throws IOException {
    return new TravelLake(home.resolve("home"), job);
  }

  /** The columns of the contract, then times as days. */
  private static List<String> history(TravelLake lake) {
    return lake.history().stream()
        .map(
            row ->
                String.join(" ", row.subList(0, 3))
                    + " | "
                    + day(row.get(7))
                    + " - "
                    + day(row.get(8))
                    + " "
                    + row.get(9)
                    + " "
                    + row.get(10))
        .toList();
  }

  private static String day(String instant) {
    return instant.replace("T00:00:00Z", "");
  }

  private static List<Path> listed(TravelLake lake) throws IOException {
    return Files.readAllLines(lake.table().resolve("_history_manifest")).stream()
        .map(line -> Path.of(URI.create(line)))
        .toList();
  }

  private static List<Path> files(TravelLake lake) throws IOException {
    try (Stream<Path> files = Files.walk(lake.table().resolve("_history"))) {
      return new ArrayList<>(
          files.filter(file -> file.getFileName().toString().startsWith("part-")).toList());
    }
  }
}
