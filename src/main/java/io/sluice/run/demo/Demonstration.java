package io.sluice.run.demo;

import io.sluice.run.Run;
import java.nio.file.Path;

/** What runs the demo. It is a service, as its class and the samples are in a clone alone. */
public interface Demonstration {
  /**
   * Runs every sample dataset through all its increments, in their order, in a fresh lake.
   *
   * @param folder where the lake is made; it must be absent or made by an earlier demo
   */
  DemoReport run(Path folder, Run around);
}
