package io.sluice.merge;

import io.sluice.spec.ColumnType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;

/**
 * How Spark compares the values of a type, for values in memory: null first, text by its bytes in
 * UTF-8, NaN greatest and equal to itself, negative zero equal to zero, structs and arrays part by
 * part.
 */
final class ValueOrder {
  private ValueOrder() {}

  /** The order of values as {@link Row} holds them; null is a value. */
  static Comparator<Object> of(ColumnType type) {
    return Comparator.nullsFirst(ofPresent(type));
  }

  static int compareText(String left, String right) {
    return Arrays.compareUnsigned(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  private static Comparator<Object> ofPresent(ColumnType type) {
    if (type instanceof ColumnType.Simple simple) {
      return switch (simple) {
        case STRING, JSON -> (left, right) -> compareText((String) left, (String) right);
        case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, DATE, TIMESTAMP -> ValueOrder::compareNatural;
        case FLOAT, DOUBLE ->
            (left, right) -> Double.compare(unsigned((Number) left), unsigned((Number) right));
        case BINARY -> (left, right) -> Arrays.compareUnsigned((byte[]) left, (byte[]) right);
      };
    }
    if (type instanceof ColumnType.Decimal) {
      return (left, right) -> ((BigDecimal) left).compareTo((BigDecimal) right);
    }
    if (type instanceof ColumnType.Array array) {
      Comparator<Object> element = of(array.element());
      return (left, right) -> compareElements(elements(left), elements(right), element);
    }
    List<Comparator<Object>> fields = new ArrayList<>();
    ((ColumnType.Struct) type).fields().values().forEach(field -> fields.add(of(field)));
    return (left, right) -> compareFields((Row) left, (Row) right, fields);
  }

  @SuppressWarnings("unchecked")
  private static int compareNatural(Object left, Object right) {
    return ((Comparable<Object>) left).compareTo(right);
  }

  private static double unsigned(Number number) {
    double value = number.doubleValue();
    return value == 0 ? 0.0 : value;
  }

  private static int compareElements(
      Iterable<?> left, Iterable<?> right, Comparator<Object> element) {
    Iterator<?> others = right.iterator();
    for (Object value : left) {
      if (!others.hasNext()) {
        return 1;
      }
      int compared = element.compare(value, others.next());
      if (compared != 0) {
        return compared;
      }
    }
    return others.hasNext() ? -1 : 0;
  }

  private static int compareFields(Row left, Row right, List<Comparator<Object>> fields) {
    for (int i = 0; i < fields.size(); i++) {
      int compared = fields.get(i).compare(left.get(i), right.get(i));
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  /** Rows from files hold Java's collections or arrays, rows from Spark hold Scala's. */
  static Iterable<?> elements(Object array) {
    if (array instanceof scala.collection.Iterable<?> scala) {
      return JavaConverters.asJavaIterable(scala);
    }
    return array instanceof Object[] values ? Arrays.asList(values) : (Iterable<?>) array;
  }
}
