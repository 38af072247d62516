package io.sluice.ledger;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.error.ConfigurationException;
import io.sluice.storage.Location;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Objects with explicit keys. What a file lacks or has in another form is a {@link
 * MalformedException}, which says the key.
 */
final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** A file of the ledger that is not what its format says; the message says where in it. */
  static final class MalformedException extends Exception {
    MalformedException(String message) {
      super(message);
    }

    MalformedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static byte[] bytes(ObjectNode node) {
    try {
      return (node.toPrettyString() + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    } catch (RuntimeException e) {
      throw new IllegalStateException("a JSON tree cannot be written", e);
    }
  }

  static JsonNode parse(byte[] content) throws MalformedException {
    try {
      JsonNode node = MAPPER.readTree(content);
      if (!node.isObject()) {
        throw new MalformedException("it is not a JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new MalformedException("it is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new MalformedException("it is not JSON", e);
    }
  }

  /**
   * Makes sure that this version can read the file.
   *
   * @throws ConfigurationException if a newer one wrote it
   */
  static void checkFormat(Location file, JsonNode node, long newest) throws MalformedException {
    long format = number(node, "format");
    if (format > newest) {
      throw new ConfigurationException(
          file
              + ": is of format "
              + format
              + ", this version reads up to "
              + newest
              + ". The file was not changed. Use the newer version that wrote it.");
    }
  }

  static String text(JsonNode node, String key) throws MalformedException {
    return optionalText(node, key)
        .orElseThrow(() -> new MalformedException("\"" + key + "\" is not text"));
  }

  static Optional<String> optionalText(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  static long number(JsonNode node, String key) throws MalformedException {
    OptionalLong number = optionalNumber(node, key);
    if (number.isEmpty()) {
      throw new MalformedException("\"" + key + "\" is not a whole number");
    }
    return number.getAsLong();
  }

  static OptionalLong optionalNumber(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isIntegralNumber() && value.canConvertToLong()
        ? OptionalLong.of(value.longValue())
        : OptionalLong.empty();
  }

  static Instant instant(JsonNode node, String key) throws MalformedException {
    String text = text(node, key);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new MalformedException("\"" + key + "\" is not an instant: \"" + text + "\"", e);
    }
  }

  /** The texts of an array; empty where there is none. */
  static List<String> texts(JsonNode node, String key) {
    List<String> texts = new ArrayList<>();
    node.path(key).forEach(value -> texts.add(value.asText()));
    return texts;
  }
}
