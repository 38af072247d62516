package io.sluice.run.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.error.UsageException;
import io.sluice.spec.DatasetName;
import io.sluice.spec.Increment;
import io.sluice.spec.Increment.Kind;
import io.sluice.spec.Increment.RawFile;
import io.sluice.spec.Partition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A plan in a file, as JSON (docs/format.md): what {@code plan --out} writes and {@code ingest
 * --plan} applies.
 *
 * @param path of the file
 * @param program the version of this program: another one may decide otherwise
 */
public record PlanFile(Path path, String program) {
  private static final int FORMAT = 1;
  private static final String KIND = "sluice-plan";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final class MalformedException extends Exception {
    MalformedException(String message) {
      super(message);
    }
  }

  private interface Element<T> {
    T of(JsonNode node) throws MalformedException;
  }

  /**
   * Makes sure, before anything is planned, that the file may be written.
   *
   * @throws UsageException if another file is there that is no plan
   * @throws ConfigurationException if there is no folder to write it into
   */
  void requireFree() {
    if (Files.exists(path) && !isPlan()) {
      throw new UsageException(
          path
              + ": exists already and is no plan of Sluice. Nothing was run. Remove it, or name"
              + " another file with --out.");
    }
    if (!Files.isDirectory(path.toAbsolutePath().getParent())) {
      throw new ConfigurationException(
          path
              + ": the plan cannot be written, there is no folder "
              + path.toAbsolutePath().getParent()
              + ". Nothing was run. Make the folder, or name another file with --out");
    }
  }

  private boolean isPlan() {
    try {
      return Files.isRegularFile(path)
          && JSON.readTree(Files.readAllBytes(path)).path("kind").asText().equals(KIND);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Writes the plans beside the file and puts them there whole.
   *
   * @throws ConfigurationException if they cannot be written; the file is as it was
   */
  void write(List<KeptPlan> plans, Instant made, String runId) {
    ObjectNode root = JSON.createObjectNode();
    root.put("kind", KIND).put("format", FORMAT).put("program", program);
    root.put("made", made.toString()).put("run_id", runId);
    ArrayNode datasets = root.putArray("datasets");
    plans.forEach(plan -> put(datasets.addObject(), plan));
    Path unfinished = null;
    try {
      unfinished = Files.createTempFile(path.toAbsolutePath().getParent(), ".plan-", ".tmp");
      Files.writeString(unfinished, root.toPrettyString() + "\n");
      unfinished.toFile().setReadable(true, false);
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (unfinished != null && !unfinished.toFile().delete()) {
        unfinished.toFile().deleteOnExit();
      }
      throw new ConfigurationException(
          path
              + ": the plan could not be written, "
              + e
              + ". No table was changed. Name another file with --out",
          e);
    }
  }

  private static void put(ObjectNode node, KeptPlan plan) {
    node.put("dataset", plan.dataset().toString());
    node.put("raw", plan.place().raw()).put("table", plan.place().table());
    plan.base()
        .ifPresent(
            base -> {
              node.put("version", base.number());
              base.commit().ifPresent(commit -> node.put("commit", commit));
            });
    ArrayNode increments = node.putArray("increments");
    plan.increments().forEach(increment -> put(increments.addObject(), increment));
    ObjectNode counts = node.putObject("counts");
    plan.counts().forEach(counts::put);
    node.put("rows", plan.rows());
    putTexts(node.putObject("job_sha256"), plan.job());
  }

  private static void put(ObjectNode node, Increment increment) {
    node.put("id", increment.id());
    node.put("kind", increment.kind().name().toLowerCase(Locale.ROOT));
    node.put("processed_date", increment.processedDate().toString());
    if (increment.full()) {
      node.put("full", true);
    }
    if (!increment.partitions().isEmpty()) {
      ArrayNode partitions = node.putArray("partitions");
      increment.partitions().forEach(one -> putTexts(partitions.addObject(), one.values()));
    }
    ArrayNode files = node.putArray("files");
    for (RawFile file : increment.files()) {
      ObjectNode entry = files.addObject().put("path", file.path()).put("bytes", file.bytes());
      entry.put("modified", file.modified());
      file.sha256().ifPresent(hash -> entry.put("sha256", hash));
    }
  }

  private static void putTexts(ObjectNode node, Map<String, String> values) {
    values.forEach(node::put);
  }

  /**
   * Reads the plans, in the order of the file.
   *
   * @throws UsageException if there is no such file
   * @throws DataException if it is no plan that this program made
   */
  List<KeptPlan> read() {
    byte[] content;
    try {
      content = Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UsageException(
          path
              + (Files.exists(path) ? ": cannot be read, " + e : ": there is no such file")
              + ". Nothing was run. Name a file that plan --out has written",
          e);
    }
    try {
      JsonNode root = parsed(content);
      requireOurs(root);
      List<KeptPlan> plans = list(root, "datasets", PlanFile::plan);
      if (plans.stream().map(KeptPlan::dataset).distinct().count() < plans.size()) {
        throw new MalformedException("it names a dataset twice");
      }
      return plans;
    } catch (MalformedException e) {
      throw new DataException(
          path
              + ": is no plan of Sluice, or a broken one: "
              + e.getMessage()
              + ". Nothing was changed. Make the plan again with plan --out",
          e);
    }
  }

  private static JsonNode parsed(byte[] content) throws MalformedException {
    try {
      JsonNode root = JSON.readTree(new String(content, StandardCharsets.UTF_8));
      if (!root.path("kind").asText().equals(KIND)) {
        throw new MalformedException("\"kind\" is not \"" + KIND + "\"");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new MalformedException("it is not JSON, " + e.getOriginalMessage());
    }
  }

  private void requireOurs(JsonNode root) throws MalformedException {
    long format = number(root, "format");
    String by = text(root, "program");
    if (format > FORMAT) {
      throw new DataException(
          path
              + ": the plan has format "
              + format
              + ", written by Sluice "
              + by
              + "; this program, Sluice "
              + program
              + ", reads format "
              + FORMAT
              + ". Nothing was changed. Apply it with the Sluice that wrote it, or make it again"
              + " with this one");
    }
    if (!by.equals(program)) {
      throw new DataException(
          path
              + ": the plan was made by Sluice "
              + by
              + ", and this is Sluice "
              + program
              + ", which may read or merge rows otherwise. Nothing was changed. Make the plan again"
              + " with this one");
    }
  }

  private static KeptPlan plan(JsonNode node) throws MalformedException {
    Optional<KeptPlan.Base> base =
        node.has("version")
            ? Optional.of(
                new KeptPlan.Base(
                    number(node, "version"),
                    node.has("commit") ? Optional.of(text(node, "commit")) : Optional.empty()))
            : Optional.empty();
    return new KeptPlan(
        dataset(text(node, "dataset")),
        new KeptPlan.Place(text(node, "raw"), text(node, "table")),
        values(node, "job_sha256", PlanFile::text),
        base,
        list(node, "increments", PlanFile::increment),
        values(node, "counts", PlanFile::number),
        number(node, "rows"));
  }

  private static DatasetName dataset(String name) throws MalformedException {
    try {
      return DatasetName.of(name);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(e.getMessage());
    }
  }

  private static Increment increment(JsonNode node) throws MalformedException {
    return new Increment(
        text(node, "id"),
        kind(text(node, "kind")),
        instant(text(node, "processed_date")),
        list(node, "files", PlanFile::file),
        node.path("full").asBoolean(false),
        node.has("partitions")
            ? list(node, "partitions", one -> new Partition(values(one, PlanFile::text)))
            : List.of());
  }

  private static RawFile file(JsonNode node) throws MalformedException {
    return new RawFile(
        text(node, "path"),
        number(node, "bytes"),
        number(node, "modified"),
        node.has("sha256") ? Optional.of(text(node, "sha256")) : Optional.empty(),
        Optional.empty());
  }

  private static Kind kind(String word) throws MalformedException {
    for (Kind kind : Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
        return kind;
      }
    }
    throw new MalformedException("\"kind\" of an increment is \"" + word + "\"");
  }

  private static Instant instant(String text) throws MalformedException {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new MalformedException("\"processed_date\" is no instant: \"" + text + "\"");
    }
  }

  private static String text(JsonNode node, String key) throws MalformedException {
    if (!node.path(key).isTextual()) {
      throw new MalformedException("\"" + key + "\" is not text");
    }
    return node.path(key).textValue();
  }

  private static long number(JsonNode node, String key) throws MalformedException {
    JsonNode value = node.path(key);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new MalformedException("\"" + key + "\" is not a whole number");
    }
    return value.longValue();
  }

  private static <T> List<T> list(JsonNode node, String key, Element<T> element)
      throws MalformedException {
    if (!node.path(key).isArray()) {
      throw new MalformedException("\"" + key + "\" is not a list");
    }
    List<T> values = new ArrayList<>();
    for (JsonNode one : node.path(key)) {
      values.add(element.of(one));
    }
    return values;
  }

  private interface Value<T> {
    T of(JsonNode object, String key) throws MalformedException;
  }

  private static <T> Map<String, T> values(JsonNode node, String key, Value<T> value)
      throws MalformedException {
    if (!node.path(key).isObject()) {
      throw new MalformedException("\"" + key + "\" is not an object");
    }
    return values(node.path(key), value);
  }

  private static <T> Map<String, T> values(JsonNode object, Value<T> value)
      throws MalformedException {
    Map<String, T> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      values.put(entry.getKey(), value.of(object, entry.getKey()));
    }
    return values;
  }
}
