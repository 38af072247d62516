package io.sluice.run;

import java.util.List;
import java.util.Optional;

/**
 * How {@code ingest} goes.
 *
 * @param runId the caller's name for this run
 * @param approval empty: the guard judges; an empty list approves whatever it holds, ids approve
 *     those increments
 */
public record IngestOptions(String runId, Optional<List<String>> approval) {}
