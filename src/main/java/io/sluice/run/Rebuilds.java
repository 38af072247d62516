package io.sluice.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import io.sluice.table.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The tables that are built beside one table: a folder each, {@code _rebuild/<id>}, with a file
 * that says what it is and a table of its own. To be changed under the lease of the dataset alone.
 */
public final class Rebuilds {
  private static final String FOLDER = "_rebuild";
  private static final String FILE = "_rebuild.json";
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Lake lake;
  private final JobSpec job;
  private final Location folder;

  /** Those of the job's table. */
  public Rebuilds(Lake lake, JobSpec job) {
    this.lake = lake;
    this.job = job;
    this.folder = lake.table(job).root().append(FOLDER);
  }

  /** All of them; what cannot be read, as a removal ended halfway, is none. */
  public List<Rebuild> all() {
    List<Rebuild> all = new ArrayList<>();
    ids().forEach(id -> load(id).ifPresent(all::add));
    return all;
  }

  private List<String> ids() {
    return lake.storage().names(folder).stream().map(name -> name.replace("/", "")).toList();
  }

  /** The lake whose table it is. */
  public Lake lake(Rebuild rebuild) {
    return lake.withClean(folder.append(rebuild.id()));
  }

  /** Writes what it is, in place of what was written before. */
  public void save(Rebuild rebuild) {
    ObjectNode node = JSON.createObjectNode();
    node.put("format", FORMAT).put("id", rebuild.id()).put("run_id", rebuild.runId());
    node.put("begun", rebuild.begun().toString());
    rebuild.from().ifPresent(number -> node.put("from_version", number));
    rebuild.compared().ifPresent(instant -> node.put("compared", instant.toString()));
    ObjectNode hashes = node.putObject("job_sha256");
    rebuild.job().forEach(hashes::put);
    byte[] content = (node.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    lake.storage().put(file(rebuild.id()), content);
  }

  /** Removes it with its table. */
  public void remove(String id) {
    lake.storage().delete(folder.append(id));
  }

  /** Until when it stays, whatever happens to the table. */
  public Instant keptUntil(Rebuild rebuild) {
    Instant last = rebuild.compared().orElse(rebuild.begun());
    Optional<Instant> committed = lake(rebuild).table(job).current().map(Snapshot::committedAt);
    return committed.filter(last::isBefore).orElse(last).plus(job.clean().retainAge());
  }

  /** Removes those that nobody has gone on with for as long as old versions are kept. */
  void expire() {
    for (String id : ids()) {
      if (load(id).filter(one -> keptUntil(one).isAfter(lake.clock().instant())).isEmpty()) {
        remove(id);
      }
    }
  }

  private Optional<Rebuild> load(String id) {
    return lake.storage()
        .load(file(id))
        .flatMap(Rebuilds::parsed)
        .filter(one -> one.id().equals(id));
  }

  private static Optional<Rebuild> parsed(byte[] content) {
    try {
      JsonNode node = JSON.readTree(content);
      if (node.path("format").asInt() != FORMAT) {
        return Optional.empty();
      }
      Map<String, String> hashes = new LinkedHashMap<>();
      node.path("job_sha256")
          .fields()
          .forEachRemaining(one -> hashes.put(one.getKey(), one.getValue().asText()));
      return Optional.of(
          new Rebuild(
              node.path("id").asText(),
              node.path("run_id").asText(),
              Instant.parse(node.path("begun").asText()),
              hashes,
              node.has("from_version")
                  ? OptionalLong.of(node.path("from_version").asLong())
                  : OptionalLong.empty(),
              node.has("compared")
                  ? Optional.of(Instant.parse(node.path("compared").asText()))
                  : Optional.empty()));
    } catch (JsonProcessingException | DateTimeException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
  }

  private Location file(String id) {
    return folder.append(id).append(FILE);
  }
}
