package io.sluice.run.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Configuration;
import io.sluice.config.Loaded;
import io.sluice.ledger.RunRecord;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Lake;
import io.sluice.run.MovableClock;
import io.sluice.run.Progress;
import io.sluice.spark.Sessions;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.storage.RoutedStorage;
import io.sluice.table.DataFile;
import io.sluice.table.SideFolder;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/**
 * A lake of one partitioned table, what its days bring, and all that can be told of it without an
 * engine.
 */
final class CrashLake {
  static final List<String> DAYS =
      List.of(
          "country,id,amount,gone\nat,1,1,\nat,2,2,\nde,1,3,\n",
          "country,id,amount,gone\nat,1,10,\nde,1,30,\nde,2,4,\nfr,1,5,\n",
          // An insert beside a file that is carried, an update, a delete, and a row of no use.
          "country,id,amount,gone\nat,3,6,\nde,1,31,\nde,2,4,true\nfr,x,1,\n",
          "country,id,amount,gone\nfr,1,50,\nde,9,1,true\n");

  /** Begins at the machine's time, which its files bear. */
  final MovableClock clock = new MovableClock(Clock.systemUTC().instant());

  private final LocalDate firstDay =
      LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(DAYS.size());
  private final Path home;
  private final Path lake;

  CrashLake(Path home) throws IOException {
    this.home = home;
    this.lake = home.resolve("lake");
    write("conf.yaml", "lake: \"" + lake + "\"\n");
    write(
        "jobs/shop/items.yaml",
        """
        dataset: shop/items
        description: Items.
        raw: {format: csv, processed_date: {from: name, pattern: yyyy-MM-dd}}
        columns: {country: string, id: bigint, amount: "decimal(18,2)", gone: boolean}
        key: [country, id]
        delete_when: gone
        clean: {format: parquet, partition_by: [country], retain: {versions: 2, age: 0s}}
        """);
  }

  /** The raw file of the day of this number, from 1. */
  void deliver(int day) throws IOException {
    write("lake/raw/shop/items/" + firstDay.plusDays(day) + ".csv", DAYS.get(day - 1));
  }

  DatasetOutcome ingest(String runId) {
    Loaded loaded = Configuration.load(home.resolve("jobs"), home.resolve("conf.yaml"), List.of());
    Lake opened =
        new Lake(
            loaded.environment(), Map.of(), new WatchedStorage(new RoutedStorage(Map.of())), clock);
    try (Sessions sessions = new Sessions(Map.of())) {
      IngestOptions options = new IngestOptions(runId, Optional.empty());
      return new Ingest(opened, job(loaded), options, sessions, Progress.NONE, List.of()).run();
    }
  }

  private static JobSpec job(Loaded loaded) {
    return loaded.jobs().get(0);
  }

  private Lake unwatched() {
    Loaded loaded = Configuration.load(home.resolve("jobs"), home.resolve("conf.yaml"), List.of());
    return new Lake(loaded.environment(), Map.of(), new RoutedStorage(Map.of()), clock);
  }

  private JobSpec job() {
    return job(Configuration.load(home.resolve("jobs"), home.resolve("conf.yaml"), List.of()));
  }

  /** A line for each thing that a user of the table or of the ledger may see. */
  List<String> state() throws IOException {
    Table table = unwatched().table(job());
    List<String> state = new ArrayList<>();
    state.add("versions " + table.versions());
    Snapshot version = table.current().orElseThrow();
    state.add(
        "version %d counts %s floors %s applied %s"
            .formatted(
                version.number(),
                version.state().counts(),
                version.state().floors(),
                version.state().applied().stream().map(Increment::id).toList()));
    for (long number : table.versions()) {
      for (DataFile file : table.at(number).orElseThrow().files()) {
        assertThat(table.root().append(file.path()).localPath()).hasSize(file.bytes());
      }
    }
    List<String> rows = new ArrayList<>();
    for (DataFile file : version.files()) {
      for (String row : parquet(table.root().append(file.path()).localPath())) {
        rows.add("row " + file.partition() + " " + row);
      }
    }
    state.addAll(rows.stream().sorted().toList());
    if (version.tombstones().isPresent()) {
      state.addAll(side(table, version.tombstones().get(), "tombstone"));
    }
    for (SideFolder folder : version.quarantine()) {
      state.addAll(side(table, folder, "quarantine"));
    }
    state.add("manifest is behind " + table.followers().get(0).isBehind(version));
    state.add("manifest has reached " + table.followers().get(0).reached());
    for (RunRecord run : unwatched().ledger().runs(job().dataset())) {
      if (!run.applied().isEmpty()) {
        state.add(
            "run %s version %s applied %s counts %s"
                .formatted(run.exitCode(), run.tableVersion(), run.applied(), run.counts()));
      }
    }
    return state;
  }

  private static List<String> side(Table table, SideFolder folder, String kind) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : files(table.root().append(folder.path()).localPath())) {
      String name = file.getFileName().toString();
      if (name.endsWith(".parquet")) {
        lines.addAll(parquet(file));
      } else if (name.endsWith(".json")) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    assertThat(lines).hasSize((int) folder.rows());
    return lines.stream().map(line -> kind + " " + line).sorted().toList();
  }

  private static List<String> parquet(Path file) throws IOException {
    List<String> rows = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(
                new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toString()))
            .build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.add(row.toString().replace('\n', ' '));
      }
    }
    return rows;
  }

  /** Files in the lake that nothing names and that no listing of the format accounts for. */
  List<String> orphans() throws IOException {
    Table table = unwatched().table(job());
    List<String> named = new ArrayList<>();
    for (long number : table.versions()) {
      Snapshot version = table.at(number).orElseThrow();
      version.files().forEach(file -> named.add(file.folder() + "/"));
      version.tombstones().ifPresent(folder -> named.add(folder.folder() + "/"));
      version.quarantine().forEach(folder -> named.add(folder.folder() + "/"));
    }
    Predicate<String> accounted =
        path ->
            path.equals("_manifest")
                || path.equals("_README")
                || path.equals("_followers/manifest")
                || path.matches("_versions/\\d{20}\\.json")
                || named.stream().anyMatch(path::startsWith);
    Path root = table.root().localPath();
    Stream<String> data =
        files(root).stream()
            .map(file -> root.relativize(file).toString())
            .filter(path -> !accounted.test(path) || path.contains("_temporary"));
    Path ledger = lake.resolve("ledger");
    Stream<String> runs =
        files(ledger).stream()
            .map(file -> ledger.relativize(file).toString())
            .filter(path -> !path.endsWith(".json"));
    return Stream.concat(data, runs).toList();
  }

  /** What the whole lake holds, to be put back. */
  void copyTo(Path target) throws IOException {
    copy(lake, target);
  }

  /** Puts back what was there. */
  void restore(Path source) throws IOException {
    for (Path path : all(lake).sorted(Comparator.reverseOrder()).toList()) {
      Files.delete(path);
    }
    copy(source, lake);
  }

  private static void copy(Path source, Path target) throws IOException {
    for (Path path : all(source).toList()) {
      Path to = target.resolve(source.relativize(path).toString());
      Files.createDirectories(to.getParent());
      Files.copy(path, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The names of all that lies there, for telling two states of a disk apart. */
  String fingerprint() throws IOException {
    return all(lake)
        .map(path -> lake.relativize(path) + " " + (Files.isDirectory(path) ? 0 : size(path)))
        .collect(Collectors.toCollection(TreeSet::new))
        .toString();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    return all(folder).filter(Files::isRegularFile).sorted().toList();
  }

  private static Stream<Path> all(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.toList().stream();
    }
  }

  private void write(String path, String content) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
