package io.sluice.extract;

import io.sluice.error.ExitCode;
import io.sluice.ledger.ExportRecord;
import io.sluice.spec.DatasetName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one run exported of one dataset.
 *
 * @param sealed the increments that this run sealed, in their order
 * @param warnings one sentence each
 * @param problem why the dataset failed; empty with exit code 0
 */
public record ExtractOutcome(
    DatasetName dataset,
    ExitCode exitCode,
    List<ExportRecord> sealed,
    Duration took,
    List<String> warnings,
    Optional<String> problem) {
  /** Copies the lists. */
  public ExtractOutcome {
    sealed = List.copyOf(sealed);
    warnings = List.copyOf(warnings);
  }
}
