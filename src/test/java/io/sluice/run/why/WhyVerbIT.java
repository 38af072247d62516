package io.sluice.run.why;

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
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.ingest.IngestVerb;
import io.sluice.run.rollback.RollbackVerb;
import io.sluice.spark.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhyVerbIT {
  private static final String HEADER = "id,name,amount,gone\n";

  @TempDir private Path home;
  private final Run run = new Run(Clock.systemUTC(), Map.of(), Progress.NONE);

  @BeforeEach
  void prepare() throws IOException {
    TestSession.shared();
    write("conf.yaml", "lake: \"" + home.resolve("lake") + "\"\n");
    job("key: [id]\ndelete_when: gone\n");
  }

  @Test
  void givenRowsThatWonLostAndFailed_whenAsked_thenEachIsToldWithItsReasonAndNothingIsWritten()
      throws IOException {
    raw("2020-11-11.csv", "1,Ada,1,\n1,Ada,1,\n2,Ben,1,\n1,Ada,much,\n");
    raw("2020-11-13.csv", "1,Ada,3,\n");
    ingest();
    raw("2020-11-12.csv", "1,Ada,2,\n");
    ingest();
    raw("2020-11-14.csv", "1,Ada,,true\n");
    List<String> before = files();

    Explanation told = why("1");

    assertThat(files()).isEqualTo(before);
    assertThat(lines(told))
        .containsExactly(
            "2020-11-11.csv#1 1 upsert applied superseded 3 processed_date: a later processed date",
            "2020-11-11.csv#1 2 upsert applied duplicate 0 -: the same version and content",
            "2020-11-12.csv#1 1 upsert applied stale 3 processed_date: a later processed date",
            "2020-11-13.csv#1 1 upsert applied won 2 processed_date: a later processed date",
            "2020-11-14.csv#1 1 delete pending won 3 processed_date: a later processed date",
            "2020-11-11.csv#1 4 - applied quarantined - bad-value: bad-value in column amount:"
                + " \"much\"");
    assertThat(told.next()).hasValue("the next ingest would delete the row, by row 5");
    assertThat(told.table().since()).hasValue(1);
    assertThat(told.table().atTheLatest()).isFalse();
    assertThat(told.table().row().orElseThrow().rows().iterator().next())
        .containsExactly(Optional.of("1"), Optional.of("Ada"), Optional.of("3"));
    assertThat(told.exitCode()).isEqualTo(ExitCode.DONE);

    ingest();

    assertThat(why("1").table().tombstone()).isTrue();
    assertThat(why("1").table().increment()).hasValue("2020-11-14.csv#1");
    assertThat(why("1").table().since()).hasValue(3);
  }

  @Test
  void givenAnIncrementThatWasWithdrawn_whenAsked_thenItIsToldAsSuch() throws IOException {
    raw("2020-11-11.csv", "1,Ada,1,\n");
    ingest();
    raw("2020-11-12.csv", "1,Ada,2,\n");
    ingest();
    new RollbackVerb(run, where().of(List.of("shop/items")), 1)
        .rollBack("back", OptionalLong.empty());

    assertThat(lines(why("1")))
        .containsExactly(
            "2020-11-11.csv#1 1 upsert applied won - -: -",
            "2020-11-12.csv#1 1 upsert withdrawn won 0 processed_date: a later processed date");
    assertThat(why("1").next()).isEmpty();
  }

  @Test
  void givenRawFilesThatAreGoneOrChanged_whenAsked_thenTheyAreNamedAndNeverTakenForWhatWasApplied()
      throws IOException {
    raw("2020-11-11.csv", "1,Ada,1,\n");
    raw("2020-11-12.csv", "1,Ada,2,\n");
    raw("2020-11-13.csv", "1,Ada,3,\n");
    raw("2020-11-14.csv", "2,Ben,3,\n");
    ingest();
    Files.delete(home.resolve("lake/raw/shop/items/2020-11-11.csv"));
    Files.delete(home.resolve("lake/raw/shop/items/2020-11-13.csv"));
    raw("2020-11-12.csv", "1,Eve,7,\n");

    Explanation told = why("1");

    assertThat(told.notRead())
        .containsExactly(
            new NotRead("2020-11-11.csv#1", true, "2020-11-11.csv is gone"),
            new NotRead(
                "2020-11-12.csv#1",
                true,
                "2020-11-12.csv was changed after it was applied: it has other content"),
            new NotRead("2020-11-13.csv#1", true, "2020-11-13.csv is gone"));
    assertThat(lines(told))
        .containsExactly(
            "2020-11-12.csv#2 1 upsert pending stale 1 processed_date: a later processed date",
            "2020-11-13.csv#1 - upsert applied won - -: -");
    assertThat(told.rows().get(1).source().fromTable()).isTrue();
    assertThat(told.problem()).isEmpty();
  }

  @Test
  void givenAJobFileThatReadsOtherValuesNow_whenAsked_thenTheTableIsSaidToDiffer()
      throws IOException {
    raw("2020-11-11.csv", "1,Ada,1,\n1,Ada,x,\n");
    ingest();
    write(
        "jobs/shop/items.yaml",
        Files.readString(home.resolve("jobs/shop/items.yaml"))
            .replace("name: string", "name: {type: string, normalise: [upper]}"));

    Explanation told = why("1");

    assertThat(told.problem().orElseThrow())
        .contains("the row of the table differs from that of its file in name");
    assertThat(told.exitCode()).isEqualTo(ExitCode.DATA);
  }

  @Test
  void givenAColumnThatCameLater_whenAsked_thenItsOldValuesAreNoProblem() throws IOException {
    raw("2020-11-11.csv", "1,Ada,1,\n");
    write(
        "jobs/shop/items.yaml",
        Files.readString(home.resolve("jobs/shop/items.yaml")).replace("amount: bigint, ", ""));
    ingest();
    job("key: [id]\ndelete_when: gone\n");
    raw("2020-11-12.csv", "2,Ben,1,\n");
    ingest();

    assertThat(why("1").problem()).isEmpty();
    assertThat(why("1").rows()).hasSize(1);
  }

  @Test
  void givenARowThatWasRefusedAndCouldBeUsedNow_whenAsked_thenItStaysInQuarantine()
      throws IOException {
    raw("2020-11-11.csv", "1,Ada,1,\n1,Ada,-,\n");
    ingest();
    write(
        "jobs/shop/items.yaml",
        Files.readString(home.resolve("jobs/shop/items.yaml"))
            .replace("amount: bigint", "amount: {type: bigint, null_values: [\"-\"]}"));

    Explanation told = why("1");

    assertThat(lines(told))
        .containsExactly(
            "2020-11-11.csv#1 1 upsert applied won - -: -",
            "2020-11-11.csv#1 2 - applied quarantined - bad-value: bad-value in column amount:"
                + " \"-\"");
    assertThat(told.problem()).isEmpty();
  }

  @Test
  void givenIncrementsThatAreHeldOrRefused_whenAsked_thenTheyAreNamedAsSuch() throws IOException {
    raw("2020-11-11.csv", "1,Ada,1,\n");
    ingest();
    write("lake/raw/shop/items/h/a.csv", HEADER + "1,Ada,2,\n");
    write(
        "lake/raw/shop/items/h/_increment.json",
        "{\"format\": 1, \"id\": \"h\", \"processed_date\": \"2020-11-12T00:00:00Z\", \"held\":"
            + " \"look first\", \"files\": [{\"path\": \"a.csv\", \"bytes\": 29}]}");
    write("lake/raw/shop/items/2020-11-13.csv", "id,name\n1,no amount\n");

    Explanation told = why("1");

    assertThat(lines(told).get(1))
        .isEqualTo("h 1 upsert held won 0 processed_date: a later processed date");
    assertThat(told.next()).as("what is held is not applied").isEmpty();
    assertThat(told.notRead()).hasSize(1);
    assertThat(told.notRead().get(0).applied()).isFalse();
    assertThat(told.notRead().get(0).why()).contains("2020-11-13.csv", "amount");
  }

  @Test
  void givenKeysOfSeveralColumnsFromPathsAndNormalised_whenAsked_thenOnlyFilesOfTheKeyAreMissed()
      throws IOException {
    write(
        "jobs/shop/items.yaml",
        """
        dataset: shop/items
        raw:
          format: csv
          path_pattern: "(?<country>[a-z]+)/.*"
          processed_date: {from: name, pattern: yyyy-MM-dd}
        columns:
          country: {from: "path:country", type: string}
          code: {type: string, normalise: [trim, upper]}
          price: "decimal(8,2)"
        mode: partition
        key: [country, code]
        clean: {partition_by: [country]}
        """);
    write("lake/raw/shop/items/at/2020-11-11.csv", "code,price\n x1,1.5\nx2,3\n");
    write("lake/raw/shop/items/de/2020-11-11.csv", "code,price\nx1,2\n");
    ingest();
    write("lake/raw/shop/items/at/2020-11-12.csv", "code,price\nx2,3\n");
    ingest();
    Files.delete(home.resolve("lake/raw/shop/items/de/2020-11-11.csv"));

    Explanation told = why("at", "X1 ");

    assertThat(told.key()).isEqualTo(Map.of("country", "at", "code", "X1"));
    assertThat(lines(told))
        .containsExactly(
            "at/2020-11-11.csv#1 1 upsert applied removed - floor: the load at/2020-11-12.csv#1"
                + " does not have it");
    assertThat(told.table().row()).isEmpty();
    assertThat(told.notRead()).as("the other country's file cannot hold the key").isEmpty();
    assertThat(named("code=x2,country=at").rows()).hasSize(2);
    assertThat(named("country=de,code=x1").notRead()).hasSize(1);
    assertThatThrownBy(() -> named("country=at,cod=x1"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("\"cod\", which is no key column; did you mean \"code\"?");
    assertThatThrownBy(() -> named("country=at"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--key lacks code");
  }

  @Test
  void givenJsonLinesOfWhichOneCannotBeUsed_whenAsked_thenRowsAreFound() throws IOException {
    job("key: [id]\n");
    write(
        "jobs/shop/items.yaml",
        Files.readString(home.resolve("jobs/shop/items.yaml"))
            .replace("format: csv", "format: json"));
    write(
        "lake/raw/shop/items/2020-11-11.json",
        """
        {"id": 1, "name": "Ada", "amount": 1, "gone": null}
        {"id": 1, "name": "Ada", "amount": "x", "gone": null}
        """);
    ingest();

    assertThat(lines(why("1")))
        .containsExactly(
            "2020-11-11.json#1 1 upsert applied won - -: -",
            "2020-11-11.json#1 2 - applied quarantined - bad-value: bad-value in column amount:"
                + " \"x\"");
  }

  @Test
  void givenWhatIsNoKeyOfTheDataset_whenAsked_thenItSaysWhatWouldBe() throws IOException {
    assertThatThrownBy(() -> why("1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there is no table");
    raw("2020-11-11.csv", "1,Ada,1,\n");
    ingest();

    assertThatThrownBy(() -> why("2"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no row of the key id = \"2\" was found");
    assertThatThrownBy(() -> why("1", "2"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("the key has 1 column, id; found 2 values");
    assertThatThrownBy(() -> why("one"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("\"one\" is no value of the key column id, which is bigint");
    assertThatThrownBy(() -> why(""))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("bigint and never empty");
  }

  @Test
  void givenAKeyThatDiffersByCase_whenAsked_thenTheTablesIsOffered() throws IOException {
    job("key: [name]\ndelete_when: gone\n");
    raw("2020-11-11.csv", "1,Ada,1,\n");
    ingest();

    assertThatThrownBy(() -> why("ADA "))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "the table has name = \"Ada\", which differs by case or blanks alone");
  }

  @Test
  void givenATableOfEvents_whenAsked_thenItHasNoKeys() throws IOException {
    job("mode: append\n");
    raw("2020-11-11.csv", "1,Ada,1,\n");
    ingest();

    assertThatThrownBy(() -> why("1"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("rows have no key (mode: append)");
  }

  private static List<String> lines(Explanation told) {
    return told.rows().stream()
        .map(
            row ->
                row.source().increment()
                    + " "
                    + (row.source().record().isPresent() ? row.source().record().getAsLong() : "-")
                    + " "
                    + row.operation().orElse("-")
                    + " "
                    + row.state().name().toLowerCase(Locale.ROOT)
                    + " "
                    + row.outcome().text()
                    + " "
                    + (row.against().isPresent() ? row.against().getAsInt() : "-")
                    + " "
                    + row.decidedBy().orElse("-")
                    + ": "
                    + row.because().orElse("-"))
        .toList();
  }

  private Explanation why(String... values) {
    return new WhyVerb(run, where()).why(new KeyGiven(List.of(values), Optional.empty()));
  }

  private Explanation named(String key) {
    return new WhyVerb(run, where()).why(new KeyGiven(List.of(), Optional.of(key)));
  }

  private void ingest() {
    DatasetOutcome outcome =
        new IngestVerb(run, where())
            .ingest(new IngestOptions("test", Optional.of(List.of())))
            .get(0);
    assertThat(outcome.exitCode()).as("%s", outcome.problem()).isEqualTo(ExitCode.DONE);
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
    write(
        "jobs/shop/items.yaml",
        """
        dataset: shop/items
        raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}
        columns: {id: bigint, name: string, amount: bigint, gone: boolean}
        """
            + more);
  }

  private void raw(String name, String rows) throws IOException {
    write("lake/raw/shop/items/" + name, HEADER + rows);
  }

  private void write(String path, String content) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
