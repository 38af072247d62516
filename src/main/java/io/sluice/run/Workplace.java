package io.sluice.run;

import java.nio.file.Path;
import java.util.List;

/**
 * The files that a verb uses, and its datasets.
 *
 * @param conf the environment file
 * @param jobs the folder of job files
 * @param names of datasets ({@code zuora/account}) or whole sources ({@code zuora}); empty: every
 *     job file
 */
public record Workplace(Path conf, Path jobs, List<String> names) {
  /** Copies the list. */
  public Workplace {
    names = List.copyOf(names);
  }

  /** The same files, for other datasets and sources. */
  public Workplace of(List<String> others) {
    return new Workplace(conf, jobs, others);
  }
}
