package io.sluice.table.files;

import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.Increment;
import io.sluice.table.DataFile;
import io.sluice.table.SideFolder;
import io.sluice.table.TableState;
import io.sluice.table.files.TableVersion.Layout;
import io.sluice.table.files.TableVersion.Lineage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Versions of a small table for tests. */
final class Versions {
  private Versions() {}

  /** Whether the version was committed. */
  static boolean commit(FilesTable table, TableVersion version) {
    return table.commit(version, Optional.empty()).isPresent();
  }

  /** The version as a program writes it that says what it was made from. */
  static TableVersion made(TableVersion version, String commit, Optional<TableVersion> from) {
    return new TableVersion(
        version.number(),
        version.committedAt(),
        version.runId(),
        Lineage.of(commit, from),
        version.state(),
        version.layout());
  }

  static TableVersion of(long number, List<DataFile> data, String... increments) {
    return of(number, data, Optional.empty(), List.of(), increments);
  }

  static TableVersion of(
      long number,
      List<DataFile> data,
      Optional<SideFolder> tombstones,
      List<SideFolder> quarantine,
      String... increments) {
    List<Increment> applied =
        Stream.of(increments)
            .map(
                id ->
                    new Increment(
                        id, Increment.Kind.BARE, Instant.EPOCH, List.of(), true, List.of()))
            .toList();
    return new TableVersion(
        number,
        Instant.parse("2026-11-20T10:00:00Z"),
        "run",
        Lineage.UNKNOWN,
        new TableState(
            Map.of("mode", "upsert"),
            Map.of("id", "bigint"),
            applied,
            List.of(),
            List.of(),
            Map.of()),
        new Layout(CleanFormat.PARQUET, List.of(), data, tombstones, quarantine));
  }
}
