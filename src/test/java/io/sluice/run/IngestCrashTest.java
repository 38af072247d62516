package io.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.ExitCode;
import io.sluice.spark.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run of {@code ingest} that ends at any of its writes, Spark's and our own, and is run again.
 *
 * <p>What a killed process leaves is the disk as it was at that moment, no more. One run is
 * therefore watched, and what is on the disk before each of its writes, which is what is there
 * after the one before, is kept; each of these states is then what the next run finds.
 */
class IngestCrashTest {
  private static final Duration LEASE_HAS_RUN_OUT = Duration.ofMinutes(6);
  private static final Duration LEFTOVERS_ARE_OLD = Duration.ofDays(3);

  @TempDir private Path home;
  private Configuration engine;
  private CrashLake lake;

  @BeforeEach
  void prepare() throws IOException {
    engine = TestSession.shared().sparkContext().hadoopConfiguration();
    lake = new CrashLake(home.resolve("home"));
  }

  @AfterEach
  void unwatch() {
    WatchedDisk.unwatch(engine);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void givenDeathAtAnyWrite_whenRunAgain_thenAllIsAsIfNothingHadHappened(int day)
      throws IOException {
    prepareDaysBefore(day);
    Map<Path, String> moments = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    lake.deliver(day);
    WatchedDisk.watch(
        engine,
        write -> {
          if (seen.add(lake.fingerprint())) {
            Path moment = home.resolve("moment-" + moments.size());
            lake.copyTo(moment);
            moments.put(moment, write);
            if (write.startsWith("put ")) {
              moments.put(halfWritten(write, moments.size()), "half of " + write);
            }
          }
        });
    DatasetOutcome whole = lake.ingest("run");
    WatchedDisk.unwatch(engine);
    assertThat(whole.problem()).isEmpty();
    List<String> expected = lake.state();
    assertThat(lake.orphans()).isEmpty();
    lake.deliver(day + 1);
    lake.ingest("next");
    List<String> expectedNext = lake.state();
    assertThat(lake.orphans()).isEmpty();
    assertThat(moments).hasSizeGreaterThan(20);

    int withOrphans = 0;
    lake.clock.forward(LEASE_HAS_RUN_OUT);
    for (Map.Entry<Path, String> moment : moments.entrySet()) {
      String where = "dead before: " + moment.getValue();
      lake.restore(moment.getKey());
      DatasetOutcome again = lake.ingest("again");
      assertThat(again.problem()).as(where).isEmpty();
      assertThat(lake.state()).as(where).isEqualTo(expected);
      if (!lake.orphans().isEmpty()) {
        withOrphans++;
        lake.clock.forward(LEFTOVERS_ARE_OLD);
        lake.deliver(day + 1);
        lake.ingest("next");
        assertThat(lake.state()).as(where).isEqualTo(expectedNext);
        assertThat(lake.orphans()).as(where).isEmpty();
      }
    }
    assertThat(withOrphans).isPositive();
    System.err.println("MOMENTS " + moments.size() + " orphans " + withOrphans);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void givenOneFailingWrite_whenRunAgain_thenTheFirstRunSaidSoAndAllIsWell(int day)
      throws IOException {
    prepareDaysBefore(day);
    lake.deliver(day);
    Path before = home.resolve("before");
    lake.copyTo(before);
    DatasetOutcome whole = lake.ingest("run");
    assertThat(whole.problem()).isEmpty();
    List<String> expected = lake.state();

    int failures = 0;
    for (boolean failed = true; failed; ) {
      int last = ++failures;
      List<String> writes = new ArrayList<>();
      lake.restore(before);
      WatchedDisk.watch(
          engine,
          write -> {
            writes.add(write);
            if (writes.size() == last) {
              throw new IOException("the disk had a bad moment");
            }
          });
      DatasetOutcome outcome = lake.ingest("failing");
      WatchedDisk.unwatch(engine);
      failed = writes.size() >= last;
      String where = "failed: " + writes.get(Math.min(last, writes.size()) - 1);
      assertThat(outcome.exitCode()).as(where).isIn(ExitCode.DONE, ExitCode.TEMPORARY);
      lake.clock.forward(LEASE_HAS_RUN_OUT);
      DatasetOutcome again = lake.ingest("again");
      assertThat(again.problem()).as(where).isEmpty();
      assertThat(lake.state()).as(where).isEqualTo(expected);
    }
    System.err.println("FAILURES " + failures);
    assertThat(failures).isGreaterThan(20);
  }

  private void prepareDaysBefore(int day) throws IOException {
    for (int before = 1; before < day; before++) {
      lake.deliver(before);
      assertThat(lake.ingest("day-" + before).problem()).isEmpty();
      lake.clock.forward(Duration.ofDays(1));
    }
  }

  /** The temporary file of a put that was killed before the file had its name. */
  private Path halfWritten(String write, int number) throws IOException {
    Path torn = home.resolve("moment-" + number);
    lake.copyTo(torn);
    Path target = Path.of(write.substring("put ".length()));
    Path inLake = torn.resolve(home.resolve("home/lake").relativize(target).toString());
    Files.createDirectories(inLake.getParent());
    Files.writeString(inLake.resolveSibling("_tmp.0f3ca3ae-0000-4000-8000-000000000000"), "{\"fo");
    return torn;
  }
}
