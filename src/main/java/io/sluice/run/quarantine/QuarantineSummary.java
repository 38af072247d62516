package io.sluice.run.quarantine;

import io.sluice.spec.DatasetName;
import java.util.List;

/**
 * The open quarantine of a version.
 *
 * @param version its number
 */
public record QuarantineSummary(DatasetName dataset, long version, List<QuarantineGroup> groups) {
  /** Copies the list. */
  public QuarantineSummary {
    groups = List.copyOf(groups);
  }
}
