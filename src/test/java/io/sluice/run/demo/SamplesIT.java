package io.sluice.run.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.ExitCode;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.show.ShowOptions;
import io.sluice.run.show.ShowVerb;
import io.sluice.run.show.ShownRows;
import io.sluice.spark.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo: every sample dataset through all its increments. What each table must hold at the end
 * lies in {@code src/test/resources/samples}, worked out from the samples by hand.
 */
class SamplesIT {
  private static final Path EXPECTED = Path.of("src", "test", "resources", "samples");
  private static final ShowOptions ALL_ROWS =
      new ShowOptions(OptionalLong.empty(), Optional.empty(), 0, List.of(), false);

  @TempDir private Path folder;

  @Test
  void givenTheStory_whenTheDemoRuns_thenItsActsSayWhatTheOutcomesAre() {
    TestSession.shared();
    Run run = new Run(Clock.systemUTC(), Map.of(), Progress.NONE);

    List<Boolean> merged = new ArrayList<>();
    DemoReport report =
        new DemoVerb(run)
            .demo(
                "accounts",
                folder.resolve("lake"),
                act -> merged.add(Files.exists(folder.resolve("lake/lake/clean/zuora/account"))));

    assertThat(report.acts()).hasSize(4);
    assertThat(merged).as("told when they are over").containsExactly(false, true, true, true);
    assertThat(lines(report, 0))
        .containsExactly(
            "Exported: 8 rows. A manifest beside the file has its rows and its hash: half a file is"
                + " never read.");
    assertThat(lines(report, 1)).containsExactly("8 rows: 8 inserted. The table has 8 rows.");
    assertThat(lines(report, 2))
        .contains(
            "8 rows: 3 inserted, 2 updated, 1 deleted, 2 without change. The table has 10 rows.");
    assertThat(lines(report, 3))
        .contains("1 row: 1 to quarantine. The table has 10 rows.")
        .anySatisfy(line -> assertThat(line).contains("\"12,5x\" is no decimal(18,2)"))
        .anySatisfy(
            line -> assertThat(line).contains("5 of 10 rows of the table would be deleted"));
    assertThat(report.status())
        .singleElement()
        .satisfies(status -> assertThat(status.freshness()).isEqualTo("fresh"));
    assertThat(report.place().jobs().resolve("zuora")).isDirectoryContaining("glob:**account.yaml");
  }

  private static List<String> lines(DemoReport report, int act) {
    return report.acts().get(act).steps().stream().flatMap(step -> step.lines().stream()).toList();
  }

  @Test
  void givenAllSamples_whenTheDemoRuns_thenEachTableHoldsTheLatestStateOfItsRows()
      throws IOException {
    TestSession.shared();
    Run run = new Run(Clock.systemUTC(), Map.of(), Progress.NONE);

    DemoReport report = new DemoVerb(run).demo("all", folder.resolve("lake"), act -> {});

    assertThat(report.outcomes())
        .isNotEmpty()
        .allSatisfy(
            outcome -> {
              assertThat(outcome.problem()).isEmpty();
              assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
            });
    assertThat(report.outcomes()).hasSize(43);
    assertThat(report.status())
        .allSatisfy(status -> assertThat(status.freshness()).isEqualTo("fresh"));
    for (DatasetOutcome outcome : report.outcomes()) {
      String dataset = outcome.dataset().toString();
      Workplace where =
          new Workplace(report.place().conf(), report.place().jobs(), List.of(dataset));
      ShownRows shown = new ShowVerb(run, where).show(ALL_ROWS);
      List<String> lines = new ArrayList<>();
      lines.add(String.join("|", shown.columns()));
      for (List<Optional<String>> row : shown.rows()) {
        lines.add(
            row.stream()
                .map(cell -> cell.orElse("").replace("\n", "\\n"))
                .collect(Collectors.joining("|")));
      }
      assertThat(lines)
          .as(dataset)
          .isEqualTo(Files.readAllLines(EXPECTED.resolve(dataset + ".txt")));
    }
  }
}
