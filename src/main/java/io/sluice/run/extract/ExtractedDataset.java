package io.sluice.run.extract;

import io.sluice.error.ExitCode;
import io.sluice.run.exports.ExportEntry;
import io.sluice.spec.DatasetName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code extract} did for one dataset.
 *
 * @param exports the increments that were sealed
 * @param took wall time
 * @param warnings one sentence each
 * @param problem why the dataset failed; empty with exit code 0
 */
public record ExtractedDataset(
    DatasetName dataset,
    ExitCode exitCode,
    List<ExportEntry> exports,
    Duration took,
    List<String> warnings,
    Optional<String> problem) {
  /** Copies the lists. */
  public ExtractedDataset {
    exports = List.copyOf(exports);
    warnings = List.copyOf(warnings);
  }

  /** Rows of all increments. */
  public long rows() {
    return exports.stream().mapToLong(ExportEntry::rows).sum();
  }

  /** Bytes of all increments. */
  public long bytes() {
    return exports.stream().mapToLong(ExportEntry::bytes).sum();
  }
}
