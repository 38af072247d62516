package io.sluice.spark;

import io.sluice.spec.ColumnType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import scala.collection.JavaConverters;

/**
 * The engine's values as the law takes them: texts, numbers, {@code java.time}, and for structs and
 * arrays maps and lists.
 */
public final class PlainValues {
  private PlainValues() {}

  /** A value of a {@link Row}; may be null. Structs go by the names of their type. */
  public static Object of(ColumnType type, Object value) {
    if (value == null) {
      return null;
    }
    if (type instanceof ColumnType.Struct struct) {
      Map<String, Object> fields = new LinkedHashMap<>();
      Row row = (Row) value;
      struct.fields().forEach((name, field) -> fields.put(name, of(field, row.get(fields.size()))));
      return fields;
    }
    if (type instanceof ColumnType.Array array) {
      List<Object> elements = new ArrayList<>();
      elements(value).forEach(element -> elements.add(of(array.element(), element)));
      return elements;
    }
    return value;
  }

  /** A value of an {@link InternalRow}; may be null. */
  public static Object of(ColumnType type, SpecializedGetters row, int at) {
    if (row.isNullAt(at)) {
      return null;
    }
    if (type instanceof ColumnType.Simple simple) {
      return switch (simple) {
        case STRING, JSON -> row.getUTF8String(at).toString();
        case BOOLEAN -> row.getBoolean(at);
        case TINYINT -> row.getByte(at);
        case SMALLINT -> row.getShort(at);
        case INT -> row.getInt(at);
        case BIGINT -> row.getLong(at);
        case FLOAT -> row.getFloat(at);
        case DOUBLE -> row.getDouble(at);
        case DATE -> LocalDate.ofEpochDay(row.getInt(at));
        case TIMESTAMP -> instant(row.getLong(at));
        case BINARY -> row.getBinary(at);
      };
    }
    if (type instanceof ColumnType.Decimal decimal) {
      return row.getDecimal(at, decimal.precision(), decimal.scale()).toJavaBigDecimal();
    }
    if (type instanceof ColumnType.Array array) {
      ArrayData data = row.getArray(at);
      List<Object> elements = new ArrayList<>();
      for (int i = 0; i < data.numElements(); i++) {
        elements.add(of(array.element(), data, i));
      }
      return elements;
    }
    ColumnType.Struct struct = (ColumnType.Struct) type;
    InternalRow nested = row.getStruct(at, struct.fields().size());
    Map<String, Object> fields = new LinkedHashMap<>();
    struct.fields().forEach((name, field) -> fields.put(name, of(field, nested, fields.size())));
    return fields;
  }

  /** An instant as the engine has it. */
  public static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** Rows from files hold Java's collections or arrays, rows from Spark hold Scala's. */
  private static Iterable<?> elements(Object array) {
    if (array instanceof scala.collection.Iterable<?> scala) {
      return JavaConverters.asJavaIterable(scala);
    }
    return array instanceof Object[] values ? Arrays.asList(values) : (Iterable<?>) array;
  }
}
