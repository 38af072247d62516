package io.sluice.run.ingest;

import java.util.List;
import java.util.Optional;

/**
 * How {@code ingest} goes.
 *
 * @param runId the caller's name for this run
 * @param approval empty: the guard judges; an empty list approves whatever it holds, ids approve
 *     those increments
 * @param reapplied empty: what was withdrawn stays so; an empty list puts all of it back, ids those
 *     increments
 * @param maxBytes of raw files in one commit, 1 or more; where more is pending, the oldest
 *     increments go first
 * @param samples how many rows of each kind a plan shows
 * @param explains whether a dataset that has no files yet says where it looked for them; with many
 *     datasets that would be noise
 */
public record IngestOptions(
    String runId,
    Optional<List<String>> approval,
    Optional<List<String>> reapplied,
    long maxBytes,
    int samples,
    boolean explains) {
  private static final int FEW = 5;

  /** What one commit takes where nobody says otherwise. */
  public static final long DEFAULT_MAX_BYTES = 64_000_000_000L;

  /** Options of a caller, who says nothing of {@code explains}. */
  public IngestOptions(
      String runId,
      Optional<List<String>> approval,
      Optional<List<String>> reapplied,
      long maxBytes) {
    this(runId, approval, reapplied, maxBytes, 0, true);
  }

  /** The same where nothing is put back. */
  public IngestOptions(String runId, Optional<List<String>> approval, long maxBytes) {
    this(runId, approval, Optional.empty(), maxBytes);
  }

  /** The same options for a plan that shows so many rows of each kind. */
  public IngestOptions showing(int rows) {
    return new IngestOptions(runId, approval, reapplied, maxBytes, rows, explains);
  }

  /** The same options where there are this many datasets. */
  IngestOptions of(int datasets) {
    return new IngestOptions(runId, approval, reapplied, maxBytes, samples, datasets <= FEW);
  }

  /** Whether the increment, which is withdrawn, is to be put back. */
  boolean reapplies(String increment) {
    return reapplied.filter(ids -> ids.isEmpty() || ids.contains(increment)).isPresent();
  }

  /** Options with {@link #DEFAULT_MAX_BYTES}. */
  public IngestOptions(String runId, Optional<List<String>> approval) {
    this(runId, approval, DEFAULT_MAX_BYTES);
  }
}
