package io.sluice.run;

import io.sluice.ledger.RunRecord;
import io.sluice.read.Pending;
import io.sluice.read.RefusedIncrement;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Says where datasets stand, from version files, the raw zone and the ledger; starts no Spark. */
final class StatusReport {
  private final Lake lake;

  StatusReport(Lake lake) {
    this.lake = lake;
  }

  DatasetStatus of(JobSpec job) {
    Optional<TableVersion> current = lake.table(job).current();
    List<Increment> applied = current.map(TableVersion::applied).orElse(List.of());
    Pending pending = lake.rawZone(job).pending(applied);
    Optional<Instant> newest =
        applied.stream().map(Increment::processedDate).max(Comparator.naturalOrder());
    return new DatasetStatus(
        job.dataset(),
        Stream.concat(
                pending.increments().stream().map(Increment::id),
                pending.refused().stream().map(RefusedIncrement::id))
            .toList(),
        problems(job, pending),
        current.map(version -> OptionalLong.of(version.rows())).orElse(OptionalLong.empty()),
        current.map(version -> OptionalLong.of(version.number())).orElse(OptionalLong.empty()),
        current.map(TableVersion::quarantinedRows).orElse(0L),
        newest,
        lake.ledger().last(job.dataset(), "ingest").map(StatusReport::lastRun),
        freshness(job, newest));
  }

  private static List<String> problems(JobSpec job, Pending pending) {
    Stream<String> held =
        pending.held().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(
                one ->
                    job.dataset()
                        + ": increment "
                        + one.getKey()
                        + " is held by its manifest: "
                        + one.getValue());
    return Stream.concat(pending.refused().stream().map(RefusedIncrement::reason), held).toList();
  }

  private static String lastRun(RunRecord run) {
    return run.ended()
        + " "
        + run.exitCode().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private String freshness(JobSpec job, Optional<Instant> newest) {
    if (newest.isEmpty()) {
      return "never loaded";
    }
    return job.freshness()
            .filter(limit -> newest.get().plus(limit).isBefore(lake.clock().instant()))
            .isPresent()
        ? "stale"
        : "fresh";
  }
}
