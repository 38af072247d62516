package io.sluice.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.error.DataException;
import io.sluice.spec.Partition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The content of {@code _increment.json}. Unknown keys are ignored.
 *
 * @param dataset whose increment it is, where it says so
 * @param files in their order, paths below the manifest's folder
 * @param held why its sender wants it approved before it is merged
 */
record IncrementManifest(
    String id,
    Optional<String> dataset,
    Instant processedDate,
    List<ManifestFile> files,
    boolean full,
    List<Partition> partitions,
    Optional<String> held) {

  static final String NAME = "_increment.json";
  static final int FORMAT = 1;
  private static final int LONGEST_ID = 255;

  /** No object of S3 has a longer name. */
  private static final int LONGEST_PATH = 1024;

  private static final int LONGEST_SHOWN = 100;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  record ManifestFile(String path, long bytes, Optional<String> sha256, Optional<Long> rows) {}

  /**
   * Parses a manifest.
   *
   * @param where the manifest's location, for messages
   * @throws DataException naming the file and the key that is wrong
   */
  static IncrementManifest parse(String where, byte[] content) {
    JsonNode root;
    try {
      root = CanonicalJson.parse(new String(content, StandardCharsets.UTF_8));
    } catch (BadValueException e) {
      throw refused(where, e.getMessage());
    } catch (RuntimeException e) {
      // The parser has limits of its own with many kinds of exceptions, for example for a number of
      // a million digits.
      throw refused(where, "not JSON that can be read: " + e.getClass().getSimpleName());
    }
    if (!root.isObject()) {
      throw refused(where, "found no JSON object");
    }
    JsonNode format = root.path("format");
    if (!format.canConvertToInt() || !format.isIntegralNumber() || format.intValue() < FORMAT) {
      throw wrong(where, "format", format, "the number " + FORMAT);
    }
    if (format.intValue() > FORMAT) {
      throw new DataException(
          where
              + ": format "
              + format.intValue()
              + " is newer than "
              + FORMAT
              + ", which this version reads. The increment stays pending. Use a newer version.");
    }
    JsonNode dataset = root.path("dataset");
    return new IncrementManifest(
        id(where, root.path("id")),
        dataset.isTextual() ? Optional.of(dataset.textValue()) : Optional.empty(),
        instant(where, root.path("processed_date")),
        files(where, root.path("files")),
        full(where, root.path("full")),
        partitions(where, root.path("partitions")),
        held(where, root.path("held")));
  }

  private static List<ManifestFile> files(String where, JsonNode node) {
    if (!node.isArray()) {
      throw wrong(where, "files", node, "a list");
    }
    List<ManifestFile> files = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    for (int i = 0; i < node.size(); i++) {
      String key = "files[" + i + "].";
      JsonNode file = node.get(i);
      JsonNode sha256 = file.path("sha256");
      if (!absent(sha256)
          && (!sha256.isTextual() || !SHA256.matcher(sha256.textValue()).matches())) {
        throw wrong(where, key + "sha256", sha256, "64 hexadecimal digits in lower case");
      }
      files.add(
          new ManifestFile(
              path(where, key + "path", file.path("path")),
              count(where, key + "bytes", file.path("bytes")),
              absent(sha256) ? Optional.empty() : Optional.of(sha256.textValue()),
              absent(file.path("rows"))
                  ? Optional.empty()
                  : Optional.of(count(where, key + "rows", file.path("rows")))));
      if (!paths.add(files.get(i).path())) {
        throw wrong(where, key + "path", file.path("path"), "a path that is not named before");
      }
    }
    return files;
  }

  /** The id in rows, tables, messages and the ledger. */
  private static String id(String where, JsonNode node) {
    String id = text(where, "id", node);
    if (id.length() > LONGEST_ID || id.codePoints().anyMatch(Character::isISOControl)) {
      throw wrong(
          where,
          "id",
          node,
          "at most " + LONGEST_ID + " characters, none of them a control character");
    }
    return id;
  }

  /** Below the folder. */
  private static String path(String where, String key, JsonNode node) {
    String path = text(where, key, node);
    if (path.length() > LONGEST_PATH || RawNames.fault(path).isPresent()) {
      throw wrong(
          where,
          key,
          node,
          "a path below the manifest's folder, of at most "
              + LONGEST_PATH
              + " characters and without control characters");
    }
    return path;
  }

  private static Instant instant(String where, JsonNode node) {
    String text = text(where, "processed_date", node);
    try {
      return TemporalText.timestamp(text, Optional.of(ZoneOffset.UTC));
    } catch (BadValueException e) {
      throw wrong(where, "processed_date", node, "an instant such as 2026-11-21T00:30:00Z");
    }
  }

  private static boolean full(String where, JsonNode node) {
    if (!absent(node) && !node.isBoolean()) {
      throw wrong(where, "full", node, "true or false");
    }
    return node.asBoolean(false);
  }

  private static Optional<String> held(String where, JsonNode node) {
    return absent(node) ? Optional.empty() : Optional.of(text(where, "held", node));
  }

  private static List<Partition> partitions(String where, JsonNode node) {
    if (absent(node)) {
      return List.of();
    }
    if (!node.isArray()) {
      throw wrong(where, "partitions", node, "a list of objects");
    }
    List<Partition> partitions = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      String key = "partitions[" + i + "]";
      if (!node.get(i).isObject()) {
        throw wrong(where, key, node.get(i), "an object");
      }
      Map<String, String> values = new LinkedHashMap<>();
      node.get(i)
          .fields()
          .forEachRemaining(
              field -> {
                if (!field.getValue().isValueNode() || field.getValue().isNull()) {
                  throw wrong(
                      where, key + "." + shown(field.getKey()), field.getValue(), "a value");
                }
                values.put(field.getKey(), field.getValue().asText());
              });
      partitions.add(new Partition(values));
    }
    return partitions;
  }

  private static String text(String where, String key, JsonNode node) {
    if (!node.isTextual() || node.textValue().isBlank()) {
      throw wrong(where, key, node, "a text");
    }
    return node.textValue();
  }

  private static long count(String where, String key, JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
      throw wrong(where, key, node, "a whole number from 0");
    }
    return node.longValue();
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static DataException wrong(String where, String key, JsonNode found, String expected) {
    return refused(
        where,
        key
            + ": found "
            + (absent(found) ? "nothing" : shown(found.toString()))
            + " against "
            + expected);
  }

  /** Enough of it to find it. */
  private static String shown(String found) {
    return found.length() > LONGEST_SHOWN ? found.substring(0, LONGEST_SHOWN) + "..." : found;
  }

  private static DataException refused(String where, String what) {
    return new DataException(
        where + ": " + what + ". The increment stays pending. Write its manifest again.");
  }
}
