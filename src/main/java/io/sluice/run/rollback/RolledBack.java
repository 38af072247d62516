package io.sluice.run.rollback;

import java.util.List;

/**
 * What a rollback has done.
 *
 * @param version the number of the new version
 * @param warnings one sentence each
 */
public record RolledBack(RollbackPlan plan, long version, List<String> warnings) {
  /** Copies the list. */
  public RolledBack {
    warnings = List.copyOf(warnings);
  }
}
