package io.sluice.extract;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.ledger.ExportRecord;
import io.sluice.ledger.ExportRecord.ExportFile;
import io.sluice.ledger.ExportRecord.Seal;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The manifest of an export (docs/format.md, "Raw zone"); the same bytes each time. */
final class ManifestFormat {
  static final String NAME = "_increment.json";
  private static final int FORMAT = 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ManifestFormat() {}

  static byte[] write(ExportRecord export) {
    Seal seal = export.seal().orElseThrow();
    ObjectNode node = MAPPER.createObjectNode();
    node.put("format", FORMAT);
    node.put("id", export.id());
    node.put("dataset", export.dataset().toString());
    node.put("processed_date", seal.processedDate().toString());
    if (seal.full()) {
      node.put("full", true);
    }
    seal.held().ifPresent(reason -> node.put("held", reason));
    if (!seal.partitions().isEmpty()) {
      ArrayNode partitions = node.putArray("partitions");
      seal.partitions().forEach(partition -> put(partitions.addObject(), partition.values()));
    }
    ObjectNode window = node.putObject("window");
    seal.from().ifPresent(from -> window.put("from", from.toString()));
    window.put("to", seal.processedDate().toString());
    ArrayNode files = node.putArray("files");
    for (ExportFile file : export.files()) {
      files
          .addObject()
          .put("path", file.path())
          .put("bytes", file.bytes())
          .put("sha256", file.sha256())
          .put("rows", file.rows());
    }
    ObjectNode asked = node.putObject("export");
    asked.put("connector", export.connector());
    asked.put("run_id", export.runId());
    asked.put("asked", export.asked().toString());
    put(asked.putObject("request"), export.request());
    put(asked.putObject("answer"), export.answer());
    return (node.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ObjectNode node, Map<String, String> texts) {
    texts.forEach(node::put);
  }
}
