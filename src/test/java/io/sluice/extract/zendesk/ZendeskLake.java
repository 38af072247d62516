package io.sluice.extract.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.config.Configuration;
import io.sluice.demo.ZendeskServer;
import io.sluice.extract.Connector;
import io.sluice.extract.Connectors;
import io.sluice.extract.ExtractOutcome;
import io.sluice.extract.ExtractRequest;
import io.sluice.extract.Extraction;
import io.sluice.extract.Zones;
import io.sluice.ledger.ExportLog;
import io.sluice.ledger.ExportRecord;
import io.sluice.ledger.Holder;
import io.sluice.ledger.Leases;
import io.sluice.ledger.Ledger;
import io.sluice.read.RawZone;
import io.sluice.settings.Finding;
import io.sluice.spec.DatasetName;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import io.sluice.storage.RoutedStorage;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A lake into which the shipped job files are exported from a {@link ZendeskServer}. */
final class ZendeskLake {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path home;
  private final Clock clock;
  private final Map<String, String> connection = new HashMap<>();
  private Path jobs = Path.of("jobs");
  private Storage storage = new RoutedStorage(Map.of());

  ZendeskLake(Path home, ZendeskServer server, Clock clock) {
    this.home = home;
    this.clock = clock;
    connection.put("base_url", server.uri().toString());
    connection.put("email", ZendeskServer.EMAIL);
    connection.put("api_token", "env:ZENDESK_TOKEN");
    connection.put("incremental_requests_per_minute", "600000");
    connection.put("requests_per_minute", "600000");
    connection.put("retry_delay", "2ms");
    connection.put("retry_delay_max", "10ms");
    connection.put("stall_timeout", "500ms");
  }

  /** Sets a setting of the connection. */
  ZendeskLake with(String key, String value) {
    connection.put(key, value);
    return this;
  }

  /** Takes a setting of the connection away. */
  ZendeskLake without(String key) {
    connection.remove(key);
    return this;
  }

  /** Everything goes through this storage from now on. */
  void storage(Storage through) {
    storage = through;
  }

  /** Exports datasets, such as {@code tickets}. */
  List<ExtractOutcome> export(String... datasets) {
    return export(Map.of(), datasets);
  }

  /** Exports datasets with options of the command line. */
  List<ExtractOutcome> export(Map<String, String> options, String... datasets) {
    List<JobSpec> jobs = jobs(datasets);
    Extraction extraction =
        new Extraction(
            Connectors.of(List.of(new ZendeskConnector())),
            zones(),
            Map.of("zendesk", connection),
            Map.of("ZENDESK_TOKEN", ZendeskServer.TOKEN, "OTHER", "not-the-token-of-zendesk"));
    List<String> problems =
        jobs.stream().flatMap(job -> extraction.problems(job).stream()).map(Finding::text).toList();
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    ExtractRequest request = new ExtractRequest("run", options);
    extraction.checkOptions(jobs, request);
    List<Connector.Group> groups =
        extraction.groups(jobs, jobs.stream().map(JobSpec::dataset).toList());
    groups.forEach(group -> extraction.refuse(group, request));
    return groups.stream()
        .flatMap(group -> extraction.run(group, request, (dataset, step) -> {}).stream())
        .toList();
  }

  /** The exports that the ledger knows. */
  List<ExportRecord> exports(String dataset) {
    return zones().exports().exports(new DatasetName("zendesk", dataset));
  }

  /** The sealed increments, as ingest finds them. */
  List<Increment> increments(String dataset) {
    JobSpec job = jobs(dataset).get(0);
    return new RawZone(new RoutedStorage(Map.of()), job, zones().rawFolder().apply(job), clock)
        .pending(List.of())
        .increments();
  }

  /** The ids of all records in sealed increments, in their order, repeated ones too. */
  List<Long> ids(String dataset) {
    return increments(dataset).stream().flatMap(one -> ids(dataset, one).stream()).toList();
  }

  /** The ids of the records of an increment. */
  List<Long> ids(String dataset, Increment increment) {
    List<Long> ids = new ArrayList<>();
    for (Increment.RawFile file : increment.files()) {
      records(dataset, file.path()).forEach(entry -> ids.add(entry.path("id").longValue()));
    }
    return ids;
  }

  /** The records of a file below the dataset's raw folder. */
  List<JsonNode> records(String dataset, String path) {
    try {
      List<JsonNode> records = new ArrayList<>();
      for (String line : Files.readAllLines(home.resolve("raw/zendesk/" + dataset + "/" + path))) {
        records.add(MAPPER.readTree(line));
      }
      return records;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of every file of the lake. */
  String everything() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  private Zones zones() {
    Location ledger = Location.of(home.resolve("ledger").toString());
    return new Zones(
        storage,
        job -> Location.of(home.resolve("raw/" + job.dataset()).toString()),
        new ExportLog(storage, ledger),
        new Ledger(storage, ledger),
        new Leases(storage, ledger, clock, Holder.thisProcess()),
        clock,
        "here");
  }

  /** The job files of this folder instead of those that are shipped. */
  ZendeskLake jobs(Path folder) {
    jobs = folder;
    return this;
  }

  private List<JobSpec> jobs(String... datasets) {
    try {
      Files.createDirectories(home);
      Path conf = Files.writeString(Files.createTempFile(home, "conf", ".yaml"), "lake: lake\n");
      List<String> names = Stream.of(datasets).map(name -> "zendesk/" + name).toList();
      return Configuration.load(jobs, conf, names).jobs();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
