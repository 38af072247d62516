package io.sluice.run.quarantine;

import io.sluice.spec.DatasetName;
import java.util.List;

/**
 * What a dismissal would do, or has done.
 *
 * @param from the number of the version that is current before it
 * @param openBefore rows in quarantine before it
 * @param groups the rows that it dismisses
 * @param because why, as somebody wrote it
 */
public record DismissalPlan(
    DatasetName dataset, long from, long openBefore, List<QuarantineGroup> groups, String because) {
  /** Copies the list. */
  public DismissalPlan {
    groups = List.copyOf(groups);
  }

  /** How many rows it dismisses. */
  public long rows() {
    return groups.stream().mapToLong(QuarantineGroup::rows).sum();
  }

  /** How many rows stay in quarantine. */
  public long openAfter() {
    return openBefore - rows();
  }
}
