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
  void givenAllSamples_whenTheDemoRuns_thenEachTableHoldsTheLatestStateOfItsRows()
      throws IOException {
    TestSession.shared();
    Run run = new Run(Clock.systemUTC(), Map.of(), Progress.NONE);

    DemoReport report = new DemoVerb(run).demo(folder.resolve("lake"));

    assertThat(report.outcomes())
        .isNotEmpty()
        .allSatisfy(
            outcome -> {
              assertThat(outcome.problem()).isEmpty();
              assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
            });
    for (DatasetOutcome outcome : report.outcomes()) {
      String dataset = outcome.dataset().toString();
      Workplace where = new Workplace(report.conf(), Path.of("jobs"), List.of(dataset));
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
