package io.sluice.run.demo;

import io.sluice.run.DatasetOutcome;
import io.sluice.run.status.DatasetStatus;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code demo} did.
 *
 * @param outcomes one per dataset, its increments and counts summed over all runs, its rows and
 *     version as they are at the end
 * @param status where each dataset stands at the end
 * @param lake the folder of the zones
 * @param conf the environment file that names this lake, for further commands
 * @param exports what was exported from the demo's servers, beside all this
 */
public record DemoReport(
    List<DatasetOutcome> outcomes,
    List<DatasetStatus> status,
    Path lake,
    Path conf,
    DemoExports exports) {
  /** Copies the lists. */
  public DemoReport {
    outcomes = List.copyOf(outcomes);
    status = List.copyOf(status);
  }
}
