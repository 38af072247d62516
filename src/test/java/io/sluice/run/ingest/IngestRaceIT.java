package io.sluice.run.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Configuration;
import io.sluice.config.Loaded;
import io.sluice.error.ExitCode;
import io.sluice.ledger.RunRecord;
import io.sluice.run.Lake;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.storage.RoutedStorage;
import io.sluice.storage.S3Server;
import io.sluice.storage.S3Store;
import io.sluice.storage.Storage;
import io.sluice.table.DataFile;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes that ingest one lake while increments arrive, some of them stopped for longer than
 * their lease and some killed, while readers read. With {@code -Dsluice.test.long=true} eight of
 * them for a minute.
 */
class IngestRaceIT {
  private static final boolean LONG = Boolean.getBoolean("sluice.test.long");
  private static final int RACERS = LONG ? 8 : 3;
  private static final Duration RACE = Duration.ofSeconds(LONG ? 60 : 12);
  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final Duration KEPT = Duration.ofSeconds(4);
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(LONG ? 8 : 6);
  private static final String DISK = "disk";
  private static final List<String> DATASETS = List.of("items", "parts");

  @TempDir private Path home;
  private final List<Process> racers = new ArrayList<>();
  private final Random random = new Random(20261121);

  /** What each version file ever said: a number is given once. */
  private final Map<String, String> said = new HashMap<>();

  private final List<String> broken = new ArrayList<>();
  private final Map<String, String> settings = new TreeMap<>();
  private Storage storage;
  private int checkedFiles;
  private int delivered;
  private int started;

  /** A lake on disk, or on a store; its raw zone is on disk. */
  private void prepare(String place) throws IOException {
    String lake = home.resolve("lake").toString();
    if (!place.equals(DISK)) {
      S3Server server = S3Server.shared(S3Store.valueOf(place));
      settings.putAll(S3Server.settings(server.port()));
      lake = "s3a://" + server.newBucket() + "/zone";
    }
    storage = new RoutedStorage(settings);
    StringBuilder conf = new StringBuilder();
    conf.append("lake: \"%s\"\nraw: \"%s\"\n".formatted(lake, home.resolve("lake/raw")));
    conf.append(settings.isEmpty() ? "" : "spark:\n");
    settings.forEach(
        (name, value) -> conf.append("  %s: \"%s\"\n".formatted(name, reference(name, value))));
    write("conf.yaml", conf.toString());
    for (String dataset : DATASETS) {
      write(
          "jobs/shop/" + dataset + ".yaml",
          """
          dataset: shop/%s
          description: Items.
          raw: {format: csv, processed_date: {from: name, pattern: "yyyyMMdd'T'HHmmss"}}
          columns: {country: string, id: bigint, amount: bigint}
          key: [country, id]
          clean: {format: parquet, partition_by: [country], retain: {versions: 1, age: %ds}}
          """
              .formatted(dataset, KEPT.toSeconds()));
    }
  }

  @AfterEach
  void end() {
    racers.forEach(Process::destroyForcibly);
  }

  /** Keys are never written out in a configuration. */
  private static String reference(String name, String value) {
    return name.endsWith(".access.key")
        ? "env:LAKE_KEY"
        : name.endsWith(".secret.key") ? "env:LAKE_SECRET" : value;
  }

  @ParameterizedTest
  @ValueSource(strings = {DISK, "MINIO", "SEAWEEDFS"})
  void givenProcessesThatAreStoppedAndKilled_whenTheyIngestOneLake_thenEachIncrementIsAppliedOnce(
      String place) throws Exception {
    prepare(place);
    for (int racer = 0; racer < RACERS; racer++) {
      racers.add(racer(Integer.toString(started++)));
    }
    for (int racer = 0; racer < RACERS; racer++) {
      awaitReady(racer);
    }

    Instant end = Instant.now().plus(RACE);
    Instant latest = end.plus(Duration.ofMinutes(3));
    Instant awake = Instant.MIN;
    Instant nextKill = Instant.now().plus(BETWEEN_KILLS);
    int killed = 0;
    Optional<Process> stopped = Optional.empty();
    while (Instant.now().isBefore(end)
        || ((checkedFiles < 2 * RACERS || killed == 0) && Instant.now().isBefore(latest))) {
      deliver();
      for (String dataset : DATASETS) {
        read(dataset);
      }
      if (stopped.isEmpty() && checkedFiles > 0 && random.nextInt(4) == 0) {
        stopped = Optional.of(racers.get(random.nextInt(RACERS)));
        signal("-STOP", stopped.get());
        awake = Instant.now().plus(LEASE.multipliedBy(2));
      } else if (stopped.isPresent() && Instant.now().isAfter(awake)) {
        signal("-CONT", stopped.get());
        stopped = Optional.empty();
      }
      if (checkedFiles > 0 && Instant.now().isAfter(nextKill)) {
        int number = random.nextInt(RACERS);
        Process victim = racers.get(number);
        victim.destroyForcibly().waitFor();
        stopped = stopped.filter(process -> process != victim);
        racers.set(number, racer(Integer.toString(started++)));
        nextKill = Instant.now().plus(BETWEEN_KILLS);
        killed++;
      }
      Thread.sleep(random.nextInt(200));
    }
    if (stopped.isPresent()) {
      signal("-CONT", stopped.get());
    }
    Files.createFile(home.resolve("stop"));
    for (Process racer : racers) {
      assertThat(racer.waitFor(180, TimeUnit.SECONDS)).isTrue();
      assertThat(racer.exitValue()).isZero();
    }

    assertThat(broken).isEmpty();
    assertThat(checkedFiles).isPositive();
    assertThat(killed).isPositive();
    List<String> codes = codes();
    assertThat(codes)
        .allMatch(
            line ->
                line.startsWith(ExitCode.DONE + " ")
                    || line.startsWith(ExitCode.LEASE_HELD + " ")
                    || line.startsWith(ExitCode.TEMPORARY + " "));
    assertThat(codes).anyMatch(line -> line.startsWith(ExitCode.LEASE_HELD + " "));
    finish();
    for (String dataset : DATASETS) {
      requireAllAppliedOnce(dataset);
    }
    Files.writeString(
        Path.of("target/race-" + place.toLowerCase(Locale.ROOT) + ".txt"),
        "%s: %d racers for %d s, %d killed, %d increments to each of %d datasets, %d ends of runs, %s%n"
            .formatted(
                place,
                RACERS,
                RACE.toSeconds(),
                killed,
                delivered,
                DATASETS.size(),
                codes.size(),
                codes.stream()
                    .collect(
                        Collectors.groupingBy(
                            line -> line.substring(0, line.indexOf(' ')),
                            TreeMap::new,
                            Collectors.counting()))));
  }

  /** What is still pending, by a run of its own after the last lease has run out. */
  private void finish() throws Exception {
    Thread.sleep(LEASE.toMillis());
    Process last = racer(IngestRacer.LAST);
    racers.add(last);
    assertThat(last.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readAllLines(home.resolve("codes-" + IngestRacer.LAST)))
        .allMatch(line -> line.startsWith(ExitCode.DONE + " "));
    assertThat(Files.readAllLines(home.resolve("rows")))
        .hasSize(delivered + 1)
        .contains("all|0|" + delivered);
  }

  private void requireAllAppliedOnce(String dataset) {
    Lake lake = lake();
    JobSpec job = job(dataset);
    Snapshot version = lake.table(job).current().orElseThrow();
    assertThat(version.state().applied().stream().map(Increment::id).toList())
        .hasSize(delivered)
        .doesNotHaveDuplicates();
    assertThat(lake.table(job).followers().get(0).isBehind(version)).isFalse();
    Map<String, Long> versionOf = new HashMap<>();
    for (RunRecord run : lake.ledger().runs(job.dataset())) {
      long made = run.tableVersion().orElse(0);
      for (String increment : run.applied()) {
        // A run that was thought dead has two entries, of one version.
        assertThat(versionOf.merge(increment, made, (one, other) -> one))
            .as(dataset + " " + increment + " by " + run.runId())
            .isEqualTo(made);
      }
    }
    assertThat(versionOf).hasSize(delivered);
  }

  /** A reader of the last version but one: its files stay for as long as the job says. */
  private void read(String dataset) {
    Table table = lake().table(job(dataset));
    List<Long> numbers = table.versions();
    for (long number : numbers) {
      table.at(number).ifPresent(version -> requireSaid(dataset, version));
    }
    if (numbers.size() < 2) {
      return;
    }
    Optional<Snapshot> current = table.at(numbers.get(numbers.size() - 1));
    Optional<Snapshot> before = table.at(numbers.get(numbers.size() - 2));
    if (current.isEmpty() || before.isEmpty()) {
      return;
    }
    Instant free = current.get().committedAt().plus(KEPT);
    for (DataFile file : before.get().files()) {
      boolean there = storage.find(table.root().append(file.path())).isPresent();
      if (!there && Instant.now().isBefore(free)) {
        broken.add(dataset + " version " + before.get().number() + " lost " + file.path());
      }
      checkedFiles++;
    }
  }

  private void requireSaid(String dataset, Snapshot version) {
    String says = List.of(version.runId(), version.state(), version.files()).toString();
    String first = said.putIfAbsent(dataset + " " + version.number(), says);
    if (first != null && !first.equals(says)) {
      broken.add(dataset + " version " + version.number() + " is named twice");
    }
  }

  /** An increment for each dataset: a row of its own, and one that each of them changes. */
  private void deliver() throws IOException {
    delivered++;
    String content =
        "country,id,amount\nall,0,%1$d\nc%2$d,%1$d,%1$d\n".formatted(delivered, delivered % 3);
    for (String dataset : DATASETS) {
      String name =
          "20201121T%02d%02d%02d.csv"
              .formatted(delivered / 3600, delivered / 60 % 60, delivered % 60);
      Path file = home.resolve("lake/raw/shop/" + dataset + "/" + name);
      write("lake/raw/shop/" + dataset + "/." + name, content);
      Files.move(file.resolveSibling("." + name), file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private Process racer(String name) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens") || option.startsWith("-Djdk.reflect"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx600m",
            "-Duser.timezone=UTC",
            "-Dsluice.lease.millis=" + LEASE.toMillis(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            IngestRacer.class.getName(),
            home.toString(),
            name));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("LAKE_KEY", S3Server.ACCESS_KEY);
    builder.environment().put("LAKE_SECRET", S3Server.SECRET_KEY);
    builder.redirectOutput(new File(home.toFile(), "log-" + name));
    return builder.start();
  }

  private void awaitReady(int racer) throws Exception {
    Path ready = home.resolve("ready-" + racer);
    for (int i = 0; i < 2400 && !Files.exists(ready) && racers.get(racer).isAlive(); i++) {
      Thread.sleep(50);
    }
    assertThat(ready).as(Files.readString(home.resolve("log-" + racer))).exists();
  }

  private static void signal(String signal, Process process) throws Exception {
    Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
    assertThat(kill.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  private List<String> codes() throws IOException {
    List<String> codes = new ArrayList<>();
    try (Stream<Path> files = Files.list(home)) {
      for (Path file :
          files.filter(path -> path.getFileName().toString().startsWith("codes-")).toList()) {
        codes.addAll(Files.readAllLines(file));
      }
    }
    return codes;
  }

  private Loaded loaded(List<String> names) {
    return Configuration.load(home.resolve("jobs"), home.resolve("conf.yaml"), names);
  }

  private Lake lake() {
    return new Lake(loaded(List.of()).environment(), settings, storage, Clock.systemUTC());
  }

  private JobSpec job(String dataset) {
    return loaded(List.of("shop/" + dataset)).jobs().get(0);
  }

  private void write(String path, String content) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
