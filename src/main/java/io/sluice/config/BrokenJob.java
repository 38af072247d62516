package io.sluice.config;

import io.sluice.settings.Finding;
import io.sluice.settings.Problems;
import io.sluice.spec.DatasetName;
import java.util.List;

/**
 * A dataset that nothing can be done for until its job file is corrected.
 *
 * @param problem what is wrong with it, a line each below one that names the file
 */
public record BrokenJob(DatasetName dataset, String problem) {
  static BrokenJob of(DatasetName dataset, List<Finding> findings) {
    List<String> lines = Problems.lines(findings, "; the dataset was left out");
    return new BrokenJob(dataset, String.join("\n", lines));
  }
}
