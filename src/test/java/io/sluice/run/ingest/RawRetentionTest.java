package io.sluice.run.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.run.RolledBackLake;
import io.sluice.spec.Increment;
import io.sluice.spec.Increment.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Raw files of tables that went back to an older state. */
class RawRetentionTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path home;

  @Test
  void givenAnIncrementThatWasTakenBack_whenItsTimeIsOver_thenItsFolderStaysSealed()
      throws IOException {
    RolledBackLake lake =
        new RolledBackLake(home, "format: csv, increment: folder, sealed_by: _SUCCESS");
    Increment stays = lake.deliver("day-1", Kind.FOLDER, "day-1/items.csv");
    Increment back = lake.deliver("day-2", Kind.FOLDER, "day-2/items.csv");
    Path first = seal(lake, "day-1");
    Path second = seal(lake, "day-2");
    lake.commit(Duration.ZERO, "night", stays, back);
    lake.commit(DAY, "rollback", stays);
    lake.clock.forward(DAY.plusHours(1));

    new RawRetention(lake.lake, lake.job).apply(lake.table);

    assertThat(first).doesNotExist();
    assertThat(second).exists();
    assertThat(second.resolveSibling("items.csv")).exists();
  }

  @Test
  void givenAnIncrementThatWasTakenBackAndAppliedAgain_whenRetained_thenItsTimeBeginsAnew()
      throws IOException {
    RolledBackLake lake = new RolledBackLake(home, "format: csv");
    Increment increment = lake.deliver("a.csv#1", Kind.BARE, "a.csv");
    Path file = lake.lake.rawFolder(lake.job).append("a.csv").localPath();
    lake.commit(Duration.ZERO, "night", increment);
    lake.commit(DAY, "rollback");
    lake.commit(DAY, "again", increment);

    new RawRetention(lake.lake, lake.job).apply(lake.table);
    assertThat(file).exists();
    lake.clock.forward(DAY.multipliedBy(2));
    new RawRetention(lake.lake, lake.job).apply(lake.table);

    assertThat(file).doesNotExist();
  }

  private static Path seal(RolledBackLake lake, String folder) throws IOException {
    Path marker = lake.lake.rawFolder(lake.job).append(folder + "/_SUCCESS").localPath();
    return Files.createFile(marker);
  }
}
