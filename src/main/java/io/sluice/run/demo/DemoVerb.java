package io.sluice.run.demo;

import io.sluice.error.ConfigurationException;
import io.sluice.run.Run;
import java.nio.file.Path;
import java.util.ServiceLoader;

/** {@code demo}, a verb of a clone. */
public final class DemoVerb {
  private final Run run;

  /** It has its own files. */
  public DemoVerb(Run run) {
    this.run = run;
  }

  /**
   * Runs the samples, in their order, in a fresh lake.
   *
   * @param folder where the lake is made; it must be absent or made by an earlier demo
   * @throws ConfigurationException if this is the jar without a clone around it
   */
  public DemoReport demo(Path folder) {
    return ServiceLoader.load(Demonstration.class, DemoVerb.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "sluice demo: the samples are missing, as they are not in the jar. Nothing was"
                        + " run. Call ./sluice in a checkout of the project"))
        .run(folder, run);
  }
}
