package io.sluice.extract.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.csv.CsvLine;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.JobSpec;
import io.sluice.spec.RawSpec.RawFormat;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items of one cohort as lines of a file, CSV or JSON as the job says. Thread-safe. */
final class ItemLines {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory NODES = new JsonNodeFactory(true);

  private final boolean csv;
  private final String cohortColumn;
  private final Map<String, String> attributeByColumn = new LinkedHashMap<>();
  private final Map<String, String> columnByAttribute = new LinkedHashMap<>();
  private final Set<String> leftOut = new ConcurrentSkipListSet<>();

  ItemLines(JobSpec job, CohortSource source) {
    csv = job.raw().format() == RawFormat.CSV;
    cohortColumn = job.input(job.merge().partitionBy().get(0)).firstName();
    for (ColumnSpec column : job.raw().columns()) {
      if (!column.fromPath()) {
        String attribute = source.attribute(column.firstName());
        attributeByColumn.put(column.firstName(), attribute);
        columnByAttribute.put(attribute, column.firstName());
      }
    }
  }

  /** The name of a cohort's file. */
  String file(String cohort) {
    return cohort + (csv ? ".csv" : ".json");
  }

  /** What comes before the items. */
  byte[] header() {
    return csv ? line(List.copyOf(attributeByColumn.keySet())) : new byte[0];
  }

  /** One item. */
  byte[] line(String cohort, Map<String, AttributeValue> item) {
    return csv ? csvLine(cohort, item) : jsonLine(cohort, item);
  }

  /** Attributes that a CSV file has no column for; they are not in it. */
  Set<String> leftOut() {
    return leftOut;
  }

  private byte[] csvLine(String cohort, Map<String, AttributeValue> item) {
    Set<String> unknown = new HashSet<>(item.keySet());
    java.util.ArrayList<String> cells = new java.util.ArrayList<>();
    attributeByColumn.forEach(
        (column, attribute) -> {
          unknown.remove(attribute);
          cells.add(column.equals(cohortColumn) ? cohort : text(item.get(attribute)));
        });
    leftOut.addAll(unknown);
    return line(cells);
  }

  private byte[] jsonLine(String cohort, Map<String, AttributeValue> item) {
    ObjectNode line = MAPPER.createObjectNode();
    new TreeMap<>(item)
        .forEach(
            (attribute, value) ->
                line.set(columnByAttribute.getOrDefault(attribute, attribute), node(value)));
    if (attributeByColumn.containsKey(cohortColumn)) {
      line.put(cohortColumn, cohort);
    }
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] line(List<String> cells) {
    return CsvLine.quoted(cells).getBytes(StandardCharsets.UTF_8);
  }

  /** A cell: numbers with their digits, lists and maps as JSON, null as an empty cell. */
  private static String text(AttributeValue value) {
    if (value == null) {
      return "";
    }
    JsonNode node = node(value);
    return node.isNull() ? "" : node.isValueNode() ? node.asText() : node.toString();
  }

  private static JsonNode node(AttributeValue value) {
    return switch (value.type()) {
      case S -> NODES.textNode(value.s());
      case N -> NODES.numberNode(new BigDecimal(value.n()));
      case BOOL -> NODES.booleanNode(value.bool());
      case NUL -> NODES.nullNode();
      case B -> bytes(value.b());
      case L -> array(value.l().stream().map(ItemLines::node).toList());
      case SS -> array(value.ss().stream().map(text -> (JsonNode) NODES.textNode(text)).toList());
      case NS ->
          array(
              value.ns().stream()
                  .map(text -> (JsonNode) NODES.numberNode(new BigDecimal(text)))
                  .toList());
      case BS -> array(value.bs().stream().map(ItemLines::bytes).toList());
      case M -> {
        ObjectNode map = MAPPER.createObjectNode();
        new TreeMap<>(value.m()).forEach((name, entry) -> map.set(name, node(entry)));
        yield map;
      }
      case UNKNOWN_TO_SDK_VERSION -> NODES.textNode(value.toString());
    };
  }

  private static ArrayNode array(List<JsonNode> nodes) {
    ArrayNode array = MAPPER.createArrayNode();
    nodes.forEach(array::add);
    return array;
  }

  private static JsonNode bytes(SdkBytes bytes) {
    return NODES.textNode(Base64.getEncoder().encodeToString(bytes.asByteArray()));
  }
}
