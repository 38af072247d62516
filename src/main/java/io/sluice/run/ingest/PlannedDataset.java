package io.sluice.run.ingest;

import io.sluice.run.DatasetOutcome;
import java.util.Optional;

/**
 * What {@code ingest} would do for one dataset.
 *
 * @param outcome as it would report it; rows and version are those of the table now
 * @param forecast of its next commit; empty where it would make none
 * @param plan of that commit, as a file keeps it
 */
public record PlannedDataset(
    DatasetOutcome outcome, Optional<Forecast> forecast, Optional<KeptPlan> plan) {
  /** Of a dataset without a next commit. */
  public PlannedDataset(DatasetOutcome outcome) {
    this(outcome, Optional.empty(), Optional.empty());
  }

  /** The same with one more warning, if there is one. */
  PlannedDataset warned(Optional<String> warning) {
    return new PlannedDataset(outcome.warned(warning), forecast, plan);
  }
}
