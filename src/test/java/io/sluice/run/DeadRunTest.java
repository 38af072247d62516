package io.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.RunRecord;
import io.sluice.spec.Increment;
import io.sluice.spec.Increment.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The entry of a run that committed and died. */
class DeadRunTest {
  @TempDir private Path home;
  private RolledBackLake lake;
  private Increment first;
  private Increment second;

  @BeforeEach
  void prepare() throws IOException {
    lake = new RolledBackLake(home.resolve("one"), "format: csv");
    first = lake.deliver("a.csv#1", Kind.BARE, "a.csv");
    second = lake.deliver("b.csv#1", Kind.BARE, "b.csv");
  }

  @Test
  void givenTheVersionBefore_whenEntered_thenWhatItLacksWasApplied() {
    lake.commit(Duration.ZERO, "first", first);
    lake.commit(Duration.ZERO, "rollback");
    lake.commit(Duration.ZERO, "dead", second);

    assertThat(entered().applied()).containsExactly("b.csv#1");
  }

  @Test
  void givenASleepersVersionBefore_whenEntered_thenNothingIsSaidOfWhatWasApplied()
      throws IOException {
    lake.commit(Duration.ZERO, "first", first);
    lake.commit(Duration.ZERO, "dead", first, second);
    RolledBackLake other = new RolledBackLake(home.resolve("two"), "format: csv");
    other.commit(Duration.ZERO, "sleeper", second);
    String file = "_versions/00000000000000000001.json";
    Files.copy(
        other.table.root().append(file).localPath(),
        lake.table.root().append(file).localPath(),
        StandardCopyOption.REPLACE_EXISTING);

    RunRecord entry = entered();

    assertThat(entry.applied()).isEmpty();
    assertThat(entry.tableVersion()).hasValue(2);
  }

  private RunRecord entered() {
    new DeadRun(lake.lake, lake.job, "finder").record(lake.table);
    List<RunRecord> runs = lake.lake.ledger().runs(lake.job.dataset());
    assertThat(runs).hasSize(1);
    return runs.get(0);
  }
}
