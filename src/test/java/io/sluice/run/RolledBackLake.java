package io.sluice.run;

import io.sluice.config.Configuration;
import io.sluice.config.Loaded;
import io.sluice.spark.TestSession;
import io.sluice.spec.Increment;
import io.sluice.spec.Increment.Kind;
import io.sluice.spec.Increment.RawFile;
import io.sluice.spec.JobSpec;
import io.sluice.storage.RoutedStorage;
import io.sluice.table.Change;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import io.sluice.table.TableState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A lake of one table whose versions hold no rows: what they have applied is written at will, as by
 * a rollback.
 */
public final class RolledBackLake {
  public final MovableClock clock = new MovableClock(Instant.parse("2026-11-20T12:00:00Z"));
  public final Lake lake;
  public final JobSpec job;
  public final Table table;

  /** Raw files are kept for two days, and versions for a month. */
  public RolledBackLake(Path home, String raw) throws IOException {
    Files.createDirectories(home.resolve("jobs/shop"));
    Files.writeString(home.resolve("conf.yaml"), "lake: \"" + home.resolve("lake") + "\"\n");
    Files.writeString(
        home.resolve("jobs/shop/items.yaml"),
        """
        dataset: shop/items
        description: Items.
        raw: {%s, retain: 2d}
        columns: {id: bigint}
        key: [id]
        clean: {retain: {age: 30d}}
        """
            .formatted(raw));
    Loaded loaded = Configuration.load(home.resolve("jobs"), home.resolve("conf.yaml"), List.of());
    job = loaded.jobs().get(0);
    lake = new Lake(loaded.environment(), Map.of(), new RoutedStorage(Map.of()), clock);
    table = lake.table(job);
  }

  /** Writes a raw file; the increment that it is, or is all of. */
  public Increment deliver(String id, Kind kind, String path) throws IOException {
    Path file = lake.rawFolder(job).append(path).localPath();
    Files.createDirectories(file.getParent());
    Files.writeString(file, "id\n1\n");
    long modified = Files.getLastModifiedTime(file).toMillis();
    RawFile raw = new RawFile(path, Files.size(file), modified, Optional.empty(), Optional.empty());
    return new Increment(id, kind, Instant.EPOCH, List.of(raw), false, List.of());
  }

  /** Commits a version in the place of the current one, so long after the one before. */
  public Snapshot commit(Duration later, String runId, Increment... applied) {
    clock.forward(later);
    Optional<Snapshot> current = table.current();
    try (Change change = table.change(TestSession.shared(), job, current, runId)) {
      TableState state = TableState.of(job, List.of(applied), List.of(), Map.of());
      return change.commit(state, clock.instant()).orElseThrow();
    }
  }
}
