package io.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.error.ExitCode;
import io.sluice.run.check.CheckReport;
import io.sluice.run.check.CheckVerb;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.ingest.IngestVerb;
import io.sluice.run.show.ShowOptions;
import io.sluice.run.show.ShowVerb;
import io.sluice.run.show.ShownRows;
import io.sluice.run.status.DatasetStatus;
import io.sluice.run.status.StatusVerb;
import io.sluice.spark.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a lake that people, disks or other programs broke: said, with the way back. */
class DamagedLakeTest {
  @TempDir private Path home;
  private final Run run = new Run(Clock.systemUTC(), Map.of(), Progress.NONE);

  @BeforeEach
  void prepare() throws IOException {
    TestSession.shared();
    write("conf.yaml", "lake: \"" + home.resolve("lake") + "\"\n");
  }

  @Test
  void givenABrokenJobFile_whenAllAreRun_thenTheOthersGoOnAndItIsToldOf() throws IOException {
    job("items", "parquet");
    job("orders", "parquet");
    raw("items", 1, "at,1,1,\n");
    Path broken = home.resolve("jobs/shop/orders.yaml");
    write("jobs/shop/orders.yaml", Files.readString(broken).replace("bigint", "bigit"));

    List<DatasetOutcome> outcomes = ingest();
    List<DatasetStatus> status = new StatusVerb(run, where()).status();

    assertThat(outcomes.get(0).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(outcomes.get(0).version()).isEqualTo(OptionalLong.of(1));
    String problem =
        broken
            + ": 1 problem; the dataset was left out\n"
            + "  line 4: columns.id: \"bigit\" is not a type; did you mean \"bigint\"?";
    assertThat(outcomes.get(1).exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(outcomes.get(1).problem()).contains(problem);
    assertThat(status.get(0).freshness()).isEqualTo("no limit");
    assertThat(status.get(1).exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(status.get(1).freshness()).isEqualTo("unknown");
    assertThat(status.get(1).isPendingKnown()).isFalse();
    assertThat(status.get(1).problems()).containsExactly(problem);
    assertThatThrownBy(
            () ->
                new IngestVerb(run, where().of(List.of("shop/orders")))
                    .ingest(new IngestOptions("night", Optional.empty())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("bigit")
        .hasMessageContaining("nothing was run");
  }

  @Test
  void givenABrokenVersionFile_whenUsed_thenTheOtherDatasetGoesOn() throws IOException {
    job("items", "parquet");
    job("orders", "parquet");
    raw("items", 1, "at,1,1,\n");
    raw("orders", 1, "at,1,1,\n");
    assertThat(ingest()).allSatisfy(one -> assertThat(one.exitCode()).isEqualTo(ExitCode.DONE));
    Path broken = clean("items/_versions/00000000000000000001.json");
    Files.writeString(broken, "{");
    raw("items", 2, "at,2,1,\n");
    raw("orders", 2, "at,2,1,\n");

    List<DatasetStatus> status = new StatusVerb(run, where()).status();
    List<DatasetOutcome> outcomes = ingest();

    assertThat(status.get(0).exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(status.get(0).freshness()).isEqualTo("unknown");
    assertThat(status.get(0).unread()).containsExactly("table");
    assertThat(status.get(0).isPendingKnown()).isFalse();
    assertThat(status.get(0).lastRun()).isPresent();
    assertThat(status.get(0).problems())
        .singleElement()
        .asString()
        .startsWith(broken + ": the version file is broken");
    assertThat(status.get(1).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(status.get(1).pending()).containsExactly("2020-11-12.csv#1");
    assertThat(outcomes.get(0).exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(outcomes.get(0).problem().orElseThrow()).contains(broken.toString());
    assertThat(outcomes.get(1).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(outcomes.get(1).version()).isEqualTo(OptionalLong.of(2));
    CheckReport check = new CheckVerb(run, where()).check(false);
    assertThat(check.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(told(check)).singleElement().asString().startsWith(broken.toString());
    assertThat(check.problems().get(0).finding().file())
        .isEqualTo(home.resolve("jobs/shop/items.yaml").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "gone", "swapped"})
  void givenADamagedDataFile_whenUsed_thenNothingIsReadOrBuiltOnIt(String damage)
      throws IOException {
    job("items", "parquet");
    raw("items", 1, "at,1,1,\nde,1,1,\n");
    assertThat(ingest().get(0).exitCode()).isEqualTo(ExitCode.DONE);
    Path file = dataFile("country=at");
    byte[] before = Files.readAllBytes(file);
    FileTime modified = Files.getLastModifiedTime(file);
    damage(file, damage);
    raw("items", 2, "de,2,1,\n");

    DatasetOutcome outcome = ingest().get(0);
    DatasetStatus status = new StatusVerb(run, where()).status().get(0);

    String path = clean("items").relativize(file).toString();
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(outcome.version()).isEqualTo(OptionalLong.of(1));
    assertThat(outcome.problem().orElseThrow())
        .startsWith(clean("items") + ": 1 file of version 1 is damaged: " + path + " ")
        .contains("the table is built again from the raw files that still exist");
    assertThat(status.freshness()).isEqualTo("damaged");
    assertThat(status.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(status.problems()).singleElement().asString().contains(path);
    assertThatThrownBy(() -> shown(all()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(path);

    Files.write(file, before);
    Files.setLastModifiedTime(file, FileTime.fromMillis(modified.toMillis() + 60_000));
    assertThat(ingest().get(0).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(shown()).containsExactly("at|1", "de|1", "de|2");
  }

  @Test
  void givenABitThatTurnedInAPage_whenRead_thenItIsNoValue() throws IOException {
    job("items", "parquet");
    StringBuilder rows = new StringBuilder();
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < 40_000; i++) {
      rows.append("at,").append(random.nextLong()).append(",1,\n");
    }
    raw("items", 1, rows.toString());
    assertThat(ingest().get(0).exitCode()).isEqualTo(ExitCode.DONE);
    Path file = dataFile("country=at");
    assertThat(Files.size(file)).isGreaterThan(200_000);
    FileTime modified = Files.getLastModifiedTime(file);
    byte[] content = Files.readAllBytes(file);
    content[20_000] ^= 1;
    Files.write(file, content);
    Files.setLastModifiedTime(file, modified);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    raw("items", 2, "at,1,1,\n");

    DatasetOutcome outcome = ingest().get(0);

    String path = clean("items").relativize(file).toString();
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(outcome.problem().orElseThrow()).contains(path + " cannot be read, ");
    assertThatThrownBy(this::shown)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(path + " cannot be read, ");
    assertThat(told(new CheckVerb(run, where()).check(true)))
        .singleElement()
        .asString()
        .contains(path + " cannot be read, ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc", "avro"})
  void givenEachFormat_whenAllIsRead_thenWhatIsWholeIsAndWhatIsNotIsNamed(String format)
      throws IOException {
    job("items", format);
    raw("items", 1, "at,1,1,\nde,1,1,\nde,2,x,\n");
    raw("items", 2, "de,1,1,true\n");
    assertThat(ingest().get(0).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(told(new CheckVerb(run, where()).check(true))).isEmpty();
    Path file = dataFile("country=at");
    FileTime modified = Files.getLastModifiedTime(file);
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);
    Files.setLastModifiedTime(file, modified);

    CheckReport check = new CheckVerb(run, where()).check(true);

    assertThat(check.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(told(check))
        .singleElement()
        .asString()
        .contains(clean("items").relativize(file) + " is another file");
  }

  @Test
  void givenTombstonesThatAreGone_whenIngested_thenNoDeleteIsForgotten() throws IOException {
    job("items", "parquet");
    raw("items", 1, "at,1,1,\nat,2,1,\n");
    raw("items", 2, "at,1,1,true\n");
    assertThat(ingest().get(0).exitCode()).isEqualTo(ExitCode.DONE);
    for (Path file : dataFiles("_data", "_tombstones")) {
      Files.delete(file);
    }
    raw("items", 3, "at,3,1,\n");

    DatasetOutcome outcome = ingest().get(0);

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(outcome.problem().orElseThrow()).contains("/_tombstones ", " is damaged: ");
  }

  @Test
  void givenATableOfTheFormatBefore_whenUsed_thenItIsRefusedWithTheWayAndLeftAsItIs()
      throws IOException {
    job("items", "parquet");
    raw("items", 1, "at,1,1,\nde,1,1,\nde,2,x,\n");
    ingest();
    raw("items", 2, "de,1,1,true\n");
    ingest();
    makeFormat1();
    Map<String, String> before = contents(clean("items"));
    raw("items", 3, "at,3,1,\n");

    DatasetOutcome outcome = ingest().get(0);

    String root = clean("items").toString();
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(outcome.problem().orElseThrow())
        .startsWith(root + ": the table has format 1, this program reads format 3")
        .contains("Nothing was read and nothing was changed", root + ".format-1")
        .contains("Run ingest shop/items");
    assertThatThrownBy(this::shown)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(outcome.problem().orElseThrow());
    assertThat(new StatusVerb(run, where()).status().get(0).problems())
        .containsExactly(outcome.problem().orElseThrow());
    assertThat(new CheckVerb(run, where()).check(true).problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.finding().message()).isEqualTo(outcome.problem().orElseThrow()));
    assertThat(contents(clean("items"))).isEqualTo(before);

    Files.move(clean("items"), clean("items.format-1"));
    assertThat(ingest().get(0).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(shown()).containsExactly("at|1", "at|3");
    assertThat(contents(clean("items.format-1"))).isEqualTo(before);
  }

  /** Folders of versions lay in the table's folder. */
  private void makeFormat1() throws IOException {
    for (Path folder : children(clean("items/_data"))) {
      Files.move(folder, clean("items").resolve(folder.getFileName()));
    }
    Files.delete(clean("items/_data"));
    for (Path version : children(clean("items/_versions"))) {
      String text = Files.readString(version).replace("_data/", "");
      Files.writeString(version, text.replace("\"format\": 3", "\"format\": 1"));
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    }
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new java.util.TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            folder.relativize(file).toString(),
            java.util.Arrays.toString(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  @Test
  void givenALakeThatIsNotThere_whenAsked_thenTheFolderIsNamed() throws IOException {
    job("items", "parquet");

    assertThat(ingest().get(0).warnings())
        .containsExactly(
            "nothing to ingest: "
                + home.resolve("lake/raw/shop/items")
                + " does not exist. Put the files there, or name their folder in raw.path");
    assertThat(new StatusVerb(run, where()).status().get(0).problems())
        .singleElement()
        .asString()
        .contains(home.resolve("lake/clean").toString());

    for (int i = 0; i < 5; i++) {
      job("more-" + i, "parquet");
    }
    assertThat(ingest())
        .hasSize(6)
        .allSatisfy(
            one ->
                assertThat(one.warnings())
                    .singleElement()
                    .asString()
                    .startsWith("the lake is empty: " + home.resolve("lake/raw")));
  }

  @Test
  void givenABrokenEntryOfTheLedger_whenAsked_thenTheTableIsToldOfAllTheSame() throws IOException {
    job("items", "parquet");
    raw("items", 1, "at,1,1,\n");
    ingest();
    Path entry = home.resolve("lake/ledger/shop/items/night-1.json");
    Files.writeString(entry, "[]");

    DatasetStatus status = new StatusVerb(run, where()).status().get(0);

    assertThat(status.version()).isEqualTo(OptionalLong.of(1));
    assertThat(status.freshness()).isEqualTo("no limit");
    assertThat(status.unread()).containsExactly("runs");
    assertThat(status.exitCode()).isEqualTo(ExitCode.DATA);
    assertThat(told(new CheckVerb(run, where()).check(false)))
        .singleElement()
        .asString()
        .startsWith(entry + ": is not a run of the ledger");
  }

  private static List<String> told(CheckReport check) {
    return check.problems().stream().map(one -> one.finding().message()).toList();
  }

  private static void damage(Path file, String damage) throws IOException {
    byte[] content = Files.readAllBytes(file);
    switch (damage) {
      case "cut" -> Files.write(file, java.util.Arrays.copyOf(content, content.length - 1));
      case "gone" -> Files.delete(file);
      default -> {
        FileTime modified = Files.getLastModifiedTime(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
        Files.setLastModifiedTime(file, FileTime.fromMillis(modified.toMillis() + 60_000));
      }
    }
  }

  private Path dataFile(String in) throws IOException {
    return dataFiles("_data", in).get(0);
  }

  private List<Path> dataFiles(String folder, String in) throws IOException {
    try (Stream<Path> files = Files.walk(clean("items"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .filter(file -> clean("items").relativize(file).toString().startsWith(folder))
          .filter(file -> file.toString().contains(in))
          .sorted()
          .toList();
    }
  }

  private List<DatasetOutcome> ingest() {
    return new IngestVerb(run, where()).ingest(new IngestOptions("night", Optional.of(List.of())));
  }

  private List<String> shown() {
    List<String> rows = new java.util.ArrayList<>();
    shown(all())
        .rows()
        .forEach(row -> rows.add(row.get(0).orElse("") + "|" + row.get(1).orElse("")));
    return rows;
  }

  private ShownRows shown(ShowOptions options) {
    return new ShowVerb(run, where().of(List.of("shop/items"))).show(options);
  }

  private static ShowOptions all() {
    return new ShowOptions(OptionalLong.empty(), Optional.empty(), 0, List.of(), false);
  }

  private Workplace where() {
    return new Workplace(home.resolve("conf.yaml"), home.resolve("jobs"), List.of());
  }

  private Path clean(String path) {
    return home.resolve("lake/clean/shop").resolve(path);
  }

  private void job(String name, String format) throws IOException {
    write(
        "jobs/shop/" + name + ".yaml",
        """
        dataset: shop/%s
        description: Items.
        raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}
        columns: {country: string, id: bigint, amount: "decimal(18,2)", gone: boolean}
        key: [country, id]
        delete_when: gone
        clean: {format: %s, partition_by: [country]}
        """
            .formatted(name, format));
  }

  private void raw(String dataset, int day, String rows) throws IOException {
    write(
        "lake/raw/shop/" + dataset + "/2020-11-1" + day + ".csv",
        "country,id,amount,gone\n" + rows);
  }

  private void write(String path, String content) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
