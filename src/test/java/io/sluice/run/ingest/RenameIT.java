package io.sluice.run.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.ExitCode;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.check.CheckVerb;
import io.sluice.run.show.DiffOptions;
import io.sluice.run.show.RowChange.Kind;
import io.sluice.run.show.ShowOptions;
import io.sluice.run.show.ShowVerb;
import io.sluice.run.show.ShownDiff;
import io.sluice.run.status.StatusVerb;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A renamed column of a table keeps its rows, whatever the column means to the law. */
class RenameIT {
  private static final IngestOptions OPTIONS = new IngestOptions("test", Optional.of(List.of()));

  private static final String OLD_COLUMNS =
      """
      columns:
        id: bigint
        name: string
        amount: bigint
        at: bigint
        gone: boolean
      """;

  private static final String NEW_COLUMNS =
      """
      columns:
        number: {from: id, was: id, type: bigint}
        country: {from: name, was: name, type: string}
        sum: {from: amount, was: amount, type: bigint}
        changed: {from: at, was: at, type: bigint}
        gone: boolean
      """;

  @TempDir private Path home;
  private final Run run = new Run(Clock.systemUTC(), Map.of(), Progress.NONE);

  @BeforeEach
  void prepare() throws IOException {
    TestSession.shared();
    write("conf.yaml", "lake: \"" + home.resolve("lake") + "\"\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "upsert    | parquet | key: [id]~delete_when: gone",
        "upsert    | avro    | key: [id]~delete_when: gone~order_by: [at]",
        "upsert    | orc     | key: [id, name]~delete_when: gone~clean.partition_by: [name]",
        "full      | parquet | key: [id]",
        "partition | parquet | key: [id, name]~clean.partition_by: [name]",
        "partition | orc     | key: [id, name]~order_by: [at]~clean.partition_by: [name]",
        "append    | parquet | clean.partition_by: [name]",
        "insert    | avro    | key: [id]~order_by: [at]",
      })
  void givenDaysOfChanges_whenColumnsAreRenamedOnTheWay_thenTheTableIsAsIfTheyHadAlwaysBeenSo(
      String mode, String format, String more) throws IOException {
    String rules = "mode: " + mode + "\n" + rules(format, more);
    Random random = new Random((mode + format + more).hashCode());
    int renamedOn = 12 + random.nextInt(4);
    job("shop/always", NEW_COLUMNS + renamed(rules));
    job("shop/items", OLD_COLUMNS + rules);

    for (int day = 11; day < 18; day++) {
      String late = "2020-11-0" + (day - 10) + ".csv";
      for (String name :
          day == 15 ? List.of("2020-11-15.csv", late) : List.of("2020-11-" + day + ".csv")) {
        String rows = rows(random);
        write("lake/raw/shop/items/" + name, rows);
        write("lake/raw/shop/always/" + name, rows);
      }
      if (day == renamedOn) {
        job("shop/items", NEW_COLUMNS + renamed(rules));
      }
      List<DatasetOutcome> both = new IngestVerb(run, where()).ingest(OPTIONS);

      assertThat(both).extracting(DatasetOutcome::exitCode).containsOnly(ExitCode.DONE);
      assertThat(both.get(1).counts()).as("day " + day).isEqualTo(both.get(0).counts());
      if (day == renamedOn) {
        assertThat(both.get(1).warnings())
            .contains("column id is renamed to number", "column at is renamed to changed");
      }
    }

    assertThat(rows("shop/items")).isEqualTo(rows("shop/always")).isNotEmpty();
    assertThat(version("items", 7))
        .contains("\"number\"", "\"country\"", "\"changed\"")
        .doesNotContain("\"name\" :", "\"at\" :", "\"id\" : \"bigint\"");
  }

  @Test
  void givenDeletedKeys_whenTheKeyIsRenamedAndAnOlderRowComes_thenTheyStayDeleted()
      throws IOException {
    job("shop/items", OLD_COLUMNS + "key: [id]\norder_by: [at]\ndelete_when: gone\n");
    raw("2020-11-11.csv", "id,name,amount,at,gone\n1,a,1,5,\n2,b,2,5,\n");
    ingest();
    raw("2020-11-12.csv", "id,name,amount,at,gone\n1,a,1,7,true\n");
    ingest();
    job("shop/items", NEW_COLUMNS + "key: [number]\norder_by: [changed]\ndelete_when: gone\n");
    raw("2020-11-13.csv", "id,name,amount,at,gone\n2,b,2,5,\n");
    ingest();
    raw("2020-11-14.csv", "id,name,amount,at,gone\n1,a,9,6,\n");

    DatasetOutcome outcome = ingest();

    assertThat(outcome.count("blocked")).isEqualTo(1);
    assertThat(rows("shop/items")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"bigint,0", "'decimal(12,0)',0", "'decimal(12,0)',1"})
  void givenDeletedKeys_whenTheKeyIsWidenedAndAnOlderRowComes_thenTheyStayDeleted(
      String type, int between) throws IOException {
    String columns = "columns: {id: %s, at: int, gone: boolean}\n";
    String rules = "key: [id]\norder_by: [at]\ndelete_when: gone\n";
    job("shop/items", columns.formatted("int") + rules);
    raw("2020-11-11.csv", "id,at,gone\n1,5,\n2,5,\n");
    ingest();
    raw("2020-11-12.csv", "id,at,gone\n1,7,true\n");
    ingest();
    job("shop/items", columns.formatted("\"" + type + "\"") + rules);
    for (int i = 0; i < between; i++) {
      raw("2020-11-13.csv", "id,at,gone\n2,5,\n");
      assertThat(ingest().exitCode()).isEqualTo(ExitCode.DONE);
    }
    raw("2020-11-14.csv", "id,at,gone\n1,6,\n");

    DatasetOutcome outcome = ingest();

    assertThat(outcome.problem()).isEmpty();
    assertThat(outcome.count("blocked")).isEqualTo(1);
    assertThat(rows("shop/items")).containsExactly("2|5");
  }

  @Test
  void givenRowsInQuarantine_whenTheirColumnIsRenamed_thenTheyNameItAsTheTableDoes()
      throws IOException {
    job("shop/items", OLD_COLUMNS + "key: [id]\n");
    raw(
        "2020-11-11.csv",
        "id,name,amount,at,gone\n1,\"say \"\"_column\"\":\"\"amount\"\"\",much,1,\n2,b,2,2,\n"
            + "3,c,3,3,\n4,d,4,4,\n5,e,5,5,\n6,f,6,late,\n");
    ingest();
    List<String> before = quarantine();
    job("shop/items", NEW_COLUMNS + "key: [number]\n");
    raw("2020-11-12.csv", "id,name,amount,at,gone\n7,g,many,1,\n");

    DatasetOutcome outcome = ingest();

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(before).hasSize(2).anyMatch(line -> line.contains("\"_column\":\"amount\""));
    List<String> after = new ArrayList<>(quarantine());
    after.removeAll(before);
    assertThat(after)
        .as("those before, and the new one")
        .hasSize(3)
        .contains(
            before.get(0).replace("\"_column\":\"amount\"", "\"_column\":\"sum\""),
            before.get(1).replace("\"_column\":\"at\"", "\"_column\":\"changed\""))
        .filteredOn(line -> line.contains("\"_column\":\"sum\""))
        .hasSize(2);
    assertThat(new StatusVerb(run, where()).status().get(0).openQuarantine()).isEqualTo(3);
    assertThat(new CheckVerb(run, where()).check(true).problems()).isEmpty();
  }

  @Test
  void givenARenamedColumn_whenVersionsAreCompared_thenItIsOneColumn() throws IOException {
    job("shop/items", OLD_COLUMNS + "key: [id]\n");
    raw("2020-11-11.csv", "id,name,amount,at,gone\n1,a,1,1,\n2,b,2,2,\n");
    ingest();
    job("shop/items", NEW_COLUMNS + "key: [number]\n");
    raw("2020-11-12.csv", "id,name,amount,at,gone\n2,b,22,2,\n");
    assertThat(new ShowVerb(run, where()).show(all(OptionalLong.empty())).columns())
        .as("before the next version has it")
        .startsWith("number", "country", "sum");
    assertThat(rows("shop/items")).containsExactly("1|a|1|1|null", "2|b|2|2|null");
    ingest();

    ShownDiff diff =
        new ShowVerb(run, where())
            .diff(new DiffOptions(1, 2, Optional.empty(), 0, List.of(), false));

    assertThat(diff.counts()).isEqualTo(Map.of(Kind.UPDATED, 1L));
    assertThat(diff.notes())
        .contains("column number has the name id in version 1; they are compared as one");
    assertThat(diff.changes().iterator().next().toString()).contains("sum").contains("22");
    assertThat(rows("shop/items", OptionalLong.of(1)))
        .containsExactly("1|a|1|1|null", "2|b|2|2|null");
  }

  @Test
  void givenWasInTheJobFileAfterwards_whenIngested_thenNothingIsRenamedAgain() throws IOException {
    job("shop/items", OLD_COLUMNS + "key: [id]\n");
    raw("2020-11-11.csv", "id,name,amount,at,gone\n1,a,1,1,\n");
    ingest();
    job("shop/items", NEW_COLUMNS + "key: [number]\n");
    assertThat(new CheckVerb(run, where()).check(false).warnings())
        .extracting(warning -> warning.finding().message())
        .contains(
            "shop/items: the next run writes the whole table again, as it differs from version 1:"
                + " column id is renamed to number");
    raw("2020-11-12.csv", "id,name,amount,at,gone\n2,b,2,2,\n");
    ingest();
    raw("2020-11-13.csv", "id,name,amount,at,gone\n3,c,3,3,\n");

    assertThat(ingest().warnings()).isEmpty();
    assertThat(new CheckVerb(run, where()).check(false).warnings()).isEmpty();
    assertThat(rows("shop/items")).containsExactly("1|a|1|1|null", "2|b|2|2|null", "3|c|3|3|null");
  }

  @Test
  void givenRefuse_whenAColumnIsRenamed_thenIngestCheckAndStatusSayIt() throws IOException {
    job("shop/items", OLD_COLUMNS + "key: [id]\n");
    raw("2020-11-11.csv", "id,name,amount,at,gone\n1,a,1,1,\n");
    ingest();
    job("shop/items", NEW_COLUMNS + "key: [number]\non_contract_change: refuse\n");
    String told = "against on_contract_change: refuse: column id is renamed to number; ";

    DatasetOutcome idle = ingest();
    raw("2020-11-12.csv", "id,name,amount,at,gone\n2,b,2,2,\n");
    DatasetOutcome outcome = ingest();

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(outcome.problem().orElseThrow())
        .contains(told)
        .endsWith(
            "Set on_contract_change: apply to have it applied by the next run, or undo the"
                + " change");
    assertThat(idle.problem()).isEqualTo(outcome.problem());
    assertThat(outcome.version()).hasValue(1);
    assertThat(new CheckVerb(run, where()).check(false).problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.finding().path()).isEqualTo("on_contract_change");
              assertThat(problem.finding().message()).contains(told);
            });
    assertThat(new StatusVerb(run, where()).status().get(0).problems())
        .contains(
            "shop/items: the job file differs from the table against on_contract_change: refuse:"
                + " ingest refuses it, and check says what to do");
  }

  @Test
  void givenAPlan_whenColumnsAreRenamedByIt_thenItForeseesTheSame() throws IOException {
    job("shop/items", OLD_COLUMNS + "key: [id]\n");
    raw("2020-11-11.csv", "id,name,amount,at,gone\n1,a,1,1,\n");
    ingest();
    job("shop/items", NEW_COLUMNS + "key: [number]\n");
    raw("2020-11-12.csv", "id,name,amount,at,gone\n1,a,5,2,\n");
    PlanFile file = new PlanFile(home.resolve("plan.json"), "1.0");

    PlannedDataset plan = new IngestVerb(run, where()).plan(OPTIONS.showing(9), file).get(0);
    DatasetOutcome outcome = new IngestVerb(run, where()).ingest(OPTIONS, file).get(0);

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(outcome.counts()).isEqualTo(plan.outcome().counts());
    assertThat(outcome.warnings()).isEqualTo(plan.outcome().warnings());
    assertThat(plan.forecast().orElseThrow().samples().orElseThrow().counts())
        .containsEntry(Kind.UPDATED, 1L);
  }

  private static String rules(String format, String more) {
    String by = more.contains("clean.partition_by") ? ", partition_by: [name]" : "";
    return more.replaceAll("~?clean.partition_by: .name.", "").replace("~", "\n")
        + "\nclean: {format: "
        + format
        + by
        + "}\n";
  }

  private static String renamed(String rules) {
    return rules
        .replaceAll("\\bid\\b", "number")
        .replaceAll("\\bname\\b", "country")
        .replaceAll("\\bat\\b", "changed");
  }

  /**
   * A tenth of them cannot be used. No key comes twice: between such rows the row hash would
   * decide, in which the names of columns are.
   */
  private static String rows(Random random) {
    StringBuilder text = new StringBuilder("id,name,amount,at,gone\n");
    List<Integer> keys = new ArrayList<>(IntStream.range(0, 40).boxed().toList());
    Collections.shuffle(keys, random);
    for (int key : keys.subList(0, 30)) {
      text.append(key).append(",n").append(random.nextInt(3)).append(',');
      text.append(random.nextInt(10) == 0 ? "much" : random.nextInt(3)).append(',');
      text.append(random.nextInt(9)).append(',').append(random.nextInt(5) == 0).append('\n');
    }
    return text.toString();
  }

  private List<String> rows(String dataset) {
    return rows(dataset, OptionalLong.empty());
  }

  private List<String> rows(String dataset, OptionalLong version) {
    List<String> rows = new ArrayList<>();
    new ShowVerb(run, where(dataset))
        .show(all(version))
        .rows()
        .forEach(
            row ->
                rows.add(
                    row.stream()
                        .map(cell -> cell.orElse("null"))
                        .collect(Collectors.joining("|"))));
    rows.sort(String::compareTo);
    return rows;
  }

  private static ShowOptions all(OptionalLong version) {
    return new ShowOptions(version, Optional.empty(), Optional.empty(), 0, List.of(), false, false);
  }

  private List<String> quarantine() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(home.resolve("lake/clean/shop/items"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
        if (file.toString().contains("_quarantine")) {
          lines.addAll(Files.readAllLines(file));
        }
      }
    }
    return lines;
  }

  private String version(String name, int number) throws IOException {
    return Files.readString(
        home.resolve(
            "lake/clean/shop/"
                + name
                + "/_versions/000000000000000000%02d.json".formatted(number)));
  }

  private DatasetOutcome ingest() {
    return new IngestVerb(run, where("shop/items")).ingest(OPTIONS).get(0);
  }

  private Workplace where(String... names) {
    return new Workplace(home.resolve("conf.yaml"), home.resolve("jobs"), List.of(names));
  }

  private void job(String dataset, String more) throws IOException {
    write(
        "jobs/" + dataset + ".yaml",
        "dataset: "
            + dataset
            + "\nraw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}\n"
            + more);
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
