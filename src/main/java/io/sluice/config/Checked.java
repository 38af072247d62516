package io.sluice.config;

import io.sluice.settings.Finding;
import io.sluice.spec.DatasetName;
import java.util.List;

/**
 * The result of checking job and environment files.
 *
 * @param datasets those whose files were read, sorted by name
 * @param problems errors: nothing runs until they are corrected
 * @param warnings what is allowed but risky
 */
public record Checked(List<DatasetName> datasets, List<Finding> problems, List<Finding> warnings) {
  /** Copies the lists. */
  public Checked {
    datasets = List.copyOf(datasets);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }
}
