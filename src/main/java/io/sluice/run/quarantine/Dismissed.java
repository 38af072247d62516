package io.sluice.run.quarantine;

import java.util.List;

/**
 * What a dismissal has done.
 *
 * @param version the number of the new version
 * @param warnings one sentence each
 */
public record Dismissed(DismissalPlan plan, long version, List<String> warnings) {
  /** Copies the list. */
  public Dismissed {
    warnings = List.copyOf(warnings);
  }
}
