package io.sluice.run.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.UsageException;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.describe.ReadWith;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.ingest.IngestVerb;
import io.sluice.spark.TestSession;
import io.sluice.spec.DatasetName;
import io.sluice.spec.HiddenColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which columns of a table are shown. */
class ShowVerbTest {
  @TempDir private Path home;
  private final Run run = new Run(Clock.systemUTC(), Map.of(), Progress.NONE);

  @BeforeEach
  void ingest() throws IOException {
    TestSession.shared();
    write("conf.yaml", "lake: \"" + home.resolve("lake") + "\"\n");
    write(
        "jobs/shop/items.yaml",
        """
        dataset: shop/items
        raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}
        columns: {id: bigint, name: string, amount: "decimal(18,2)"}
        key: [id]
        clean: {format: parquet}
        """);
    write("lake/raw/shop/items/2020-11-18.csv", "id,name,amount\n1,Ada,1.5\n");
    new IngestVerb(run, where()).ingest(new IngestOptions("test", Optional.empty()));
  }

  private Workplace where() {
    return new Workplace(home.resolve("conf.yaml"), home.resolve("jobs"), List.of("shop/items"));
  }

  private void write(String path, String content) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private ShownRows show(boolean all, String... columns) {
    return new ShowVerb(run, where())
        .show(new ShowOptions(OptionalLong.empty(), Optional.empty(), 0, List.of(columns), all));
  }

  @Test
  void givenColumns_whenShown_thenThoseInThatOrderHiddenOnesToo() {
    ShownRows rows = show(false, "amount", "_increment", "id");

    assertThat(rows.columns()).containsExactly("amount", "_increment", "id");
    assertThat(rows.bare()).containsExactlyInAnyOrder("amount", "id");
    assertThat(rows.rows())
        .containsExactly(
            List.of(Optional.of("1.50"), Optional.of("2020-11-18.csv#1"), Optional.of("1")));
  }

  @Test
  void givenSomebodyWhoWaits_whenShown_thenTheStepUntilTheFirstRowIsThere() {
    List<String> told = new ArrayList<>();
    Progress progress =
        new Progress() {
          @Override
          public void begin(int datasets) {
            told.add("begin " + datasets);
          }

          @Override
          public void step(DatasetName dataset, String step) {
            told.add(dataset + ": " + step);
          }

          @Override
          public void done(DatasetOutcome outcome) {}

          @Override
          public void clear() {
            told.add("clear");
          }
        };
    ShownRows rows =
        new ShowVerb(new Run(Clock.systemUTC(), Map.of(), progress), where())
            .show(new ShowOptions(OptionalLong.empty(), Optional.empty(), 0, List.of("id"), false));

    assertThat(told).containsExactly("begin 1", "shop/items: reading version 1");
    assertThat(rows.rows().iterator().hasNext()).isTrue();
    assertThat(told).endsWith("clear").hasSize(3);
  }

  @Test
  void givenTheTable_whenDescribedForAnEngine_thenItsHiddenColumnsAreNamed() {
    String lines = new ReadWith(run, where()).lines("duckdb");

    for (String column : HiddenColumns.ALL) {
      assertThat(lines.lines()).anyMatch(line -> line.startsWith("--   " + column + " "));
    }
    assertThat(lines).startsWith("-- shop/items: version 1 has 1 row in 1 file.");
  }

  @Test
  void givenNone_whenShown_thenThoseOfTheJobFileAndTheHiddenOnesIfAskedFor() {
    assertThat(show(false).columns()).containsExactly("id", "name", "amount");
    assertThat(show(true).columns()).startsWith("id", "name", "amount").contains("_increment");
  }

  @Test
  void givenAColumnThatIsNotThere_whenShown_thenTheNearestIsOffered() {
    assertThatThrownBy(() -> show(false, "id", "Amuont"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--columns: \"Amuont\" is not a column of shop/items; did you mean \"amount\"?");
    assertThatThrownBy(() -> show(false, "price"))
        .hasMessageStartingWith(
            "--columns: \"price\" is not a column of shop/items; they are id, name, amount, _");
  }
}
