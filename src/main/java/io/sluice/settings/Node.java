package io.sluice.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A value of a file that knows where it was written, so that a default taken from another file is
 * reported there.
 *
 * @param file the file as the caller named it
 * @param line the line of the value or of its key, from 1; 0 where it comes from no file
 * @param path the keys that lead to the value, {@code key[0]} for items of lists
 * @param text the scalar as written; empty for other kinds
 */
public record Node(
    String file,
    int line,
    String path,
    Kind kind,
    String text,
    Map<String, Node> entries,
    List<Node> items) {

  /** What was written; {@code 26h} is text, {@code 3} a number. */
  public enum Kind {
    MAP,
    LIST,
    TEXT,
    NUMBER,
    FLAG,
    NOTHING;

    /** Its name in messages. */
    public String words() {
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

  /** A map. */
  public static Node map(String file, int line, String path, Map<String, Node> entries) {
    return new Node(file, line, path, Kind.MAP, "", entries, List.of());
  }

  /** A list. */
  public static Node list(String file, int line, String path, List<Node> items) {
    return new Node(file, line, path, Kind.LIST, "", Map.of(), items);
  }

  /** A scalar. */
  public static Node scalar(String file, int line, String path, Kind kind, String text) {
    return new Node(file, line, path, kind, text, Map.of(), List.of());
  }

  /**
   * A value that {@link #plain} has made, or a text.
   *
   * @param path where it was written
   */
  public static Node of(String file, String path, Object plain) {
    if (plain instanceof Map<?, ?> map) {
      Map<String, Node> entries = new LinkedHashMap<>();
      map.forEach((key, value) -> entries.put(key.toString(), of(file, path + "." + key, value)));
      return map(file, 0, path, entries);
    }
    if (plain instanceof List<?> list) {
      List<Node> items = new ArrayList<>();
      list.forEach(item -> items.add(of(file, path + "[" + items.size() + "]", item)));
      return list(file, 0, path, items);
    }
    String text = plain.toString();
    boolean flag = text.equals("true") || text.equals("false");
    return scalar(file, 0, path, flag ? Kind.FLAG : Kind.TEXT, text);
  }

  /** The value in classes of the JDK: maps, lists, and scalars as text as they were written. */
  public Object plain() {
    return switch (kind) {
      case MAP -> {
        Map<String, Object> map = new LinkedHashMap<>();
        entries.keySet().forEach(key -> entry(key).ifPresent(value -> map.put(key, value.plain())));
        yield map;
      }
      case LIST -> items.stream().map(Node::plain).toList();
      case FLAG -> text.toLowerCase(Locale.ROOT);
      case NUMBER, TEXT, NOTHING -> text;
    };
  }

  /** Whether it is a map. */
  public boolean isMap() {
    return kind == Kind.MAP;
  }

  /** Whether it is text, a number or a flag. */
  public boolean isScalar() {
    return kind == Kind.TEXT || kind == Kind.NUMBER || kind == Kind.FLAG;
  }

  /** The value of a key; empty where the key is missing or says {@code null}. */
  public Optional<Node> entry(String key) {
    return Optional.ofNullable(entries.get(key)).filter(node -> node.kind != Kind.NOTHING);
  }

  /** The value for a message: a scalar in quotes as written, or what kind it is. */
  public String quoted() {
    return isScalar() ? "\"" + text + "\"" : kind.words();
  }

  /** This map with the keys of {@code over} put in: maps key by key, anything else as a whole. */
  public Node overlaidBy(Node over) {
    if (!isMap() || !over.isMap()) {
      return over;
    }
    Map<String, Node> merged = new LinkedHashMap<>(entries);
    over.entries.forEach(
        (key, value) -> merged.merge(key, value, (mine, theirs) -> mine.overlaidBy(theirs)));
    return map(over.file, over.line, over.path, merged);
  }

  /** The path of a key below this value. */
  public String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** The value at a path, or the innermost one that a value there would lie in. */
  public Node nearest(String at) {
    List<Node> way = way(at);
    return way.get(way.size() - 1);
  }

  /**
   * The line of a path in the file of this map: of the value there, or of the innermost one around
   * it that comes from this file.
   */
  public int lineOf(String at) {
    int nearest = line;
    for (Node node : way(at)) {
      nearest = node.file.equals(file) ? node.line : nearest;
    }
    return nearest;
  }

  private List<Node> way(String at) {
    List<Node> way = new ArrayList<>();
    Optional<Node> next = Optional.of(this);
    while (next.isPresent()) {
      way.add(next.get());
      next =
          Stream.concat(next.get().entries.values().stream(), next.get().items.stream())
              .filter(child -> child.leadsTo(at))
              .max(Comparator.comparingInt(child -> child.path.length()));
    }
    return way;
  }

  private boolean leadsTo(String at) {
    return at.equals(path) || at.startsWith(path + ".") || at.startsWith(path + "[");
  }
}
