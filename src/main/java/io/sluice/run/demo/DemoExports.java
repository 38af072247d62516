package io.sluice.run.demo;

import io.sluice.run.DatasetOutcome;
import io.sluice.run.extract.ExtractedDataset;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code demo} exported from its servers, into a lake of its own, and ingested from there.
 *
 * @param extracted one per dataset that was exported, the exports of all rounds in it
 * @param outcomes one per dataset that was ingested, increments and counts summed over all rounds
 * @param conf the environment file that names this lake, for further commands; the servers are gone
 */
public record DemoExports(
    List<ExtractedDataset> extracted, List<DatasetOutcome> outcomes, Path conf) {
  /** Copies the lists. */
  public DemoExports {
    extracted = List.copyOf(extracted);
    outcomes = List.copyOf(outcomes);
  }
}
