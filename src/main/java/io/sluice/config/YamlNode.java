package io.sluice.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of a YAML file that knows where it was written, so that a default taken from another file
 * is reported there.
 *
 * @param file the file as the caller named it
 * @param path the keys that lead to the value, {@code key[0]} for items of lists
 * @param text the scalar as written; empty for other kinds
 */
record YamlNode(
    String file,
    String path,
    Kind kind,
    String text,
    Map<String, YamlNode> entries,
    List<YamlNode> items) {

  /** What was written; {@code 26h} is text, {@code 3} a number. */
  enum Kind {
    MAP,
    LIST,
    TEXT,
    NUMBER,
    FLAG,
    NOTHING;

    /** How messages call it. */
    String words() {
      return switch (this) {
        case MAP -> "a map";
        case LIST -> "a list";
        case TEXT -> "text";
        case NUMBER -> "a number";
        case FLAG -> "true or false";
        case NOTHING -> "nothing";
      };
    }
  }

  static YamlNode map(String file, String path, Map<String, YamlNode> entries) {
    return new YamlNode(file, path, Kind.MAP, "", entries, List.of());
  }

  static YamlNode list(String file, String path, List<YamlNode> items) {
    return new YamlNode(file, path, Kind.LIST, "", Map.of(), items);
  }

  static YamlNode scalar(String file, String path, Kind kind, String text) {
    return new YamlNode(file, path, kind, text, Map.of(), List.of());
  }

  boolean isMap() {
    return kind == Kind.MAP;
  }

  boolean isScalar() {
    return kind == Kind.TEXT || kind == Kind.NUMBER || kind == Kind.FLAG;
  }

  /** The value of a key; empty where the key is missing or says {@code null}. */
  Optional<YamlNode> entry(String key) {
    return Optional.ofNullable(entries.get(key)).filter(node -> node.kind != Kind.NOTHING);
  }

  /** The value for a message: a scalar in quotes as written, or what kind it is. */
  String quoted() {
    return isScalar() ? "\"" + text + "\"" : kind.words();
  }

  /** This map with the keys of {@code over} put in: maps key by key, anything else as a whole. */
  YamlNode overlaidBy(YamlNode over) {
    if (!isMap() || !over.isMap()) {
      return over;
    }
    Map<String, YamlNode> merged = new LinkedHashMap<>(entries);
    over.entries.forEach(
        (key, value) -> merged.merge(key, value, (mine, theirs) -> mine.overlaidBy(theirs)));
    return map(over.file, over.path, merged);
  }

  /** The path of a key below this value. */
  String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
