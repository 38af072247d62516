package io.sluice.run.ingest;

import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;

/** Values as people would write them into files, without the product's own code. */
final class EdgeText {
  private EdgeText() {}

  /** A cell of CSV without its quotes. */
  static String csv(ColumnType type, Object value) {
    return type instanceof ColumnType.Array || type instanceof ColumnType.Struct
        ? json(type, value)
        : plain(value);
  }

  /** A value of JSON. */
  static String json(ColumnType type, Object value) {
    if (value == null) {
      return "null";
    }
    if (type == Simple.JSON) {
      return value.toString();
    }
    if (type instanceof ColumnType.Array array) {
      List<String> elements = new ArrayList<>();
      for (Object element : elements(value)) {
        elements.add(json(array.element(), element));
      }
      return "[" + String.join(",", elements) + "]";
    }
    if (type instanceof ColumnType.Struct struct) {
      List<String> fields = new ArrayList<>();
      for (Map.Entry<String, ColumnType> field : struct.fields().entrySet()) {
        Object inner = ((Row) value).get(fields.size());
        fields.add(quoted(field.getKey()) + ":" + json(field.getValue(), inner));
      }
      return "{" + String.join(",", fields) + "}";
    }
    boolean bare =
        value instanceof Boolean
            || (value instanceof Number number && Double.isFinite(number.doubleValue()));
    return bare ? plain(value) : quoted(plain(value));
  }

  /** One text for equal values and only for those: what is compared. */
  static String exact(Object value) {
    if (value instanceof Row row) {
      StringBuilder text = new StringBuilder("{");
      for (int i = 0; i < row.length(); i++) {
        text.append(exact(row.get(i))).append(';');
      }
      return text.append('}').toString();
    }
    if (value instanceof Object[] || value instanceof scala.collection.Iterable<?>) {
      StringBuilder text = new StringBuilder("[");
      elements(value).forEach(element -> text.append(exact(element)).append(';'));
      return text.append(']').toString();
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    // The two zeros are one value of the merge, and there are no kinds of NaN.
    if (value instanceof Double number) {
      return Long.toHexString(Double.doubleToLongBits(number == 0 ? 0d : number));
    }
    if (value instanceof Float number) {
      return Integer.toHexString(Float.floatToIntBits(number == 0 ? 0f : number));
    }
    return String.valueOf(value);
  }

  private static String plain(Object value) {
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }

  private static Iterable<?> elements(Object value) {
    return value instanceof Object[] array
        ? java.util.Arrays.asList(array)
        : JavaConverters.asJavaIterable((scala.collection.Iterable<?>) value);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
