package io.sluice.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.error.ConfigurationException;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.Floor;
import io.sluice.spec.Increment;
import io.sluice.spec.Increment.Kind;
import io.sluice.spec.Increment.RawFile;
import io.sluice.storage.Location;
import io.sluice.table.TableVersion.DataFile;
import io.sluice.table.TableVersion.SideFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The JSON form of a version file (docs/format.md). Unknown keys are ignored. */
final class VersionFile {
  /** The major number of the format; a file with a greater one is refused. */
  static final int FORMAT = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  private VersionFile() {}

  static byte[] write(TableVersion version) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("version", version.number());
    root.put("committed_at", version.committedAt().toString());
    root.put("run_id", version.runId());
    root.put("rows", version.rows());
    putTexts(root.putObject("fingerprint"), version.fingerprint());
    root.put("file_format", version.format().text());
    putTexts(root.putObject("columns"), version.columns());
    version.partitionBy().forEach(root.putArray("partition_by")::add);
    ArrayNode data = root.putArray("data");
    for (DataFile file : version.dataFiles()) {
      ObjectNode node = data.addObject().put("path", file.path());
      if (!version.partitionBy().isEmpty()) {
        putTexts(node.putObject("partition"), file.partition());
      }
      node.put("rows", file.rows()).put("bytes", file.bytes());
    }
    version
        .tombstones()
        .ifPresent(t -> root.putObject("tombstones").put("path", t.path()).put("rows", t.rows()));
    ArrayNode quarantine = root.putArray("quarantine");
    version
        .quarantine()
        .forEach(q -> quarantine.addObject().put("path", q.path()).put("rows", q.rows()));
    ArrayNode floors = root.putArray("floors");
    for (Floor floor : version.floors()) {
      ObjectNode node = floors.addObject();
      putTexts(node.putObject("partition"), floor.partition());
      node.put("processed_date", floor.processedDate().toString());
      node.put("increment", floor.increment());
    }
    ObjectNode counts = root.putObject("counts");
    version.counts().forEach(counts::put);
    ArrayNode applied = root.putArray("applied");
    version.applied().forEach(increment -> putIncrement(applied.addObject(), increment));
    return root.toPrettyString().getBytes(StandardCharsets.UTF_8);
  }

  private static void putIncrement(ObjectNode node, Increment increment) {
    node.put("id", increment.id());
    node.put("kind", increment.kind().name().toLowerCase(Locale.ROOT));
    node.put("processed_date", increment.processedDate().toString());
    if (increment.full()) {
      node.put("full", true);
    }
    if (!increment.partitions().isEmpty()) {
      ArrayNode partitions = node.putArray("partitions");
      increment.partitions().forEach(partition -> putTexts(partitions.addObject(), partition));
    }
    ArrayNode files = node.putArray("files");
    for (RawFile file : increment.files()) {
      ObjectNode entry = files.addObject().put("path", file.path()).put("bytes", file.bytes());
      entry.put("modified", file.modified());
      file.sha256().ifPresent(hash -> entry.put("sha256", hash));
      file.rows().ifPresent(rows -> entry.put("rows", rows));
    }
  }

  private static void putTexts(ObjectNode node, Map<String, String> values) {
    values.forEach(node::put);
  }

  /**
   * Parses a version file.
   *
   * @throws ConfigurationException if it is of a newer format or cannot be understood
   */
  static TableVersion parse(Location file, byte[] content) {
    JsonNode root;
    try {
      root = JSON.readTree(content);
    } catch (JsonProcessingException e) {
      throw broken(file, "it is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw broken(file, "it is not JSON", e);
    }
    int format = root.path("format").asInt(0);
    if (format > FORMAT) {
      throw new ConfigurationException(
          file
              + ": the version file has format "
              + format
              + ", this program knows formats up to "
              + FORMAT
              + ". Nothing was changed. Use a newer Sluice for this table");
    }
    try {
      return parse(root);
    } catch (RuntimeException e) {
      throw broken(file, e.getMessage(), e);
    }
  }

  private static TableVersion parse(JsonNode root) {
    return new TableVersion(
        required(root, "version").asLong(),
        Instant.parse(required(root, "committed_at").asText()),
        required(root, "run_id").asText(),
        texts(required(root, "fingerprint")),
        CleanFormat.valueOf(required(root, "file_format").asText().toUpperCase(Locale.ROOT)),
        texts(required(root, "columns")),
        list(required(root, "partition_by"), JsonNode::asText),
        list(required(root, "data"), VersionFile::dataFile),
        Optional.of(root.path("tombstones"))
            .filter(JsonNode::isObject)
            .map(VersionFile::sideFolder),
        list(required(root, "quarantine"), VersionFile::sideFolder),
        list(required(root, "applied"), VersionFile::increment),
        list(required(root, "floors"), VersionFile::floor),
        numbers(required(root, "counts")));
  }

  private static DataFile dataFile(JsonNode node) {
    return new DataFile(
        required(node, "path").asText(),
        texts(node.path("partition")),
        required(node, "rows").asLong(),
        required(node, "bytes").asLong());
  }

  private static SideFolder sideFolder(JsonNode node) {
    return new SideFolder(required(node, "path").asText(), required(node, "rows").asLong());
  }

  private static Floor floor(JsonNode node) {
    return new Floor(
        texts(required(node, "partition")),
        Instant.parse(required(node, "processed_date").asText()),
        required(node, "increment").asText());
  }

  private static Increment increment(JsonNode node) {
    return new Increment(
        required(node, "id").asText(),
        Kind.valueOf(required(node, "kind").asText().toUpperCase(Locale.ROOT)),
        Instant.parse(required(node, "processed_date").asText()),
        list(required(node, "files"), VersionFile::rawFile),
        node.path("full").asBoolean(false),
        list(node.path("partitions"), VersionFile::texts));
  }

  private static RawFile rawFile(JsonNode node) {
    return new RawFile(
        required(node, "path").asText(),
        required(node, "bytes").asLong(),
        required(node, "modified").asLong(),
        Optional.ofNullable(node.get("sha256")).map(JsonNode::asText),
        Optional.ofNullable(node.get("rows")).map(JsonNode::asLong));
  }

  private static JsonNode required(JsonNode node, String key) {
    JsonNode value = node.get(key);
    if (value == null) {
      throw new IllegalArgumentException("the key \"" + key + "\" is missing");
    }
    return value;
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> element) {
    List<T> values = new ArrayList<>();
    array.forEach(node -> values.add(element.apply(node)));
    return values;
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> values = new LinkedHashMap<>();
    object.fields().forEachRemaining(e -> values.put(e.getKey(), e.getValue().asText()));
    return values;
  }

  private static Map<String, Long> numbers(JsonNode object) {
    Map<String, Long> values = new LinkedHashMap<>();
    object.fields().forEachRemaining(e -> values.put(e.getKey(), e.getValue().asLong()));
    return values;
  }

  private static ConfigurationException broken(Location file, String what, Exception cause) {
    return new ConfigurationException(
        file
            + ": the version file cannot be understood, "
            + what
            + ". Nothing was changed; data files are untouched. Restore the file from a copy, or"
            + " remove the table's folder and ingest again",
        cause);
  }
}
