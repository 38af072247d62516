package io.sluice.run;

import io.sluice.spec.DatasetName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where one dataset stands.
 *
 * @param pending ids of increments that are sealed and not applied
 * @param problems why pending increments wait and why the last export failed, a sentence each
 * @param rows of the current version
 * @param version the current one; empty before the first commit
 * @param openQuarantine rows in quarantine
 * @param lastExport the one that was asked for last; empty where the source drops its files itself
 * @param newestSealed the processed date of the newest increment, applied or not
 * @param newestApplied the processed date of the newest applied increment
 * @param gaps between the windows of recent exports, oldest first
 * @param lastRun when the last run ended and how, such as {@code 2026-11-21T00:31:07Z done}
 * @param freshness {@code fresh}, {@code stale} or {@code never loaded}; a job without a limit is
 *     fresh once loaded
 */
public record DatasetStatus(
    DatasetName dataset,
    List<String> pending,
    List<String> problems,
    OptionalLong rows,
    OptionalLong version,
    long openQuarantine,
    Optional<LastExport> lastExport,
    Optional<Instant> newestSealed,
    Optional<Instant> newestApplied,
    List<ExportGap> gaps,
    Optional<String> lastRun,
    String freshness) {
  /** Copies the lists. */
  public DatasetStatus {
    pending = List.copyOf(pending);
    problems = List.copyOf(problems);
    gaps = List.copyOf(gaps);
  }
}
