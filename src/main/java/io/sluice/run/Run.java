package io.sluice.run;

import io.sluice.config.Configuration;
import io.sluice.config.Loaded;
import io.sluice.error.UsageException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * What every verb needs of its process.
 *
 * @param clock the time of the run, in milliseconds: nobody reads finer times, and they would all
 *     be written out
 * @param variables the process's environment
 * @param progress receives the progress of the run
 */
public record Run(Clock clock, Map<String, String> variables, Progress progress) {
  /** Copies the map. */
  public Run {
    clock = Clock.tick(clock, Duration.ofMillis(1));
    variables = Map.copyOf(variables);
  }

  /**
   * Reads the environment file and the job files of the datasets that are named.
   *
   * @throws io.sluice.error.ConfigurationException with all problems of all files in its message
   */
  public Loaded load(Workplace where) {
    return Configuration.load(where.jobs(), where.conf(), where.names());
  }

  /**
   * Reads the same files for a verb that prints one dataset; a source may have but one.
   *
   * @param verb as it is typed
   * @throws UsageException if the name is none, or that of several datasets
   */
  public Loaded loadOne(Workplace where, String verb) {
    Loaded loaded = load(where);
    if (loaded.jobs().size() == 1) {
      return loaded;
    }
    throw new UsageException(
        "\""
            + String.join(" ", where.names())
            + "\" is a source of "
            + loaded.jobs().size()
            + " datasets; "
            + verb
            + " prints one, such as "
            + loaded.jobs().get(0).dataset()
            + ". Nothing was run.");
  }

  /**
   * Reads the same files; a broken job file stops no other dataset.
   *
   * @throws io.sluice.error.ConfigurationException if no dataset can be worked with
   */
  public Loaded loadEach(Workplace where) {
    return Configuration.loadEach(where.jobs(), where.conf(), where.names());
  }

  /** Opens the lake of these files. */
  public Lake lake(Loaded loaded) {
    return Lake.open(loaded, variables, clock);
  }
}
