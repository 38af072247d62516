package io.sluice.run.runs;

import io.sluice.error.ExitCode;
import io.sluice.ledger.RunRecord;
import io.sluice.spec.DatasetName;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one run did for one dataset.
 *
 * @param version of the table when the run ended; empty where there was none
 * @param applied ids of the increments that the run put into the table
 * @param held ids of the increments that waited for approval
 * @param counts of rows, by the names of docs/merge-law.md; none where nothing was read
 */
public record PastRun(
    String runId,
    String verb,
    DatasetName dataset,
    String host,
    Instant started,
    Instant ended,
    ExitCode exitCode,
    OptionalLong version,
    List<String> applied,
    List<String> held,
    Map<String, Long> counts,
    List<String> warnings,
    Optional<String> problem) {
  /** Copies lists and maps; the order of counts is kept. */
  public PastRun {
    applied = List.copyOf(applied);
    held = List.copyOf(held);
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    warnings = List.copyOf(warnings);
  }

  static PastRun of(RunRecord run) {
    return new PastRun(
        run.runId(),
        run.verb(),
        run.dataset(),
        run.host(),
        run.started(),
        run.ended(),
        run.exitCode(),
        run.tableVersion(),
        run.applied(),
        run.held(),
        run.counts(),
        run.warnings(),
        run.problem());
  }

  /** Wall time. */
  public Duration took() {
    return Duration.between(started, ended);
  }
}
