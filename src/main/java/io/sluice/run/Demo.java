package io.sluice.run;

import io.sluice.error.ConfigurationException;
import io.sluice.error.ExitCode;
import io.sluice.error.TemporaryException;
import io.sluice.error.UsageException;
import io.sluice.spec.JobSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A fresh lake, into whose raw zone the samples come one increment of each dataset at a time. */
final class Demo {
  private static final String MARKER = "_made_by_sluice_demo";

  private final Path home;
  private final Path lake;
  private int delivered;

  private Demo(Path home, Path lake) {
    this.home = home;
    this.lake = lake;
  }

  /**
   * Makes the folder anew.
   *
   * @throws UsageException if it exists and no demo made it
   */
  static Demo in(Path folder) {
    Path home = Path.of(System.getProperty("sluice.home", "."));
    Path lake = folder.toAbsolutePath().normalize();
    if (!Files.isDirectory(home.resolve("data-samples"))) {
      throw new ConfigurationException(
          home.resolve("data-samples").toAbsolutePath()
              + ": the samples are missing. Nothing was run. Call ./sluice in a checkout of the"
              + " project");
    }
    if (Files.exists(lake) && !Files.exists(lake.resolve(MARKER))) {
      throw new UsageException(
          lake
              + ": the folder exists and no demo made it. Nothing was changed. Remove it, or name"
              + " another by --lake");
    }
    try {
      remove(lake);
      Files.createDirectories(lake);
      Files.createFile(lake.resolve(MARKER));
      Files.writeString(
          lake.resolve("conf.yaml"),
          "# Made by the demo: further commands take it by --conf.\nlake: \"" + lake + "\"\n");
    } catch (IOException e) {
      throw new TemporaryException(
          lake + ": the demo's lake cannot be written, " + e.getMessage(), e);
    }
    return new Demo(home, lake);
  }

  Path conf() {
    return lake.resolve("conf.yaml");
  }

  Path jobs() {
    return home.resolve("jobs");
  }

  Path lake() {
    return lake;
  }

  /** Copies the next increment of each dataset into the raw zone; false when all have come. */
  boolean deliver(List<JobSpec> jobs, Path raw) {
    boolean any = false;
    try {
      for (JobSpec job : jobs) {
        List<Path> increments = increments(job);
        if (delivered < increments.size()) {
          Path from = increments.get(delivered);
          copy(from, raw.resolve(job.dataset().toString()).resolve(from.getFileName().toString()));
          any = true;
        }
      }
    } catch (IOException e) {
      throw new TemporaryException(lake + ": the samples cannot be copied, " + e.getMessage(), e);
    }
    delivered++;
    return any;
  }

  private List<Path> increments(JobSpec job) throws IOException {
    Path folder = home.resolve("data-samples").resolve(job.dataset().toString());
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Path parent = target.toAbsolutePath().getParent();
          if (parent != null) {
            Files.createDirectories(parent);
          }
          Files.copy(path, target);
        }
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** One outcome per dataset: increments, counts and times summed, rows and version of the last. */
  static List<DatasetOutcome> sums(List<List<DatasetOutcome>> rounds) {
    Map<String, DatasetOutcome> sums = new LinkedHashMap<>();
    for (List<DatasetOutcome> round : rounds) {
      for (DatasetOutcome outcome : round) {
        sums.merge(outcome.dataset().toString(), outcome, Demo::sum);
      }
    }
    return List.copyOf(sums.values());
  }

  private static DatasetOutcome sum(DatasetOutcome first, DatasetOutcome second) {
    Map<String, Long> counts = new LinkedHashMap<>(first.counts());
    second.counts().forEach((name, rows) -> counts.merge(name, rows, Long::sum));
    List<String> warnings = new ArrayList<>(first.warnings());
    warnings.addAll(second.warnings());
    Optional<String> problem =
        first.problem().isPresent() && second.problem().isPresent()
            ? Optional.of(first.problem().get() + "\n" + second.problem().get())
            : first.problem().or(second::problem);
    Duration took = first.took().plus(second.took());
    return new DatasetOutcome(
        first.dataset(),
        ExitCode.worst(List.of(first.exitCode(), second.exitCode())),
        first.increments() + second.increments(),
        counts,
        second.rows(),
        second.version(),
        took,
        warnings.stream().distinct().toList(),
        problem,
        second.held());
  }
}
