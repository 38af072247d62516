package io.sluice.config;

import io.sluice.spec.EnvironmentSpec;
import io.sluice.spec.JobSpec;
import java.util.List;

/**
 * What a run works with.
 *
 * @param environment where things are
 * @param jobs the datasets asked for, sorted by name
 * @param broken those of them whose files have problems, sorted by name
 */
public record Loaded(EnvironmentSpec environment, List<JobSpec> jobs, List<BrokenJob> broken) {
  /** Copies the lists. */
  public Loaded {
    jobs = List.copyOf(jobs);
    broken = List.copyOf(broken);
  }

  /** All files are whole. */
  public Loaded(EnvironmentSpec environment, List<JobSpec> jobs) {
    this(environment, jobs, List.of());
  }
}
