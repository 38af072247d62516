package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.JobSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedJobsTest {
  private static final Path JOBS = Path.of("jobs");

  @Test
  void givenShippedJobs_whenChecked_thenNothingIsWrongOrRisky() {
    Checked checked = Configuration.check(JOBS, Path.of("conf/local.yaml"), List.of(), Map.of());

    assertThat(checked.problems()).isEmpty();
    assertThat(checked.warnings()).isEmpty();
  }

  @Test
  void givenLakeAlone_whenShippedJobsAreLoaded_thenEachFileIsADataset(@TempDir Path folder)
      throws IOException {
    Path conf = Files.writeString(folder.resolve("conf.yaml"), "lake: lake\n");

    List<JobSpec> jobs = Configuration.load(JOBS, conf, List.of()).jobs();

    try (Stream<Path> files = Files.walk(JOBS)) {
      List<String> places =
          files
              .map(JOBS::relativize)
              .map(Path::toString)
              .filter(name -> name.endsWith(".yaml") && !name.endsWith("_source.yaml"))
              .map(name -> name.replace(".yaml", ""))
              .sorted()
              .toList();
      assertThat(jobs)
          .extracting(job -> job.dataset().toString())
          .containsExactlyElementsOf(places);
    }
  }
}
