package io.sluice.run.ingest;

import java.util.List;
import java.util.Optional;

/**
 * How {@code ingest} goes.
 *
 * @param runId the caller's name for this run
 * @param approval empty: the guard judges; an empty list approves whatever it holds, ids approve
 *     those increments
 * @param maxBytes of raw files in one commit, 1 or more; where more is pending, the oldest
 *     increments go first
 */
public record IngestOptions(String runId, Optional<List<String>> approval, long maxBytes) {
  /** What one commit takes where nobody says otherwise. */
  public static final long DEFAULT_MAX_BYTES = 64_000_000_000L;

  /** Options with {@link #DEFAULT_MAX_BYTES}. */
  public IngestOptions(String runId, Optional<List<String>> approval) {
    this(runId, approval, DEFAULT_MAX_BYTES);
  }
}
