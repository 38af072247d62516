package io.sluice.run.describe;

import io.sluice.settings.Secret;
import io.sluice.spec.JobSpec;
import java.util.Map;
import java.util.TreeMap;

/**
 * A dataset as its job file has it, defaults included, and where it lies.
 *
 * @param rawFolder where its increments land, as a URI
 * @param tableFolder where its table lies, as a URI
 */
public record Description(JobSpec job, String rawFolder, String tableFolder) {

  /** The connector's settings, sorted; values are texts, lists and maps, secrets are hidden. */
  public Map<String, Object> extractSettings() {
    Map<String, Object> shown = new TreeMap<>();
    job.extract()
        .ifPresent(
            extract ->
                extract
                    .settings()
                    .forEach((name, value) -> shown.put(name, Secret.shown(name, value))));
    return shown;
  }
}
