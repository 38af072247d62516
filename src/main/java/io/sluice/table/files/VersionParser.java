package io.sluice.table.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.Floor;
import io.sluice.spec.Increment;
import io.sluice.spec.Increment.Kind;
import io.sluice.spec.Increment.RawFile;
import io.sluice.spec.Partition;
import io.sluice.storage.Sha256;
import io.sluice.table.DataFile;
import io.sluice.table.DataFile.Mark;
import io.sluice.table.History;
import io.sluice.table.SideFolder;
import io.sluice.table.TableState;
import io.sluice.table.files.TableVersion.Layout;
import io.sluice.table.files.TableVersion.Lineage;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads a version file (docs/format.md). Unknown keys are ignored. All else is taken by its word:
 * what lacks a key, or has a value of another type, is a {@link BrokenException}, as a table that
 * is read in part would lose rows without a word.
 */
final class VersionParser {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final int TEXT_SHOWN = 80;
  private static final int MOST_ENTRIES = 1_000_000;

  /** Below the table's folder and in a version's folder, so that no path leads elsewhere. */
  private static final Pattern PATH =
      Pattern.compile(
          "(" + FilesTable.DATA + "|" + FilesTable.HISTORY + ")/v\\d+-[0-9a-z]+(/[^/]+)+");

  private static final Pattern PART =
      Pattern.compile(Parts.FOLDER + "/v(\\d+)-[0-9a-z]+-[a-z]+-\\d+\\.json");

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** What is wrong with the file, for people, the key first. */
  static final class BrokenException extends Exception {
    BrokenException(String message) {
      super(message);
    }

    BrokenException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The file is of a format that this program does not read. */
  static final class OtherFormatException extends Exception {
    private final long found;

    OtherFormatException(long found) {
      super("format " + found);
      this.found = found;
    }

    long found() {
      return found;
    }
  }

  private interface Element<T> {
    T of(JsonNode node) throws BrokenException;
  }

  private VersionParser() {}

  /**
   * Reads a version file.
   *
   * @param number that its name has
   * @param loader of the parts that it names
   */
  static TableVersion parse(byte[] content, long number, Parts.Loader loader)
      throws BrokenException, OtherFormatException {
    ObjectNode root = object(content);
    long format = number(root, "format");
    if (format < 1) {
      throw new BrokenException("\"format\" is " + format + ", the first one is 1");
    }
    if (format != VersionFile.FORMAT && format != VersionFile.WITHOUT_PARTS) {
      throw new OtherFormatException(format);
    }
    Map<String, List<Part>> parts = parts(root);
    Parts.assemble(root, parts, loader);
    TableVersion version = version(root, parts);
    if (version.number() != number) {
      throw new BrokenException(
          "\"version\" is " + version.number() + " against " + number + " in the file's name");
    }
    if (version.layout().rows() != number(root, "rows")) {
      throw new BrokenException(
          "\"rows\" is "
              + number(root, "rows")
              + " against "
              + version.layout().rows()
              + " in its files");
    }
    return version;
  }

  /** The version as it is read from what was written. */
  static TableVersion written(Parts.Divided divided) {
    try {
      return version(divided.whole(), parts(divided.whole()));
    } catch (BrokenException e) {
      throw new IllegalStateException("a version that was written cannot be read", e);
    }
  }

  /** The entries of a part. */
  static List<JsonNode> entries(byte[] content, Part part) throws BrokenException {
    if (!Sha256.of(content).equals(part.sha256())) {
      throw new BrokenException("its SHA-256 is not the one that the version names");
    }
    List<JsonNode> entries = list(object(content), Parts.ENTRIES_KEY, node -> node);
    if (entries.size() != part.entries()) {
      throw new BrokenException(
          "it has " + entries.size() + " entries, the version names " + part.entries());
    }
    return entries;
  }

  private static ObjectNode object(byte[] content) throws BrokenException {
    JsonNode root;
    try {
      root = JSON.readTree(content);
    } catch (JsonProcessingException e) {
      String line =
          e.getLocation() == null ? "" : ", from line " + e.getLocation().getLineNr() + " on";
      throw new BrokenException("it is not JSON" + line, e);
    } catch (IOException e) {
      throw new BrokenException("it is not JSON", e);
    }
    if (content.length == 0) {
      throw new BrokenException("it is empty");
    }
    if (!root.isObject()) {
      throw new BrokenException("it is not a JSON object");
    }
    return (ObjectNode) root;
  }

  /** What a version file says, the entries of all parts in it. */
  static TableVersion version(JsonNode root, Map<String, List<Part>> parts) throws BrokenException {
    return new TableVersion(
        number(root, "version"),
        instant(root, "committed_at"),
        text(root, "run_id"),
        lineage(root),
        state(root),
        layout(root),
        parts);
  }

  /** The parts that a version file names, by list. */
  static Map<String, List<Part>> parts(JsonNode root) throws BrokenException {
    Map<String, List<Part>> parts = new LinkedHashMap<>();
    if (root.has(Parts.KEY)) {
      JsonNode object = root.get(Parts.KEY);
      for (Map.Entry<String, JsonNode> entry : entries(object)) {
        parts.put(entry.getKey(), list(object, entry.getKey(), VersionParser::part));
      }
    }
    return parts;
  }

  private static Part part(JsonNode node) throws BrokenException {
    String path = text(node, "path");
    if (!PART.matcher(path).matches()) {
      throw new BrokenException("\"path\" is \"" + shown(path) + "\", which is no part");
    }
    long entries = count(node, Parts.ENTRIES_KEY);
    if (entries > MOST_ENTRIES) {
      throw new BrokenException("\"entries\" is " + entries + ", more than " + MOST_ENTRIES);
    }
    return new Part(path, (int) entries, hash(node, "sha256"));
  }

  private static Lineage lineage(JsonNode root) throws BrokenException {
    return new Lineage(
        root.has("commit") ? Optional.of(text(root, "commit")) : Optional.empty(),
        root.has("builds_on")
            ? list(root, "builds_on", node -> text(node, "builds_on", node.textValue()))
            : List.of());
  }

  private static TableState state(JsonNode root) throws BrokenException {
    return new TableState(
        texts(of(root, "fingerprint")),
        texts(of(root, "columns")),
        list(root, "applied", VersionParser::increment),
        root.has("withdrawn") ? list(root, "withdrawn", VersionParser::increment) : List.of(),
        list(root, "floors", VersionParser::floor),
        numbers(of(root, "counts")));
  }

  private static Layout layout(JsonNode root) throws BrokenException {
    JsonNode tombstones = root.path("tombstones");
    List<String> partitionBy =
        list(root, "partition_by", node -> text(node, "partition_by", node.textValue()));
    return new Layout(
        oneOf(CleanFormat.values(), root, "file_format"),
        partitionBy,
        list(root, "data", VersionParser::dataFile),
        tombstones.isMissingNode() || tombstones.isNull()
            ? Optional.empty()
            : Optional.of(sideFolder(tombstones)),
        list(root, "quarantine", VersionParser::sideFolder),
        root.has("dismissed") ? list(root, "dismissed", VersionParser::sideFolder) : List.of(),
        history(root));
  }

  private static History history(JsonNode root) throws BrokenException {
    if (!root.has("history")) {
      return History.NONE;
    }
    return new History(list(root, "history", VersionParser::dataFile), flag(root, "history_kept"));
  }

  private static DataFile dataFile(JsonNode node) throws BrokenException {
    return new DataFile(
        path(node),
        node.has("partition") ? partition(of(node, "partition")) : Partition.WHOLE_TABLE,
        count(node, "rows"),
        count(node, "bytes"),
        node.has("tail_sha256") ? Optional.of(mark(node)) : Optional.empty());
  }

  private static Mark mark(JsonNode node) throws BrokenException {
    return new Mark(number(node, "modified"), hash(node, "tail_sha256"));
  }

  private static String hash(JsonNode node, String key) throws BrokenException {
    String hash = text(node, key);
    if (!HASH.matcher(hash).matches()) {
      throw new BrokenException("\"" + key + "\" is \"" + shown(hash) + "\", no SHA-256 in hex");
    }
    return hash;
  }

  private static SideFolder sideFolder(JsonNode node) throws BrokenException {
    return new SideFolder(
        path(node),
        count(node, "rows"),
        node.has("bytes") ? OptionalLong.of(count(node, "bytes")) : OptionalLong.empty());
  }

  private static String path(JsonNode node) throws BrokenException {
    String path = text(node, "path");
    for (String part : path.split("/", -1)) {
      if (part.equals(".") || part.equals("..") || !PATH.matcher(path).matches()) {
        throw new BrokenException(
            "\"path\" is \"" + shown(path) + "\", which is in no folder of a version");
      }
    }
    return path;
  }

  private static Floor floor(JsonNode node) throws BrokenException {
    return new Floor(
        partition(of(node, "partition")), instant(node, "processed_date"), text(node, "increment"));
  }

  private static Increment increment(JsonNode node) throws BrokenException {
    return new Increment(
        text(node, "id"),
        oneOf(Kind.values(), node, "kind"),
        instant(node, "processed_date"),
        list(node, "files", VersionParser::rawFile),
        node.path("full").asBoolean(false),
        node.has("partitions") ? list(node, "partitions", VersionParser::partition) : List.of());
  }

  private static RawFile rawFile(JsonNode node) throws BrokenException {
    return new RawFile(
        text(node, "path"),
        count(node, "bytes"),
        number(node, "modified"),
        node.has("sha256") ? Optional.of(text(node, "sha256")) : Optional.empty(),
        node.has("rows") ? Optional.of(count(node, "rows")) : Optional.empty());
  }

  private static JsonNode of(JsonNode node, String key) throws BrokenException {
    JsonNode value = node.get(key);
    if (value == null) {
      throw new BrokenException("the key \"" + key + "\" is missing");
    }
    return value;
  }

  private static String text(JsonNode node, String key) throws BrokenException {
    return text(node, key, of(node, key).textValue());
  }

  private static String text(JsonNode node, String key, String value) throws BrokenException {
    if (value == null) {
      throw new BrokenException("\"" + key + "\" is not text: " + shown(node.path(key).toString()));
    }
    return value;
  }

  private static long number(JsonNode node, String key) throws BrokenException {
    return number(key, of(node, key));
  }

  private static long number(String key, JsonNode value) throws BrokenException {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new BrokenException(
          "\"" + key + "\" is not a whole number: " + shown(value.toString()));
    }
    return value.longValue();
  }

  private static boolean flag(JsonNode node, String key) throws BrokenException {
    JsonNode value = of(node, key);
    if (!value.isBoolean()) {
      throw new BrokenException(
          "\"" + key + "\" is neither true nor false: " + shown(value.toString()));
    }
    return value.booleanValue();
  }

  private static long count(JsonNode node, String key) throws BrokenException {
    long count = number(node, key);
    if (count < 0) {
      throw new BrokenException("\"" + key + "\" is " + count + ", less than 0");
    }
    return count;
  }

  private static Instant instant(JsonNode node, String key) throws BrokenException {
    String text = text(node, key);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new BrokenException("\"" + key + "\" is not an instant: \"" + shown(text) + "\"", e);
    }
  }

  private static <E extends Enum<E>> E oneOf(E[] values, JsonNode node, String key)
      throws BrokenException {
    String text = text(node, key);
    for (E value : values) {
      if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
        return value;
      }
    }
    throw new BrokenException("\"" + key + "\" is not known: \"" + shown(text) + "\"");
  }

  private static <T> List<T> list(JsonNode node, String key, Element<T> element)
      throws BrokenException {
    JsonNode array = of(node, key);
    if (!array.isArray()) {
      throw new BrokenException("\"" + key + "\" is not a list");
    }
    List<T> values = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      try {
        values.add(element.of(array.get(i)));
      } catch (BrokenException e) {
        throw new BrokenException(key + "[" + i + "]: " + e.getMessage(), e);
      }
    }
    return values;
  }

  private static Partition partition(JsonNode object) throws BrokenException {
    return new Partition(texts(object));
  }

  private static Map<String, String> texts(JsonNode object) throws BrokenException {
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : entries(object)) {
      values.put(entry.getKey(), text(object, entry.getKey()));
    }
    return values;
  }

  private static Map<String, Long> numbers(JsonNode object) throws BrokenException {
    Map<String, Long> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : entries(object)) {
      values.put(entry.getKey(), number(entry.getKey(), entry.getValue()));
    }
    return values;
  }

  private static Iterable<Map.Entry<String, JsonNode>> entries(JsonNode object)
      throws BrokenException {
    if (!object.isObject()) {
      throw new BrokenException("an object is expected, found " + shown(object.toString()));
    }
    return object.properties();
  }

  private static String shown(String text) {
    return text.length() <= TEXT_SHOWN ? text : text.substring(0, TEXT_SHOWN) + "...";
  }
}
