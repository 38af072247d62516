package io.sluice.run.extract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Configuration;
import io.sluice.error.ExitCode;
import io.sluice.run.Lake;
import io.sluice.run.exports.ExportEntry;
import io.sluice.spec.EnvironmentSpec;
import io.sluice.storage.RoutedStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run that is killed at any of its writes, and run again: nothing is lost, nothing comes twice.
 */
class ExtractCrashIT {
  /** More than a run of two datasets makes. */
  private static final int MOST_WRITES = 60;

  @TempDir private Path home;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givenCrashAtEachWriteOfADay_whenRunAgain_thenAllChangesAreThereOnce(boolean afterIt) {
    boolean died = true;
    for (int write = 1; died && write < MOST_WRITES; write++) {
      try (ZuoraLake lake = new ZuoraLake(home.resolve("day-" + write), "Account", "Contact")) {
        lake.put("Account", "a1", "Ada");
        lake.put("Contact", "c1", "Zoë");
        lake.clock.forward(Duration.ofMinutes(1));
        lake.extract();
        lake.nextDay();
        lake.put("Account", "a2", "Eve");
        lake.delete("Contact", "c1");
        lake.put("Contact", "c2", "new");
        lake.clock.forward(Duration.ofMinutes(1));

        died = crashed(lake, write, afterIt);
        lake.clock.forward(Duration.ofMinutes(6)); // The dead run's lease has run out.
        List<ExtractedDataset> again = lake.extract();

        String where = "crash at write " + write;
        assertThat(again).as(where).allMatch(one -> one.exitCode() == ExitCode.DONE);
        assertThat(lake.merged("Account")).as(where).containsOnlyKeys("a1", "a2");
        assertThat(lake.merged("Contact")).as(where).containsOnlyKeys("c2");
        assertThat(lake.exports()).as(where).noneMatch(one -> one.state().equals("asked"));
        assertThat(lake.server.submissions()).as(where).hasSizeLessThanOrEqualTo(3);
        assertThat(lake.manifests("Account")).as(where).hasSizeLessThanOrEqualTo(3);
      }
    }
    assertThat(died).as("the last run is one that is not killed").isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givenCrashAtEachWriteOfTheFirstLoad_whenRunAgain_thenTheBaseIsThere(boolean afterIt) {
    boolean died = true;
    for (int write = 1; died && write < MOST_WRITES; write++) {
      try (ZuoraLake lake = new ZuoraLake(home.resolve("first-" + write), "Account")) {
        lake.put("Account", "a1", "Ada");
        lake.clock.forward(Duration.ofMinutes(1));

        died = crashed(lake, write, afterIt);
        lake.clock.forward(Duration.ofMinutes(6));
        List<ExtractedDataset> again = lake.extract();

        String where = "crash at write " + write;
        assertThat(again).as(where).allMatch(one -> one.exitCode() == ExitCode.DONE);
        assertThat(lake.merged("Account")).as(where).containsOnlyKeys("a1");
      }
    }
    assertThat(died).isFalse();
  }

  @Test
  void givenCrashWhileAJobRuns_whenRunAgain_thenItIsTakenUpByItsIdAndKeepsItsDate() {
    try (ZuoraLake lake = new ZuoraLake(home, "Account")) {
      lake.put("Account", "a1", "Ada");
      lake.clock.forward(Duration.ofMinutes(1));
      // Its lease, the question, the job's id: dead at what comes next.
      crashed(lake, 4, false);
      String jobId = lake.exports().get(0).answer().get("job_id");
      lake.clock.forward(Duration.ofHours(3));

      ExportEntry taken = lake.extract().get(0).exports().get(0);

      assertThat(lake.server.submissions()).hasSize(1);
      assertThat(taken.answer()).containsEntry("job_id", jobId);
      assertThat(taken.processedDate().orElseThrow())
          .isBefore(ZuoraLake.START.plus(Duration.ofMinutes(5)));
    }
  }

  /** Whether the run got as far as the write that kills it. */
  private static boolean crashed(ZuoraLake lake, int write, boolean afterIt) {
    EnvironmentSpec environment =
        Configuration.load(lake.home.resolve("jobs"), lake.home.resolve("conf.yaml"), List.of())
            .environment();
    CrashingStorage storage =
        new CrashingStorage(new RoutedStorage(environment.spark()), write, afterIt);
    ExtractVerb verb =
        new ExtractVerb(
            lake.run(),
            lake.where(),
            loaded -> new Lake(loaded.environment(), Map.of(), storage, lake.clock));
    ExtractOptions options = new ExtractOptions("killed", Map.of());
    try {
      List<ExtractedDataset> unused = verb.extract(options);
    } catch (CrashingStorage.Killed e) {
      assertThat(storage.died()).isTrue();
    }
    return storage.died();
  }
}
