package io.sluice.table.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.spec.Floor;
import io.sluice.spec.Increment;
import io.sluice.spec.Increment.RawFile;
import io.sluice.table.DataFile;
import io.sluice.table.History;
import io.sluice.table.SideFolder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The JSON form of a version file (docs/format.md), as it is written. */
final class VersionFile {
  /** The number of the format that is written. */
  static final int FORMAT = 3;

  /** The one before it, which is read: all entries are in the version file, none is withdrawn. */
  static final int WITHOUT_PARTS = 2;

  private static final ObjectMapper JSON = new ObjectMapper();

  private VersionFile() {}

  /** A new object. */
  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** What a version file says, all entries of its lists in itself. */
  static ObjectNode whole(TableVersion version) {
    ObjectNode root = object();
    root.put("format", FORMAT);
    root.put("version", version.number());
    root.put("committed_at", version.committedAt().toString());
    root.put("run_id", version.runId());
    version.lineage().commit().ifPresent(commit -> root.put("commit", commit));
    version.lineage().buildsOn().forEach(root.putArray("builds_on")::add);
    root.put("rows", version.layout().rows());
    putTexts(root.putObject("fingerprint"), version.state().fingerprint());
    root.put("file_format", version.layout().format().text());
    putTexts(root.putObject("columns"), version.state().columns());
    version.layout().partitionBy().forEach(root.putArray("partition_by")::add);
    ArrayNode data = root.putArray("data");
    boolean partitioned = !version.layout().partitionBy().isEmpty();
    version.layout().dataFiles().forEach(file -> put(data.addObject(), file, partitioned));
    version.layout().tombstones().ifPresent(folder -> put(root.putObject("tombstones"), folder));
    ArrayNode quarantine = root.putArray("quarantine");
    version.layout().quarantine().forEach(folder -> put(quarantine.addObject(), folder));
    History history = version.layout().history();
    if (!history.equals(History.NONE)) {
      ArrayNode files = root.putArray("history");
      history.files().forEach(file -> put(files.addObject(), file, false));
      root.put("history_kept", history.isKept());
    }
    if (!version.layout().dismissed().isEmpty()) {
      ArrayNode dismissed = root.putArray("dismissed");
      version.layout().dismissed().forEach(folder -> put(dismissed.addObject(), folder));
    }
    ArrayNode floors = root.putArray("floors");
    for (Floor floor : version.state().floors()) {
      ObjectNode node = floors.addObject();
      putTexts(node.putObject("partition"), floor.partition().values());
      node.put("processed_date", floor.processedDate().toString());
      node.put("increment", floor.increment());
    }
    ObjectNode counts = root.putObject("counts");
    version.state().counts().forEach(counts::put);
    putIncrements(root.putArray("applied"), version.state().applied());
    putIncrements(root.putArray("withdrawn"), version.state().withdrawn());
    return root;
  }

  /** The file: a line for each entry of a list. */
  static byte[] bytes(ObjectNode root) {
    return root.properties().stream()
        .map(field -> "  " + JSON.valueToTree(field.getKey()) + ": " + lines(field.getValue()))
        .collect(Collectors.joining(",\n", "{\n", "\n}"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String lines(JsonNode value) {
    return value.isArray() && !value.isEmpty()
        ? StreamSupport.stream(value.spliterator(), false)
            .map(JsonNode::toString)
            .collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]"))
        : value.toString();
  }

  private static void putIncrements(ArrayNode array, List<Increment> increments) {
    increments.forEach(increment -> putIncrement(array.addObject(), increment));
  }

  private static void put(ObjectNode node, DataFile file, boolean partitioned) {
    node.put("path", file.path());
    if (partitioned) {
      putTexts(node.putObject("partition"), file.partition().values());
    }
    node.put("rows", file.rows()).put("bytes", file.bytes());
    file.mark()
        .ifPresent(
            mark -> node.put("modified", mark.modified()).put("tail_sha256", mark.tailSha256()));
  }

  private static void put(ObjectNode node, SideFolder folder) {
    node.put("path", folder.path()).put("rows", folder.rows());
    folder.bytes().ifPresent(bytes -> node.put("bytes", bytes));
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
      increment
          .partitions()
          .forEach(partition -> putTexts(partitions.addObject(), partition.values()));
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
}
