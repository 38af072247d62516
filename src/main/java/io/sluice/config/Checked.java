package io.sluice.config;

import io.sluice.settings.Finding;
import io.sluice.spec.DatasetName;
import java.util.List;

/**
 * What a look at job and environment files found.
 *
 * @param datasets those whose files were read, sorted by name
 * @param problems what is wrong: nothing runs until they are mended
 * @param warnings what is legal and risky
 */
public record Checked(List<DatasetName> datasets, List<Finding> problems, List<Finding> warnings) {
  /** Copies the lists. */
  public Checked {
    datasets = List.copyOf(datasets);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }
}
