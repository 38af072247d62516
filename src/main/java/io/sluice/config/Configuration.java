package io.sluice.config;

import io.sluice.error.ConfigurationException;
import io.sluice.error.UsageException;
import io.sluice.settings.Finding;
import io.sluice.settings.Node;
import io.sluice.settings.Problems;
import io.sluice.spec.DatasetName;
import io.sluice.spec.EnvironmentSpec;
import io.sluice.spec.JobSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Job files and an environment file as specs. Only the files of the datasets asked for are read, so
 * that a broken job file stops no other dataset. Does not check whether the places that they name
 * exist.
 */
public final class Configuration {
  private final List<DatasetName> datasets = new ArrayList<>();
  private final List<JobSpec> jobs = new ArrayList<>();
  private final Problems shared = new Problems();
  private final SortedMap<DatasetName, Problems> broken = new TreeMap<>();
  private final Map<DatasetName, Node> written = new TreeMap<>();
  private final Map<String, DatasetName> files = new TreeMap<>();
  private Optional<EnvironmentSpec> environment = Optional.empty();
  private Optional<Node> environmentNode = Optional.empty();

  private Configuration() {}

  /**
   * Reads job files and the environment file.
   *
   * @param jobsFolder holds {@code source/dataset.yaml}
   * @param names datasets ({@code zuora/account}) or sources ({@code zuora}); empty: all
   * @throws ConfigurationException naming every problem of every file that was read
   * @throws UsageException if a name is neither a dataset nor a source
   */
  public static Loaded load(Path jobsFolder, Path environmentFile, List<String> names) {
    Configuration configuration = read(jobsFolder, environmentFile, names);
    configuration.all().throwIfAny();
    return new Loaded(configuration.environment.orElseThrow(), configuration.jobs);
  }

  /**
   * Reads the same files for verbs that do for each dataset what its own file says: a broken job
   * file stops no other dataset.
   *
   * @throws ConfigurationException naming every problem, if the environment file or the folder has
   *     one, or no job file is whole
   * @throws UsageException if a name is neither a dataset nor a source
   */
  public static Loaded loadEach(Path jobsFolder, Path environmentFile, List<String> names) {
    Configuration configuration = read(jobsFolder, environmentFile, names);
    if (configuration.shared.count() > 0 || configuration.jobs.isEmpty()) {
      configuration.all().throwIfAny();
    }
    List<BrokenJob> broken = new ArrayList<>();
    configuration.broken.forEach(
        (dataset, problems) -> broken.add(BrokenJob.of(dataset, problems.all())));
    return new Loaded(configuration.environment.orElseThrow(), configuration.jobs, broken);
  }

  /**
   * Reads the same files and reports what is wrong or risky instead of throwing it.
   *
   * @param variables the process's environment, which references to secrets are looked up in
   * @throws UsageException if a name is neither a dataset nor a source
   */
  public static Checked check(
      Path jobsFolder, Path environmentFile, List<String> names, Map<String, String> variables) {
    Configuration configuration = read(jobsFolder, environmentFile, names);
    List<Finding> warnings = new ArrayList<>();
    configuration.environment.ifPresent(
        spec ->
            warnings.addAll(
                Risks.of(spec, configuration.environmentNode.orElseThrow(), variables)));
    for (JobSpec job : configuration.jobs) {
      warnings.addAll(Risks.of(job, configuration.written.get(job.dataset())));
    }
    return new Checked(
        configuration.datasets,
        configuration.environment.map(spec -> new Loaded(spec, configuration.jobs)),
        configuration.all().all(),
        warnings,
        new Checked.Written(
            configuration.environmentNode, configuration.written, configuration.files));
  }

  /**
   * Reads the environment file alone.
   *
   * @throws ConfigurationException naming all of its problems
   */
  public static EnvironmentSpec environment(Path environmentFile) {
    Configuration configuration = new Configuration();
    configuration.readEnvironment(environmentFile);
    configuration.shared.throwIfAny();
    return configuration.environment.orElseThrow();
  }

  private static Configuration read(Path jobsFolder, Path environmentFile, List<String> names) {
    Configuration configuration = new Configuration();
    configuration.readEnvironment(environmentFile);
    SortedMap<DatasetName, Path> files = JobFiles.list(jobsFolder, configuration.shared);
    if (!files.isEmpty()) {
      configuration.datasets.addAll(JobFiles.select(files.keySet(), names));
    }
    configuration.datasets.forEach(name -> configuration.readJob(name, files.get(name)));
    configuration.datasets.forEach(
        name -> configuration.files.put(files.get(name).toString(), name));
    return configuration;
  }

  private void readEnvironment(Path file) {
    environmentNode = YamlFile.read(file, shared);
    environment = environmentNode.flatMap(node -> EnvironmentParser.parse(node, shared));
  }

  private void readJob(DatasetName name, Path file) {
    Problems problems = new Problems();
    Optional<Node> job = YamlFile.read(file, problems);
    Optional<Node> defaults = JobFiles.defaults(file, problems);
    if (job.isPresent() && defaults.isPresent()) {
      Node node = defaults.get().overlaidBy(job.get());
      written.put(name, node);
      new JobParser(name, node, environment.map(EnvironmentSpec::vars), problems)
          .parse()
          .filter(spec -> problems.count() == 0)
          .ifPresent(jobs::add);
    }
    if (problems.count() > 0) {
      broken.put(name, problems);
    }
  }

  /** Those of all files; the ones of a file of defaults once. */
  private Problems all() {
    Problems all = new Problems();
    shared.all().forEach(all::add);
    broken.values().forEach(problems -> problems.all().forEach(all::add));
    return all;
  }
}
