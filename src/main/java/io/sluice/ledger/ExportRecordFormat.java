package io.sluice.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.error.DataException;
import io.sluice.ledger.ExportRecord.ExportFile;
import io.sluice.ledger.ExportRecord.Seal;
import io.sluice.ledger.ExportRecord.State;
import io.sluice.ledger.Json.MalformedException;
import io.sluice.spec.DatasetName;
import io.sluice.spec.Partition;
import io.sluice.storage.Location;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The file format of an export (docs/format.md, "Exports"). */
final class ExportRecordFormat {
  static final long FORMAT = 1;

  private ExportRecordFormat() {}

  static byte[] write(ExportRecord export) {
    ObjectNode node = Json.object();
    node.put("format", FORMAT);
    node.put("id", export.id());
    node.put("dataset", export.dataset().toString());
    node.put("connector", export.connector());
    node.put("run_id", export.runId());
    node.put("state", export.state().name().toLowerCase(Locale.ROOT));
    node.put("asked", export.asked().toString());
    export.ended().ifPresent(ended -> node.put("ended", ended.toString()));
    put(node.putObject("request"), export.request());
    put(node.putObject("answer"), export.answer());
    ArrayNode files = node.putArray("files");
    for (ExportFile file : export.files()) {
      files
          .addObject()
          .put("path", file.path())
          .put("bytes", file.bytes())
          .put("sha256", file.sha256())
          .put("rows", file.rows());
    }
    export.seal().ifPresent(seal -> put(node, seal));
    export.problem().ifPresent(problem -> node.put("problem", problem));
    return Json.bytes(node);
  }

  private static void put(ObjectNode node, Seal seal) {
    node.put("processed_date", seal.processedDate().toString());
    seal.from().ifPresent(from -> node.put("from", from.toString()));
    node.put("full", seal.full());
    seal.held().ifPresent(reason -> node.put("held", reason));
    if (!seal.partitions().isEmpty()) {
      ArrayNode partitions = node.putArray("partitions");
      seal.partitions().forEach(partition -> put(partitions.addObject(), partition.values()));
    }
  }

  private static void put(ObjectNode node, Map<String, String> texts) {
    texts.forEach(node::put);
  }

  static ExportRecord read(Location file, byte[] content) {
    try {
      JsonNode node = Json.parse(content);
      Json.checkFormat(file, node, FORMAT);
      return new ExportRecord(
          Json.text(node, "id"),
          DatasetName.of(Json.text(node, "dataset")),
          Json.text(node, "connector"),
          Json.text(node, "run_id"),
          state(Json.text(node, "state")),
          Json.instant(node, "asked"),
          optionalInstant(node, "ended"),
          texts(node.path("request")),
          texts(node.path("answer")),
          files(node.path("files")),
          node.has("processed_date") ? Optional.of(seal(node)) : Optional.empty(),
          Json.optionalText(node, "problem"));
    } catch (MalformedException | IllegalArgumentException e) {
      throw new DataException(
          file
              + ": is not an export of the ledger, "
              + e.getMessage()
              + ". The file was not changed. Without it Sluice does not know what this export asked"
              + " for: restore it, or move it away and export the dataset from a date before it.",
          e);
    }
  }

  private static State state(String text) throws MalformedException {
    return Arrays.stream(State.values())
        .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(() -> new MalformedException("\"state\" is not known: \"" + text + "\""));
  }

  private static Seal seal(JsonNode node) throws MalformedException {
    List<Partition> partitions = new ArrayList<>();
    node.path("partitions").forEach(partition -> partitions.add(new Partition(texts(partition))));
    return new Seal(
        Json.instant(node, "processed_date"),
        optionalInstant(node, "from"),
        node.path("full").asBoolean(),
        Json.optionalText(node, "held"),
        partitions);
  }

  private static List<ExportFile> files(JsonNode node) throws MalformedException {
    List<ExportFile> files = new ArrayList<>();
    for (JsonNode file : node) {
      files.add(
          new ExportFile(
              Json.text(file, "path"),
              Json.number(file, "bytes"),
              Json.text(file, "sha256"),
              Json.number(file, "rows")));
    }
    return files;
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.fields().forEachRemaining(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  private static Optional<Instant> optionalInstant(JsonNode node, String key)
      throws MalformedException {
    return node.has(key) ? Optional.of(Json.instant(node, key)) : Optional.empty();
  }
}
