package io.sluice.config;

import io.sluice.settings.Wrong;
import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses the names of types as Spark SQL writes them, and {@code json}. Words are matched in any
 * case; the names of fields keep theirs.
 */
final class TypeParser {
  private static final Map<String, ColumnType> WORDS = words();
  private static final Pattern DECIMAL =
      Pattern.compile("(\\w+)\\s*\\(\\s*(\\d{1,3})\\s*(?:,\\s*(\\d{1,3})\\s*)?\\)");
  private static final Pattern NESTED = Pattern.compile("(\\w+)\\s*<(.*)>", Pattern.DOTALL);

  private static final String KNOWN =
      String.join(", ", WORDS.keySet()) + ", decimal(p,s), array<...>, struct<...>";

  private TypeParser() {}

  /** The words for types without parameters. */
  static Set<String> simpleWords() {
    return WORDS.keySet();
  }

  /**
   * Parses a type.
   *
   * @throws IllegalArgumentException if it is none, with a message for people
   */
  static ColumnType parse(String text) {
    String trimmed = text.strip();
    ColumnType simple = WORDS.get(trimmed.toLowerCase(Locale.ROOT));
    if (simple != null) {
      return simple;
    }
    if (isCutOff(trimmed)) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is cut off; within braces a comma ends the value, so put the type in quotes");
    }
    Matcher decimal = DECIMAL.matcher(trimmed);
    if (decimal.matches() && isDecimal(decimal.group(1))) {
      int scale = decimal.group(3) == null ? 0 : Integer.parseInt(decimal.group(3));
      return new ColumnType.Decimal(Integer.parseInt(decimal.group(2)), scale);
    }
    Matcher nested = NESTED.matcher(trimmed);
    String outer = nested.matches() ? nested.group(1).toLowerCase(Locale.ROOT) : "";
    return switch (outer) {
      case "array" -> new ColumnType.Array(parse(nested.group(2)));
      case "struct" -> struct(nested.group(2), text);
      case "map" ->
          throw new IllegalArgumentException(
              "\""
                  + text
                  + "\": maps have no order, so their rows cannot be compared; use a struct or json");
      default -> throw new UnknownTypeException(text, Meant.by(trimmed));
    };
  }

  /** Whether brackets are open at the end: then YAML took a comma of the type as its own. */
  static boolean isCutOff(String text) {
    return depthAt(text, text.length()) > 0;
  }

  private static ColumnType struct(String inner, String text) {
    Map<String, ColumnType> fields = new LinkedHashMap<>();
    Set<String> seen = new LinkedHashSet<>();
    for (String part : split(inner)) {
      int colon = part.indexOf(':');
      String name = colon < 0 ? "" : part.substring(0, colon).strip();
      if (name.isEmpty()) {
        throw new IllegalArgumentException(
            "\""
                + text
                + "\" is not a type: a struct's fields are written name:type, found \""
                + part.strip()
                + "\"");
      }
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException("\"" + text + "\" has the field \"" + name + "\" twice");
      }
      fields.put(name, parse(part.substring(colon + 1)));
    }
    return new ColumnType.Struct(fields);
  }

  private static List<String> split(String inner) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < inner.length(); i++) {
      if (inner.charAt(i) == ',' && depthAt(inner, i) == 0) {
        parts.add(inner.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(inner.substring(start));
    return parts;
  }

  private static int depthAt(String text, int end) {
    int depth = 0;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      depth += c == '<' || c == '(' ? 1 : c == '>' || c == ')' ? -1 : 0;
    }
    return depth;
  }

  private static boolean isDecimal(String word) {
    return word.equalsIgnoreCase("decimal")
        || word.equalsIgnoreCase("numeric")
        || word.equalsIgnoreCase("dec");
  }

  /** What is wrong with a type, of a failure of {@link #parse}. */
  static Wrong wrong(IllegalArgumentException failure) {
    Wrong wrong = Wrong.of(failure.getMessage()).expecting(KNOWN);
    return failure instanceof UnknownTypeException unknown
        ? wrong.suggesting(unknown.meant())
        : wrong;
  }

  /** A word that names no type. */
  private static final class UnknownTypeException extends IllegalArgumentException {
    private final String meant;

    UnknownTypeException(String text, Optional<String> meant) {
      super(
          "\""
              + text
              + "\" is not a type"
              + meant
                  .map(type -> "; did you mean \"" + type + "\"?")
                  .orElse("; known are " + KNOWN));
      this.meant = meant.orElse("");
    }

    Optional<String> meant() {
      return Optional.of(meant).filter(type -> !type.isEmpty());
    }
  }

  private static Map<String, ColumnType> words() {
    Map<String, ColumnType> words = new LinkedHashMap<>();
    for (Simple simple : Simple.values()) {
      words.put(simple.text(), simple);
    }
    words.put("byte", Simple.TINYINT);
    words.put("short", Simple.SMALLINT);
    words.put("integer", Simple.INT);
    words.put("long", Simple.BIGINT);
    words.put("real", Simple.FLOAT);
    words.put("decimal", new ColumnType.Decimal(10, 0));
    return words;
  }
}
