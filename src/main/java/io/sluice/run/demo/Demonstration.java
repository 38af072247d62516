package io.sluice.run.demo;

import io.sluice.run.Run;
import java.nio.file.Path;
import java.util.function.Consumer;

/** One demo. It is a service, because its class and the samples exist only in a clone. */
public interface Demonstration {
  /** What the command line calls it. */
  String name();

  /**
   * Runs it in a fresh lake.
   *
   * @param folder where the lake is made; it must be absent or made by an earlier demo
   * @param told each act, as soon as it is over
   */
  DemoReport run(Path folder, Run around, Consumer<DemoAct> told);
}
