package io.sluice.table.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.storage.Sha256;
import io.sluice.table.files.VersionParser.BrokenException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Long lists of a version file. A list is the entries of its parts, in their order, and then those
 * in the version file itself. A part never changes; a version that leaves its entries as they are
 * names it again. So a commit writes what it changes, however long the lists are.
 */
final class Parts {
  /** Below the table's folder. */
  static final String FOLDER = "_parts";

  /** How many entries a part has, and how many a version file has itself at most. */
  static final int ENTRIES = 500;

  /** The key of a version file that names parts, by list. */
  static final String KEY = "parts";

  /** The entries in a part; how many they are where it is named. */
  static final String ENTRIES_KEY = "entries";

  /** The lists that may be divided, and whether their order says something. */
  private static final Map<String, Boolean> ORDERED =
      new TreeMap<>(
          Map.of(
              "data", false,
              "floors", false,
              "history", true,
              "quarantine", true,
              "dismissed", true,
              "applied", true,
              "withdrawn", true));

  /**
   * A version file that was divided.
   *
   * @param root what the version file says
   * @param whole the same with all entries, in the order in which they are read
   * @param written the new parts, by path
   */
  record Divided(ObjectNode root, ObjectNode whole, Map<String, byte[]> written) {}

  /** What a version has of one list. */
  private record Known(Part part, List<JsonNode> entries) {}

  private Parts() {}

  /**
   * Divides the long lists.
   *
   * @param whole a version file with all entries
   * @param alike a version of which most may be the same
   * @param prefix of the names of new parts
   */
  static Divided divide(ObjectNode whole, Optional<TableVersion> alike, String prefix) {
    Map<String, List<Known>> known = alike.map(Parts::known).orElse(Map.of());
    ObjectNode root = whole.deepCopy();
    ObjectNode reordered = whole.deepCopy();
    Map<String, List<Part>> parts = new LinkedHashMap<>();
    Map<String, byte[]> written = new LinkedHashMap<>();
    ORDERED.forEach(
        (list, ordered) -> {
          if (whole.path(list).size() <= ENTRIES) {
            return;
          }
          List<JsonNode> entries = entries(whole.get(list));
          List<Known> kept =
              new ArrayList<>(
                  ordered
                      ? first(entries, known.getOrDefault(list, List.of()))
                      : within(entries, known.getOrDefault(list, List.of())));
          List<JsonNode> rest = rest(entries, kept, ordered);
          while (rest.size() > ENTRIES) {
            List<JsonNode> piece = List.copyOf(rest.subList(0, ENTRIES));
            rest = rest.subList(ENTRIES, rest.size());
            byte[] content = content(list, piece);
            String path = FOLDER + "/" + prefix + "-" + list + "-" + written.size() + ".json";
            written.put(path, content);
            kept.add(new Known(new Part(path, ENTRIES, Sha256.of(content)), piece));
          }
          parts.put(list, kept.stream().map(Known::part).toList());
          root.putArray(list).addAll(rest);
          ArrayNode all = reordered.putArray(list);
          kept.forEach(part -> all.addAll(part.entries()));
          all.addAll(rest);
        });
    put(root, parts);
    put(reordered, parts);
    return new Divided(root, reordered, written);
  }

  /** The parts that the beginning of the list consists of. */
  private static List<Known> first(List<JsonNode> entries, List<Known> known) {
    List<Known> first = new ArrayList<>();
    int at = 0;
    for (Known part : known) {
      int end = at + part.entries().size();
      if (end > entries.size() || !entries.subList(at, end).equals(part.entries())) {
        break;
      }
      first.add(part);
      at = end;
    }
    return first;
  }

  /** The parts whose entries are all in the list. */
  private static List<Known> within(Collection<JsonNode> entries, List<Known> known) {
    LinkedHashSet<JsonNode> all = new LinkedHashSet<>(entries);
    return known.stream().filter(part -> all.containsAll(part.entries())).toList();
  }

  /** What is in none of these; where the order says nothing, partitions come together. */
  private static List<JsonNode> rest(List<JsonNode> entries, List<Known> kept, boolean ordered) {
    if (ordered) {
      int size = kept.stream().mapToInt(part -> part.entries().size()).sum();
      return entries.subList(size, entries.size());
    }
    LinkedHashSet<JsonNode> rest = new LinkedHashSet<>(entries);
    kept.forEach(part -> part.entries().forEach(rest::remove));
    return rest.stream()
        .sorted(Comparator.comparing(entry -> entry.path("partition").toString()))
        .toList();
  }

  private static Map<String, List<Known>> known(TableVersion version) {
    ObjectNode whole = VersionFile.whole(version);
    Map<String, List<Known>> known = new LinkedHashMap<>();
    version
        .parts()
        .forEach(
            (list, parts) -> {
              List<JsonNode> entries = entries(whole.get(list));
              List<Known> of = new ArrayList<>();
              int at = 0;
              for (Part part : parts) {
                of.add(new Known(part, entries.subList(at, at + part.entries())));
                at += part.entries();
              }
              known.put(list, of);
            });
    return known;
  }

  private static List<JsonNode> entries(JsonNode array) {
    List<JsonNode> entries = new ArrayList<>(array.size());
    array.forEach(entries::add);
    return entries;
  }

  private static byte[] content(String list, List<JsonNode> entries) {
    ObjectNode root = VersionFile.object();
    root.put("format", VersionFile.FORMAT);
    root.put("list", list);
    root.putArray(ENTRIES_KEY).addAll(entries);
    return VersionFile.bytes(root);
  }

  private static void put(ObjectNode root, Map<String, List<Part>> parts) {
    if (parts.isEmpty()) {
      return;
    }
    ObjectNode object = root.putObject(KEY);
    parts.forEach(
        (list, of) -> {
          ArrayNode array = object.putArray(list);
          of.forEach(
              part ->
                  array
                      .addObject()
                      .put("path", part.path())
                      .put(ENTRIES_KEY, part.entries())
                      .put("sha256", part.sha256()));
        });
  }

  /** Reads parts. */
  interface Loader {
    /** The entries of parts, each checked against its hash. */
    List<JsonNode> load(List<Part> parts) throws BrokenException;
  }

  /** Puts the entries of all parts into the version file that names them. */
  static void assemble(ObjectNode root, Map<String, List<Part>> parts, Loader loader)
      throws BrokenException {
    for (String list : ORDERED.keySet()) {
      if (parts.containsKey(list) && root.path(list).isArray()) {
        List<JsonNode> rest = entries(root.get(list));
        root.putArray(list).addAll(loader.load(parts.get(list))).addAll(rest);
      }
    }
  }
}
