package io.sluice.config;

import io.sluice.settings.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The type that somebody means who writes one of another language, or mistypes one. */
final class Meant {
  private static final Pattern SIZED = Pattern.compile("(\\w[\\w ]*?)\\s*\\(([^()]*)\\)");
  private static final Pattern LIST = Pattern.compile("list\\s*<(.*)>", Pattern.DOTALL);
  private static final Pattern ITEMS = Pattern.compile("(.+)\\[]", Pattern.DOTALL);

  private static final String AMOUNT = "decimal(18,2)";

  /** Names of SQL, of programming languages and of data files. */
  private static final Map<String, String> OTHER_NAMES =
      Map.ofEntries(
          Map.entry("bool", "boolean"),
          Map.entry("bit", "boolean"),
          Map.entry("flag", "boolean"),
          Map.entry("int8", "tinyint"),
          Map.entry("int16", "smallint"),
          Map.entry("int32", "int"),
          Map.entry("int64", "bigint"),
          Map.entry("int2", "smallint"),
          Map.entry("int4", "int"),
          Map.entry("uint8", "smallint"),
          Map.entry("uint16", "int"),
          Map.entry("uint32", "bigint"),
          Map.entry("uint64", "decimal(20,0)"),
          Map.entry("mediumint", "int"),
          Map.entry("serial", "bigint"),
          Map.entry("bigserial", "bigint"),
          Map.entry("float32", "float"),
          Map.entry("float4", "float"),
          Map.entry("float64", "double"),
          Map.entry("float8", "double"),
          Map.entry("double precision", "double"),
          Map.entry("number", AMOUNT),
          Map.entry("money", AMOUNT),
          Map.entry("currency", AMOUNT),
          Map.entry("str", "string"),
          Map.entry("utf8", "string"),
          Map.entry("text", "string"),
          Map.entry("char", "string"),
          Map.entry("character", "string"),
          Map.entry("character varying", "string"),
          Map.entry("varchar", "string"),
          Map.entry("varchar2", "string"),
          Map.entry("nchar", "string"),
          Map.entry("nvarchar", "string"),
          Map.entry("clob", "string"),
          Map.entry("enum", "string"),
          Map.entry("uuid", "string"),
          Map.entry("time", "string"),
          Map.entry("datetime", "timestamp"),
          Map.entry("datetime2", "timestamp"),
          Map.entry("timestamptz", "timestamp"),
          Map.entry("timestamp_ntz", "timestamp"),
          Map.entry("timestamp_ltz", "timestamp"),
          Map.entry("timestamp with time zone", "timestamp"),
          Map.entry("timestamp without time zone", "timestamp"),
          Map.entry("instant", "timestamp"),
          Map.entry("date32", "date"),
          Map.entry("bytes", "binary"),
          Map.entry("blob", "binary"),
          Map.entry("bytea", "binary"),
          Map.entry("varbinary", "binary"),
          Map.entry("jsonb", "json"),
          Map.entry("variant", "json"),
          Map.entry("object", "json"));

  private Meant() {}

  /** The nearest type of ours; empty where none is near. What stands in brackets is kept. */
  static Optional<String> by(String text) {
    String lower = text.toLowerCase(Locale.ROOT).strip();
    Optional<String> other = Optional.ofNullable(OTHER_NAMES.get(lower));
    if (other.isPresent()) {
      return other;
    }
    Matcher items = ITEMS.matcher(text);
    Matcher list = LIST.matcher(lower);
    if (items.matches()) {
      return Optional.of("array<" + ours(items.group(1).strip()) + ">");
    }
    if (list.matches()) {
      String inner = text.substring(text.indexOf('<') + 1, text.lastIndexOf('>')).strip();
      return Optional.of("array<" + ours(inner) + ">");
    }
    Matcher sized = SIZED.matcher(lower);
    if (sized.matches()) {
      return sized(sized.group(1).strip(), sized.group(2));
    }
    int bracket = text.indexOf('<');
    String word = bracket < 0 ? text : text.substring(0, bracket).strip();
    List<String> known = new ArrayList<>(TypeParser.simpleWords());
    known.addAll(List.of("array", "struct"));
    return Nearest.to(word, known)
        .map(nearest -> nearest + (bracket < 0 ? "" : text.substring(bracket)))
        .filter(candidate -> !candidate.equalsIgnoreCase(text));
  }

  /** The type itself where it is one, else the one that is meant. */
  private static String ours(String text) {
    return TypeParser.simpleWords().contains(text.toLowerCase(Locale.ROOT))
        ? text
        : by(text).orElse(text);
  }

  /** Lengths of texts and of whole numbers limit nothing here; digits of decimals do. */
  private static Optional<String> sized(String word, String size) {
    String other = OTHER_NAMES.getOrDefault(word, word);
    if (other.equals(AMOUNT)) {
      return Optional.of(
          size.matches("\\s*\\d+\\s*(,\\s*\\d+\\s*)?")
              ? "decimal(" + size.replace(" ", "") + (size.contains(",") ? ")" : ",0)")
              : AMOUNT);
    }
    if (other.equals("decimal") || other.equals("numeric")) {
      return Optional.of("decimal(" + size.replace('.', ',').replace(" ", "") + ")")
          .filter(type -> type.matches("decimal\\(\\d+,\\d+\\)"))
          .or(() -> Optional.of(AMOUNT));
    }
    if (TypeParser.simpleWords().contains(other)) {
      return Optional.of(other);
    }
    List<String> known = new ArrayList<>(TypeParser.simpleWords());
    return Nearest.to(word, known)
        .map(near -> near.equals("decimal") ? near + "(" + size + ")" : near);
  }
}
