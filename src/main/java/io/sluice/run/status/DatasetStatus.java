package io.sluice.run.status;

import io.sluice.config.BrokenJob;
import io.sluice.error.ExitCode;
import io.sluice.spec.DatasetName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The state of one dataset.
 *
 * @param pending ids of increments that are sealed and not applied
 * @param withdrawn ids of increments that a rollback took out of the table
 * @param problems why pending increments wait, why the last export failed, and what is broken, a
 *     sentence each
 * @param rows of the current version
 * @param version the current one; empty before the first commit
 * @param openQuarantine rows in quarantine
 * @param lastExport the one that was asked for last; empty if another system writes the files
 * @param newestSealed the processed date of the newest increment, applied or not
 * @param newestApplied the processed date of the newest applied increment
 * @param gaps between the windows of recent exports, oldest first
 * @param lastRun when the last run ended and how, such as {@code 2026-11-21T00:31:07Z done}
 * @param freshness {@code fresh}, {@code stale}, {@code no limit} of a table that was loaded and
 *     whose job file sets none, {@code never loaded}, {@code damaged} where readers may see wrong
 *     rows, or {@code unknown} where the table cannot be read
 * @param unread what of {@code table}, {@code files}, {@code raw}, {@code exports} and {@code runs}
 *     could not be read, so that nothing above tells of it; a problem says why
 * @param exitCode the worst of what was broken
 */
public record DatasetStatus(
    DatasetName dataset,
    List<String> pending,
    List<String> withdrawn,
    List<String> problems,
    OptionalLong rows,
    OptionalLong version,
    long openQuarantine,
    Optional<LastExport> lastExport,
    Optional<Instant> newestSealed,
    Optional<Instant> newestApplied,
    List<ExportGap> gaps,
    Optional<String> lastRun,
    String freshness,
    List<String> unread,
    ExitCode exitCode) {
  static final String FRESH = "fresh";
  static final String NO_LIMIT = "no limit";

  /** Copies the lists. */
  public DatasetStatus {
    pending = List.copyOf(pending);
    withdrawn = List.copyOf(withdrawn);
    problems = List.copyOf(problems);
    gaps = List.copyOf(gaps);
    unread = List.copyOf(unread);
  }

  /** Of a dataset that its job file tells too little of to look for it. */
  static DatasetStatus broken(BrokenJob job) {
    return new DatasetStatus(
        job.dataset(),
        List.of(),
        List.of(),
        List.of(job.problem()),
        OptionalLong.empty(),
        OptionalLong.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        "unknown",
        List.of("table", "files", "raw", "exports", "runs"),
        ExitCode.CONFIGURATION);
  }

  /** Whether its data is as new as its job file asks for. */
  public boolean isFresh() {
    return freshness.equals(FRESH) || freshness.equals(NO_LIMIT);
  }

  /** Whether the increments that are pending are known. */
  public boolean isPendingKnown() {
    return !unread.contains("table") && !unread.contains("raw");
  }
}
