package io.sluice.config;

import io.sluice.settings.Finding;
import io.sluice.settings.Node;
import io.sluice.settings.Wrong;
import io.sluice.spec.DatasetName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of checking job and environment files.
 *
 * @param datasets those whose files were read, sorted by name
 * @param loaded the jobs without problems; empty where the environment file has one
 * @param problems errors: nothing runs until they are corrected
 * @param warnings what is allowed but risky
 * @param written where all of it is written
 */
public record Checked(
    List<DatasetName> datasets,
    Optional<Loaded> loaded,
    List<Finding> problems,
    List<Finding> warnings,
    Written written) {
  /** Copies the lists. */
  public Checked {
    datasets = List.copyOf(datasets);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /** Finds the lines of what others find out about a job or about the environment. */
  public record Written(
      Optional<Node> environment, Map<DatasetName, Node> jobs, Map<String, DatasetName> files) {
    /** Copies the maps. */
    public Written {
      jobs = Map.copyOf(jobs);
      files = Map.copyOf(files);
    }

    /** A finding of a path in the file of a job that was read. */
    public Finding inJob(DatasetName dataset, String path, Wrong wrong) {
      return at(jobs.get(dataset), path, wrong);
    }

    /** A finding of a path in the environment file that was read. */
    public Finding inEnvironment(String path, Wrong wrong) {
      return at(environment.orElseThrow(), path, wrong);
    }

    /** The dataset whose job file the finding is in; empty for defaults and environments. */
    public Optional<DatasetName> dataset(Finding finding) {
      return Optional.ofNullable(files.get(finding.file()));
    }
  }

  /** A finding of a path in the file that the value there, or what is around it, comes from. */
  static Finding at(Node file, String path, Wrong wrong) {
    Node nearest = file.nearest(path);
    return new Finding(nearest.file(), nearest.line(), path, wrong);
  }
}
