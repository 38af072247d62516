package io.sluice.run;

import java.util.List;

/**
 * What {@code check} found where nothing is wrong.
 *
 * @param jobs how many job files were read
 * @param warnings things that work and that somebody should look at, a sentence each
 */
public record CheckReport(int jobs, List<String> warnings) {
  /** Copies the list. */
  public CheckReport {
    warnings = List.copyOf(warnings);
  }
}
