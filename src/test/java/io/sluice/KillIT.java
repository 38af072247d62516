package io.sluice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.storage.Location;
import io.sluice.storage.RoutedStorage;
import io.sluice.storage.S3Server;
import io.sluice.storage.S3Store;
import io.sluice.storage.Storage;
import io.sluice.storage.Storage.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code kill -9} of the process, as a user starts it, at random instants, its lake on disk or on
 * S3: each run finds what the one before left. With {@code -Dsluice.test.kills=50} as often.
 */
class KillIT {
  private static final String DISK = "disk";
  private static final long MOST_MILLIS = TimeUnit.MINUTES.toMillis(5);

  @TempDir private Path home;
  private final Random random = new Random();
  private final ObjectMapper mapper = new ObjectMapper();
  private int delivered;

  private Location lake;
  private Storage storage;

  private void prepare(String store) throws IOException {
    Map<String, String> settings = new TreeMap<>();
    if (!store.equals(DISK)) {
      S3Server server = S3Server.shared(S3Store.valueOf(store));
      settings.putAll(S3Server.settings(server.port()));
      lake = Location.of("s3a://" + server.newBucket() + "/zone");
    } else {
      lake = Location.of(home.resolve("lake").toString());
    }
    storage = new RoutedStorage(settings);
    settings.replace("spark.hadoop.fs.s3a.access.key", "env:LAKE_KEY");
    settings.replace("spark.hadoop.fs.s3a.secret.key", "env:LAKE_SECRET");
    settings.put("spark.master", "local[1]");
    write(
        "conf.yaml",
        "lake: \"%s\"\nspark: %s\n".formatted(lake.text(), mapper.writeValueAsString(settings)));
    write(
        "jobs/shop/items.yaml",
        """
        dataset: shop/items
        description: Items.
        raw: {format: csv, processed_date: {from: name, pattern: "yyyyMMdd'T'HHmmss"}}
        columns: {country: string, id: bigint, amount: bigint, gone: boolean}
        key: [country, id]
        delete_when: gone
        clean: {format: parquet, partition_by: [country], retain: {versions: 2, age: 0s}}
        """);
  }

  @ParameterizedTest
  @CsvSource({DISK + ", 4", "S3PROXY, 4", "MINIO, 2", "SEAWEEDFS, 2"})
  void givenKillsAtAnyInstant_whenRunAgain_thenNothingIsLostAndNothingComesTwice(
      String store, int few) throws Exception {
    int kills = Integer.getInteger("sluice.test.kills", few);
    prepare(store);
    deliver();
    assertThat(started("first").waitFor(MOST_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    deliver();
    long full = System.nanoTime();
    assertThat(started("second").waitFor(MOST_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - full);
    int afterCommit = 0;
    int withLease = 0;

    for (int kill = 1; kill <= kills; kill++) {
      deliver();
      long versionBefore = newest("clean/shop/items/_versions");
      long epochBefore = newest("ledger/shop/items/_lease");
      Process process = started("kill-" + kill);
      if (kill % 4 == 0) {
        assertThat(process.waitFor(random.nextLong(millis), TimeUnit.MILLISECONDS))
            .isIn(true, false);
      } else {
        // Most of a run is the start of the engine: what matters begins with the lease.
        awaitLease(process, epochBefore);
        Thread.sleep(random.nextLong(millis * 4 / 5));
      }
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      assertThat(process.waitFor(MOST_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
      withLease += newest("ledger/shop/items/_lease") > epochBefore ? 1 : 0;
      afterCommit += newest("clean/shop/items/_versions") > versionBefore ? 1 : 0;
      requireWholeTable();
    }
    deliver();
    assertThat(started("last").waitFor(MOST_MILLIS, TimeUnit.MILLISECONDS)).isTrue();

    String log = Files.readString(home.resolve("err-last"));
    assertThat(requireWholeTable()).as(log).isEqualTo(delivered);
    assertThat(orphans()).isEmpty();
    assertThat(shown()).isEqualTo(expected());
    assertThat(appliedByRuns()).hasSize(delivered).doesNotHaveDuplicates();
    Files.writeString(
        Path.of("target/kills-" + store.toLowerCase(Locale.ROOT) + ".txt"),
        "%s: %d kills, %d with the lease taken, %d after a commit; a run takes %d ms%n"
            .formatted(store, kills, withLease, afterCommit, millis));
  }

  /** The day of each increment changes a row, adds one, and deletes the one of five days ago. */
  private void deliver() throws IOException {
    delivered++;
    storage.put(
        lake.append(
            "raw/shop/items/20201121T%02d%02d%02d.csv"
                .formatted(delivered / 3600, delivered / 60 % 60, delivered % 60)),
        "country,id,amount,gone\nall,0,%1$d,\nc%2$d,%1$d,%1$d,\nc%3$d,%4$d,0,true\nx,bad,1,\n"
            .formatted(delivered, delivered % 3, (delivered + 1) % 3, delivered - 5)
            .getBytes(UTF_8));
  }

  private String expected() {
    List<String> rows = new ArrayList<>();
    rows.add("all,0," + delivered);
    for (int id = Math.max(1, delivered - 4); id <= delivered; id++) {
      rows.add("c%d,%d,%d".formatted(id % 3, id, id));
    }
    return String.join("\n", rows.stream().sorted().toList());
  }

  private String shown() throws Exception {
    Process process = started("show", "show", "shop/items", "--format", "csv", "--limit", "0");
    assertThat(process.waitFor(MOST_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    return String.join(
        "\n", Files.readAllLines(home.resolve("out-show")).stream().skip(1).sorted().toList());
  }

  /** Every file of every kept version is there, as long as it was; how many were applied. */
  private int requireWholeTable() throws IOException {
    Location table = lake.append("clean/shop/items");
    Map<String, Long> there = new TreeMap<>();
    storage.list(table).forEach(file -> there.put(file.location().text(), file.bytes()));
    int applied = 0;
    for (Location file : files("clean/shop/items/_versions")) {
      JsonNode version = mapper.readTree(storage.load(file).orElseThrow());
      for (JsonNode data : version.get("data")) {
        assertThat(there)
            .as(file.text())
            .containsEntry(
                table.append(data.get("path").asText()).text(), data.get("bytes").asLong());
      }
      List<String> ids = new ArrayList<>();
      version.get("applied").forEach(increment -> ids.add(increment.get("id").asText()));
      assertThat(ids).doesNotHaveDuplicates();
      applied = ids.size();
    }
    return applied;
  }

  private List<String> appliedByRuns() throws IOException {
    List<String> applied = new ArrayList<>();
    for (Location file : files("ledger/shop/items")) {
      if (file.text().endsWith(".json") && !file.text().contains("/_")) {
        JsonNode run = mapper.readTree(storage.load(file).orElseThrow());
        run.get("applied").forEach(id -> applied.add(id.asText()));
      }
    }
    return applied;
  }

  /**
   * Folders that hold files and that no kept version names. SeaweedFS goes on to list folders whose
   * files are gone.
   */
  private List<String> orphans() {
    Location data = lake.append("clean/shop/items/_data");
    StringBuilder versions = new StringBuilder();
    for (Location file : files("clean/shop/items/_versions")) {
      versions.append(new String(storage.load(file).orElseThrow(), UTF_8));
    }
    return storage.names(data).stream()
        .filter(name -> versions.indexOf("\"_data/" + name) < 0)
        .filter(name -> !storage.list(data.append(name.replace("/", ""))).isEmpty())
        .toList();
  }

  private void awaitLease(Process process, long epochBefore) throws Exception {
    for (int i = 0;
        i < 4000 && process.isAlive() && newest("ledger/shop/items/_lease") == epochBefore;
        i++) {
      Thread.sleep(10);
    }
  }

  private long newest(String folder) {
    return files(folder).stream()
        .map(Location::name)
        .filter(name -> name.matches("\\d{20}\\.json"))
        .mapToLong(name -> Long.parseLong(name.substring(0, 20)))
        .max()
        .orElse(0);
  }

  private List<Location> files(String folder) {
    return storage.list(lake.append(folder)).stream()
        .map(StoredFile::location)
        .filter(file -> !file.name().startsWith("_tmp."))
        .sorted(Comparator.comparing(Location::text))
        .toList();
  }

  private Process started(String run) throws IOException {
    return started(run, "ingest", "--run-id", run);
  }

  private Process started(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of("sluice").toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--conf", "conf.yaml"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("SLUICE_SKIP_BUILD", "1");
    builder.environment().put("LAKE_KEY", S3Server.ACCESS_KEY);
    builder.environment().put("LAKE_SECRET", S3Server.SECRET_KEY);
    builder.redirectOutput(home.resolve("out-" + name).toFile());
    builder.redirectError(home.resolve("err-" + name).toFile());
    return builder.start();
  }

  private void write(String path, String content) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content.getBytes(UTF_8));
  }
}
