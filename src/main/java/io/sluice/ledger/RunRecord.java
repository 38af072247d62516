package io.sluice.ledger;

import io.sluice.error.ExitCode;
import io.sluice.error.Printable;
import io.sluice.spec.DatasetName;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one run did for one dataset, as the ledger keeps it.
 *
 * @param runId given by the caller or made up; any text
 * @param verb such as {@code ingest}
 * @param host the machine that the run was on
 * @param tableVersion the version that readers saw when the run ended; empty where there is none
 * @param applied ids of the increments that the run put into the table, in their order
 * @param counts of rows, by the names of docs/merge-law.md; their order is kept
 * @param warnings one sentence each
 * @param problem why the run failed; empty with exit code 0
 * @param held ids of the increments that the guard held back
 */
public record RunRecord(
    String runId,
    String verb,
    DatasetName dataset,
    String host,
    Instant started,
    Instant ended,
    ExitCode exitCode,
    OptionalLong tableVersion,
    List<String> applied,
    Map<String, Long> counts,
    List<String> warnings,
    Optional<String> problem,
    List<String> held) {
  /** Copies lists and maps; checks that the run has an id. */
  public RunRecord {
    if (runId.isBlank()) {
      throw new IllegalArgumentException("a run needs an id, found \"" + runId + "\"");
    }
    applied = List.copyOf(applied);
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    warnings = warnings.stream().map(Printable::line).toList();
    problem = problem.map(Printable::lines);
    held = List.copyOf(held);
  }
}
