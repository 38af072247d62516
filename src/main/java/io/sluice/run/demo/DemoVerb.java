package io.sluice.run.demo;

import io.sluice.error.ConfigurationException;
import io.sluice.error.UsageException;
import io.sluice.run.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/** {@code demo}, a verb of a clone. */
public final class DemoVerb {
  private final Run run;

  /** It has its own files. */
  public DemoVerb(Run run) {
    this.run = run;
  }

  /**
   * Runs a demo in a fresh lake.
   *
   * @param name of the demo
   * @param folder where the lake is made; it must be absent or made by an earlier demo
   * @param told each act of its story, as soon as it is over
   * @throws ConfigurationException if this is the jar without a clone around it
   * @throws UsageException if there is no demo of this name
   */
  public DemoReport demo(String name, Path folder, Consumer<DemoAct> told) {
    List<Demonstration> all =
        ServiceLoader.load(Demonstration.class, DemoVerb.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    if (all.isEmpty()) {
      throw new ConfigurationException(
          "sluice demo: the samples are missing, as they are not in the jar. Nothing was"
              + " run. Call ./sluice in a checkout of the project");
    }
    return all.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "sluice demo: there is no demo \""
                        + name
                        + "\". Nothing was run. There are: "
                        + String.join(", ", all.stream().map(Demonstration::name).toList())))
        .run(folder, run, told);
  }
}
