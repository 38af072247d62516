package io.sluice.run.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.error.ExitCode;
import io.sluice.run.DatasetOutcome;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
class IngestCrashIT {
  /** Without it, every third of Spark's and all of our own. */
  private static final boolean EVERY_WRITE = Boolean.getBoolean("sluice.test.long");

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
    List<String> writes = new ArrayList<>();
    lake.deliver(day);
    WatchedDisk.watch(
        engine,
        write -> {
          boolean ours = !write.matches("(create|close|rename|mkdirs|delete) .*/v\\d.*");
          writes.add(write);
          if ((ours || EVERY_WRITE || writes.size() % 3 == 0) && seen.add(lake.fingerprint())) {
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
    assertThat(writes).hasSizeGreaterThan(30);
    assertThat(moments).hasSizeGreaterThan(10);

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
  }

  @Test
  void givenOneFailingWriteOfEachKind_whenRunAgain_thenTheFirstRunSaidSoAndAllIsWell()
      throws IOException {
    prepareDaysBefore(3);
    lake.deliver(3);
    Path before = home.resolve("before");
    lake.copyTo(before);
    List<String> all = new ArrayList<>();
    WatchedDisk.watch(engine, all::add);
    assertThat(lake.ingest("run").problem()).isEmpty();
    WatchedDisk.unwatch(engine);
    List<String> expected = lake.state();
    Set<String> kinds = new HashSet<>();

    for (int write = 0; write < all.size(); write++) {
      if (kinds.add(all.get(write).replaceAll("country=..|-[0-9a-f-]{8,}|[0-9]+", "#"))) {
        String where = "failed: " + all.get(write);
        lake.restore(before);
        AtomicInteger left = new AtomicInteger(write);
        WatchedDisk.watch(
            engine,
            one -> {
              if (left.getAndDecrement() == 0) {
                throw new IOException("the disk had a bad moment");
              }
            });
        DatasetOutcome outcome = lake.ingest("failing");
        WatchedDisk.unwatch(engine);
        assertThat(left.get()).as(where).isNegative();
        assertThat(outcome.exitCode()).as(where).isIn(ExitCode.DONE, ExitCode.TEMPORARY);
        lake.clock.forward(LEASE_HAS_RUN_OUT);
        DatasetOutcome again = lake.ingest("again");
        assertThat(again.problem()).as(where).isEmpty();
        // A run whose manifest or retention failed has committed, and leaves old versions; one
        // whose
        // entry failed says so in its log.
        boolean entry = all.get(write).matches("put .*/ledger/.*-1\\.json");
        assertThat(comparable(lake.state(), entry))
            .as(where)
            .isEqualTo(comparable(expected, entry));
      }
    }
    assertThat(kinds).hasSizeGreaterThan(10);
  }

  private static List<String> comparable(List<String> state, boolean withoutRuns) {
    return state.stream()
        .filter(line -> !line.startsWith("versions "))
        .filter(line -> !(withoutRuns && line.startsWith("run ")))
        .map(line -> line.replaceFirst("^run [A-Z_]+ ", "run "))
        .toList();
  }

  /** So that it is the machine's time when the run begins that is watched: its files bear it. */
  private void prepareDaysBefore(int day) throws IOException {
    lake.clock.forward(Duration.ofDays(1 - day));
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
