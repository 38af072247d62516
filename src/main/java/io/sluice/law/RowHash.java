package io.sluice.law;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The last part of a version: SHA-256 over a row's canonical text, as lower-case hex. The text is
 * one line {@code name=value} for each value that is not null, sorted by name; {@code
 * docs/adr/0003-row-hash.md} has the forms. Rows with the same types have the same text if and only
 * if their values are equal.
 */
public final class RowHash {
  private static final String NOT_A_NUMBER = "NaN";

  private RowHash() {}

  /**
   * Returns the hash of a row.
   *
   * @param values by column name; null values are allowed and left out. Structs are maps, arrays
   *     are lists, dates and instants are of {@code java.time} or {@code java.sql}
   */
  public static String of(Map<String, ?> values) {
    try {
      byte[] text = canonical(values).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Whether the hash takes two values of one type for the same; null is a value. */
  public static boolean same(Object left, Object right) {
    return Objects.equals(left, right)
        || (left != null && right != null && top(left).equals(top(right)));
  }

  /** Returns the text that is hashed. */
  static String canonical(Map<String, ?> values) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(values)
        .forEach(
            (name, value) -> {
              if (value != null) {
                text.append(escaped(name)).append('=').append(escaped(top(value))).append('\n');
              }
            });
    return text.toString();
  }

  private static String top(Object value) {
    return value instanceof Map || value instanceof List ? json(value) : plain(value);
  }

  private static String plain(Object value) {
    if (value instanceof BigDecimal decimal) {
      return number(decimal);
    }
    if (value instanceof Double number) {
      return floating(number);
    }
    if (value instanceof Float number) {
      return floating(number.doubleValue());
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof Timestamp instant) {
      return instant.toInstant().toString();
    }
    if (value instanceof Date date) {
      return date.toLocalDate().toString();
    }
    // Text, booleans, whole numbers, and the ISO forms of LocalDate and Instant.
    return value.toString();
  }

  private static String number(BigDecimal decimal) {
    return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
  }

  /** In base 16, as the decimal text of a double differs between versions of Java. */
  private static String floating(double number) {
    if (Double.isNaN(number)) {
      return NOT_A_NUMBER;
    }
    return Double.toHexString(number == 0 ? 0.0 : number);
  }

  private static String json(Object value) {
    StringBuilder text = new StringBuilder();
    appendJson(value, text);
    return text.toString();
  }

  private static void appendJson(Object value, StringBuilder text) {
    if (value == null) {
      text.append("null");
    } else if (value instanceof Map<?, ?> map) {
      appendObject(map, text);
    } else if (value instanceof List<?> list) {
      String separator = "[";
      for (Object element : list) {
        text.append(separator);
        appendJson(element, text);
        separator = ",";
      }
      text.append(list.isEmpty() ? "[]" : "]");
    } else if (bare(value)) {
      text.append(plain(value));
    } else {
      appendText(plain(value), text);
    }
  }

  private static void appendObject(Map<?, ?> map, StringBuilder text) {
    Map<String, Object> sorted = new TreeMap<>();
    map.forEach((name, value) -> sorted.put(name.toString(), value));
    String separator = "{";
    for (Map.Entry<String, Object> field : sorted.entrySet()) {
      if (field.getValue() != null) {
        text.append(separator);
        appendText(field.getKey(), text);
        text.append(':');
        appendJson(field.getValue(), text);
        separator = ",";
      }
    }
    text.append(separator.equals("{") ? "{}" : "}");
  }

  private static boolean bare(Object value) {
    return value instanceof Boolean
        || (value instanceof Number && !(value instanceof Double) && !(value instanceof Float));
  }

  private static void appendText(String value, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("=", "\\=");
  }
}
