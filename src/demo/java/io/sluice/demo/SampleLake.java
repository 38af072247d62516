package io.sluice.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.error.ConfigurationException;
import io.sluice.error.TemporaryException;
import io.sluice.error.UsageException;
import io.sluice.run.demo.DemoPlace;
import io.sluice.spec.DatasetName;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A demo's folder: an environment file, job files and a fresh lake, into whose raw zone the samples
 * come in rounds, as they came day by day.
 */
final class SampleLake {
  private static final String MARKER = "_made_by_sluice_demo";
  private static final String MANIFEST = "_increment.json";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path home;
  private final Path folder;
  private int delivered;

  private SampleLake(Path home, Path folder) {
    this.home = home;
    this.folder = folder;
  }

  /**
   * Makes the folder anew.
   *
   * @throws UsageException if it exists and no demo made it
   */
  static SampleLake in(Path folder) {
    Path home = Path.of(System.getProperty("sluice.home", "."));
    Path made = folder.toAbsolutePath().normalize();
    if (!Files.isDirectory(home.resolve("data-samples"))) {
      throw new ConfigurationException(
          home.resolve("data-samples").toAbsolutePath()
              + ": the samples are missing. Nothing was run. Call ./sluice in a checkout of the"
              + " project");
    }
    if (Files.exists(made) && !Files.exists(made.resolve(MARKER))) {
      throw new UsageException(
          made
              + ": the folder exists and no demo made it. Nothing was changed. Remove it, or name"
              + " another by --lake");
    }
    try {
      remove(made);
      Files.createDirectories(made);
      Files.createFile(made.resolve(MARKER));
    } catch (IOException e) {
      throw new TemporaryException(
          made + ": the demo's folder cannot be written, " + e.getMessage(), e);
    }
    return new SampleLake(home, made);
  }

  DemoPlace place() {
    return new DemoPlace(
        folder, folder.resolve("conf/local.yaml"), folder.resolve("jobs"), folder.resolve("lake"));
  }

  /** The datasets that have samples. */
  List<DatasetName> datasets() {
    try (Stream<Path> all = Files.walk(home.resolve("data-samples"), 2)) {
      return all.filter(path -> path.getNameCount() == home.getNameCount() + 3)
          .sorted()
          .map(path -> new DatasetName(name(path.getParent()), name(path)))
          .toList();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Copies a dataset's job file, with what it shares with others of its source. */
  void job(DatasetName dataset) {
    job(dataset, "");
  }

  /** Copies a dataset's job file and adds these lines. */
  void job(DatasetName dataset, String lines) {
    write("jobs/" + dataset + ".yaml", read(home.resolve("jobs/" + dataset + ".yaml")) + lines);
    String shared = "jobs/" + dataset.source() + "/_source.yaml";
    write(shared, read(home.resolve(shared)));
  }

  /**
   * Copies the next increments of each dataset into the raw zone: the first load, then the changes,
   * then what comes late. Of whole lists the newest counts, so that all of them come at once.
   *
   * @param end the processed date of each dataset's newest increment; all are moved together
   * @return false when all have come
   */
  boolean deliver(List<JobSpec> jobs, Instant end) {
    boolean any = false;
    for (JobSpec job : jobs) {
      List<Path> increments = increments(job.dataset());
      Duration later = later(increments, end);
      for (Path from : due(job, increments)) {
        deliver(job.dataset(), from, later);
        any = true;
      }
    }
    delivered++;
    return any;
  }

  /**
   * How far all of them are moved. Names of bare files have days alone: among them all are moved by
   * whole days, or a sealed one could overtake a bare one.
   */
  private static Duration later(List<Path> increments, Instant end) {
    Duration later =
        increments.stream()
            .map(SampleLake::processedDate)
            .max(Comparator.naturalOrder())
            .map(newest -> Duration.between(newest, end))
            .orElse(Duration.ZERO);
    return increments.stream().allMatch(increment -> Files.isDirectory(increment))
        ? later
        : Duration.ofDays(Math.floorDiv(later.toSeconds(), Duration.ofDays(1).toSeconds()));
  }

  /** Copies one increment into the raw zone, as if it had been exported at this time. */
  void deliver(DatasetName dataset, int number, Instant processedDate) {
    Path from = increments(dataset).get(number);
    deliver(dataset, from, Duration.between(processedDate(from), processedDate));
  }

  private void deliver(DatasetName dataset, Path from, Duration later) {
    Path raw = place().lake().resolve("raw/" + dataset);
    try {
      if (Files.isDirectory(from)) {
        Path to = raw.resolve(name(from));
        copy(from, to);
        Files.writeString(to.resolve(MANIFEST), moved(manifest(from), later));
      } else {
        copy(from, raw.resolve(day(processedDate(from).plus(later)) + name(from).substring(10)));
      }
    } catch (IOException e) {
      throw new TemporaryException(folder + ": the samples cannot be copied, " + e.getMessage(), e);
    }
  }

  private List<Path> due(JobSpec job, List<Path> increments) {
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

  private static String moved(ObjectNode manifest, Duration later) {
    move(manifest, "processed_date", later);
    if (manifest.get("window") instanceof ObjectNode window) {
      move(window, "from", later);
      move(window, "to", later);
    }
    return manifest.toPrettyString() + "\n";
  }

  private static void move(ObjectNode node, String key, Duration later) {
    if (node.hasNonNull(key)) {
      node.put(key, Instant.parse(node.get(key).asText()).plus(later).toString());
    }
  }

  /** Of a bare file the day that its name begins with. */
  private static Instant processedDate(Path increment) {
    if (!Files.isDirectory(increment)) {
      return LocalDate.parse(name(increment).substring(0, 10))
          .atStartOfDay(ZoneOffset.UTC)
          .toInstant();
    }
    return Instant.parse(manifest(increment).get("processed_date").asText());
  }

  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  private static ObjectNode manifest(Path increment) {
    try {
      return (ObjectNode) MAPPER.readTree(increment.resolve(MANIFEST).toFile());
    } catch (IOException e) {
      throw new TemporaryException(increment + ": the sample cannot be read, " + e.getMessage(), e);
    }
  }

  /**
   * The text of the one file of a sample increment.
   *
   * @param number of the increment, from 0
   */
  String sample(DatasetName dataset, int number) {
    try (Stream<Path> files = Files.walk(increments(dataset).get(number))) {
      return read(
          files
              .filter(Files::isRegularFile)
              .filter(one -> !one.endsWith(MANIFEST))
              .findFirst()
              .orElseThrow());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Writes a file of the demo's folder and returns its place. */
  Path write(String name, String content) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return file;
    } catch (IOException e) {
      throw new TemporaryException(
          folder + ": the demo's folder cannot be written, " + e.getMessage(), e);
    }
  }

  /** Writes down the secrets of a server and returns its entry of an environment file. */
  String connection(AquaServer zuora) {
    return """
          zuora:
            base_url: "%s"
            partner: %s
            project: demo
            client_id: "file:%s"
            client_secret: "file:%s"
            poll_delay: 10ms            # the usual is 1s
            requests_per_minute: 60000  # the usual is 600
        """
        .formatted(
            zuora.uri(),
            AquaServer.PARTNER,
            write("secrets/zuora-client-id", AquaServer.CLIENT_ID),
            write("secrets/zuora-client-secret", AquaServer.CLIENT_SECRET));
  }

  private List<Path> increments(DatasetName dataset) {
    Path samples = home.resolve("data-samples").resolve(dataset.toString());
    if (!Files.isDirectory(samples)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(samples)) {
      return children.sorted().toList();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private TemporaryException unreadable(IOException e) {
    return new TemporaryException(home + ": the samples cannot be read, " + e.getMessage(), e);
  }

  private static String name(Path path) {
    return path.getFileName().toString();
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
