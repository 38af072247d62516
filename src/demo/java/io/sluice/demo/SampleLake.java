package io.sluice.demo;

import io.sluice.error.ConfigurationException;
import io.sluice.error.TemporaryException;
import io.sluice.error.UsageException;
import io.sluice.spec.DatasetName;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A fresh lake, into whose raw zone the samples come in rounds, as they came day by day. */
final class SampleLake {
  private static final String MARKER = "_made_by_sluice_demo";
  private static final String CONF = "conf.yaml";

  private final Path home;
  private final Path lake;
  private int delivered;

  private SampleLake(Path home, Path lake) {
    this.home = home;
    this.lake = lake;
  }

  /**
   * Makes the folder anew.
   *
   * @throws UsageException if it exists and no demo made it
   */
  static SampleLake in(Path folder) {
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
    } catch (IOException e) {
      throw new TemporaryException(
          lake + ": the demo's lake cannot be written, " + e.getMessage(), e);
    }
    SampleLake samples = new SampleLake(home, lake);
    samples.write(
        CONF, "# Made by the demo: further commands take it by --conf.\nlake: \"" + lake + "\"\n");
    return samples;
  }

  Path conf() {
    return lake.resolve(CONF);
  }

  Path jobs() {
    return home.resolve("jobs");
  }

  Path lake() {
    return lake;
  }

  /**
   * Copies the next increments of each dataset into the raw zone: the first load, then the changes,
   * then what comes late. Of whole lists the newest counts, so that all of them come at once.
   *
   * @return false when all have come
   */
  boolean deliver(List<JobSpec> jobs, Path raw) {
    boolean any = false;
    try {
      for (JobSpec job : jobs) {
        for (Path from : due(job)) {
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

  private List<Path> due(JobSpec job) throws IOException {
    List<Path> increments = increments(job.dataset());
    int size = increments.size();
    if (job.merge().mode() == Mode.FULL) {
      return delivered == 0 ? increments : List.of();
    }
    int changes = Math.min(1, size);
    int late = size < 3 ? size : size - 1;
    return switch (delivered) {
      case 0 -> increments.subList(0, changes);
      case 1 -> increments.subList(changes, late);
      case 2 -> increments.subList(late, size);
      default -> List.of();
    };
  }

  /**
   * The text of the one file of a sample increment.
   *
   * @param number of the increment, from 0
   */
  String sample(DatasetName dataset, int number) {
    try {
      Path increment = increments(dataset).get(number);
      try (Stream<Path> files = Files.walk(increment)) {
        Path file =
            files
                .filter(Files::isRegularFile)
                .filter(one -> !one.endsWith("_increment.json"))
                .findFirst()
                .orElseThrow();
        return Files.readString(file);
      }
    } catch (IOException e) {
      throw new TemporaryException(home + ": the samples cannot be read, " + e.getMessage(), e);
    }
  }

  /** Writes a file of the demo's folder and returns its place. */
  Path write(String name, String content) {
    try {
      Path file = lake.resolve(name);
      Files.writeString(file, content);
      return file;
    } catch (IOException e) {
      throw new TemporaryException(
          lake + ": the demo's lake cannot be written, " + e.getMessage(), e);
    }
  }

  private List<Path> increments(DatasetName dataset) throws IOException {
    Path folder = home.resolve("data-samples").resolve(dataset.toString());
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
}
