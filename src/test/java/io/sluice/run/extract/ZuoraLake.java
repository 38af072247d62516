package io.sluice.run.extract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.demo.AquaServer;
import io.sluice.run.MovableClock;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.exports.ExportEntry;
import io.sluice.run.exports.ExportsVerb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A lake, job files of two or more Zuora objects, and a Zuora of its own behind real HTTP. */
public final class ZuoraLake implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-18T00:30:00Z");

  final Path home;
  public final MovableClock clock = new MovableClock(START);
  public final AquaServer server = new AquaServer(clock, ZoneOffset.UTC);
  private int runs;

  public ZuoraLake(Path home, String... objects) {
    this.home = home;
    environment("");
    for (String object : objects) {
      job(object, "");
    }
  }

  /** Writes the environment file, with more settings of the connection, a line each. */
  void environment(String more) {
    environment(more, server.uri());
  }

  void environment(String more, java.net.URI uri) {
    write(
        "conf.yaml",
        """
        lake: "%s/lake"
        connections:
          zuora:
            base_url: "%s"
            partner: acme
            project: Lake-1
            client_id: "file:%s/id"
            client_secret: "file:%s/secret"
            retry_delay: 2ms
            retry_delay_max: 10ms
            poll_delay: 1ms
            poll_delay_max: 5ms
            stall_timeout: 500ms
        %s
        """
            .formatted(home, uri, home, home, paced(more).indent(4)));
    write("id", AquaServer.CLIENT_ID);
    write("secret", AquaServer.CLIENT_SECRET);
  }

  private static String paced(String more) {
    return more.contains("requests_per_minute") ? more : "requests_per_minute: 600000\n" + more;
  }

  /** Writes the job file of an object, with more settings of the extract section, a line each. */
  void job(String object, String more) {
    job(object, "SELECT Id, Name FROM " + object, more);
  }

  public void job(String object, String query, String more) {
    server.table(object);
    write(
        "jobs/zuora/" + object.toLowerCase(java.util.Locale.ROOT) + ".yaml",
        """
        dataset: zuora/%s
        extract:
          connector: zuora-aqua
          query: "%s"
        %s
        raw: {format: csv}
        columns:
          id: {from: %s.Id, type: string}
          name: {from: %s.Name, type: string}
          is_deleted: {from: %s.IsDeleted, type: boolean}
        key: [id]
        delete_when: is_deleted
        """
            .formatted(
                object.toLowerCase(java.util.Locale.ROOT),
                query,
                more.indent(2),
                object,
                object,
                object));
  }

  /** Creates or changes a row at the source, now. */
  public void put(String object, String id, String name) {
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put(object + ".Id", id);
    cells.put(object + ".Name", name);
    server.table(object).put(cells, clock.instant());
  }

  void delete(String object, String id) {
    server.table(object).delete(id, clock.instant());
  }

  public void nextDay() {
    clock.forward(Duration.ofDays(1));
  }

  public List<ExtractedDataset> extract(String... names) {
    return extract(Map.of(), names);
  }

  public List<ExtractedDataset> extract(Map<String, String> options, String... names) {
    runs++;
    return new ExtractVerb(run(), where(names)).extract(new ExtractOptions("run-" + runs, options));
  }

  public Run run() {
    return new Run(clock, Map.of(), Progress.NONE);
  }

  public Workplace where(String... names) {
    return new Workplace(home.resolve("conf.yaml"), home.resolve("jobs"), List.of(names));
  }

  public List<ExportEntry> exports(String... names) {
    return new ExportsVerb(run(), where(names)).exports().entries();
  }

  /** The manifests of an object's sealed increments, by processed date. */
  public List<JsonNode> manifests(String object) {
    List<JsonNode> manifests = new ArrayList<>();
    for (Path folder : sealed(object)) {
      manifests.add(json(folder.resolve("_increment.json")));
    }
    manifests.sort(
        java.util.Comparator.comparing(
            manifest -> Instant.parse(manifest.path("processed_date").asText())));
    return manifests;
  }

  /** What a table would hold: the increments merged by processed date, id to name. */
  Map<String, String> merged(String object) {
    Map<String, String> rows = new TreeMap<>();
    for (JsonNode manifest : manifests(object)) {
      if (manifest.has("held")) {
        continue;
      }
      for (JsonNode file : manifest.path("files")) {
        Path path =
            raw(object).resolve(manifest.path("id").asText()).resolve(file.path("path").asText());
        for (String line : lines(path).subList(1, lines(path).size())) {
          String[] cells = line.split(",", -1);
          if (cells[0].equals("true")) {
            rows.remove(cells[1]);
          } else {
            rows.put(cells[1], cells[2]);
          }
        }
      }
    }
    return rows;
  }

  List<Path> sealed(String object) {
    if (!Files.isDirectory(raw(object))) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(raw(object))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("_increment.json")))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path raw(String object) {
    return home.resolve("lake/raw/zuora").resolve(object.toLowerCase(java.util.Locale.ROOT));
  }

  /** All that was written anywhere below the lake. */
  String everything() {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(home.resolve("lake"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(file).append('\n').append(Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toString();
  }

  @Override
  public void close() {
    server.close();
  }

  void write(String name, String content) {
    try {
      Path file = home.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
