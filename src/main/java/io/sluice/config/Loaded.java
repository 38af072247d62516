package io.sluice.config;

import io.sluice.spec.EnvironmentSpec;
import io.sluice.spec.JobSpec;
import java.util.List;

/**
 * What a run works with.
 *
 * @param environment where things are
 * @param jobs the datasets asked for, sorted by name
 */
public record Loaded(EnvironmentSpec environment, List<JobSpec> jobs) {
  /** Copies the list. */
  public Loaded {
    jobs = List.copyOf(jobs);
  }
}
