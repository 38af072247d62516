package io.sluice.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON without loss: exact numbers, no silent duplicates of keys, and one text for equal values.
 */
final class CanonicalJson {
  /** Beyond it a number keeps its exponent: the plain form of 1e999999 has a million digits. */
  private static final int LONGEST_PLAIN = 40;

  static final JsonMapper MAPPER =
      JsonMapper.builder(factory())
          .addModule(new SimpleModule().addDeserializer(JsonNode.class, new JsonNodes()))
          .nodeFactory(new JsonNodeFactory(true))
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Reads one value of several in a stream, where another may follow. */
  static final ObjectReader ELEMENTS =
      MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private CanonicalJson() {}

  /**
   * Texts may be as long as their record, which the readers bound. What lies more than a thousand
   * levels deep is refused, and so is a number of more than a thousand digits: both are Jackson's
   * own bounds.
   */
  private static JsonFactory factory() {
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(JsonFactory.Feature.CHARSET_DETECTION)
        .streamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
        .build();
  }

  /** Parses one JSON value. */
  static JsonNode parse(String text) throws BadValueException {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node.isMissingNode()) {
        throw new BadValueException("not JSON: empty");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new BadValueException("not JSON: " + e.getOriginalMessage());
    } catch (RuntimeException | StackOverflowError e) {
      throw new BadValueException("no JSON that can be held: " + e.getMessage());
    }
  }

  /**
   * Compact text with keys sorted and numbers in one form: 1.50 and 1.5 are the same.
   *
   * @throws BadValueException if a number has an exponent beyond all bounds
   */
  static String text(JsonNode node) throws BadValueException {
    return sorted(node).toString();
  }

  private static JsonNode sorted(JsonNode node) throws BadValueException {
    if (node.isObject()) {
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        fields.put(field.getKey(), sorted(field.getValue()));
      }
      ObjectNode copy = MAPPER.createObjectNode();
      fields.forEach(copy::set);
      return copy;
    }
    if (node.isArray()) {
      ArrayNode copy = MAPPER.createArrayNode();
      for (JsonNode element : node) {
        copy.add(sorted(element));
      }
      return copy;
    }
    if (node instanceof NumberText text && !text.isBounded()) {
      throw new BadValueException("a number whose exponent has more than nine digits");
    }
    if (node instanceof NumberText) {
      BigDecimal number = node.decimalValue().stripTrailingZeros();
      if (number.scale() <= 0 && (long) number.precision() - number.scale() <= LONGEST_PLAIN) {
        return MAPPER.getNodeFactory().numberNode(number.toBigIntegerExact());
      }
      return MAPPER.getNodeFactory().numberNode(number);
    }
    return node;
  }
}
