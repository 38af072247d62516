package io.sluice.run.ingest;

import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The edges of every type: what each format of raw files and tables must give back as it was. */
final class EdgeValues {
  private static final Map<String, ColumnType> DEEP = new LinkedHashMap<>();
  static final Map<String, ColumnType> COLUMNS = new LinkedHashMap<>();

  static {
    DEEP.put("z", Simple.TIMESTAMP);
    DEEP.put("d", Simple.DATE);
    DEEP.put("s", Simple.STRING);
    DEEP.put("n", new ColumnType.Decimal(38, 10));
    DEEP.put("x", Simple.BINARY);
    DEEP.put("k", Simple.TINYINT);
    DEEP.put("f", Simple.DOUBLE);
    for (Simple type : Simple.values()) {
      COLUMNS.put("c_" + type.text(), type);
    }
    for (int precision = 1; precision <= 38; precision++) {
      COLUMNS.put("c_p" + precision, new ColumnType.Decimal(precision, precision / 2));
    }
    COLUMNS.put("c_whole", new ColumnType.Decimal(38, 0));
    COLUMNS.put("c_part", new ColumnType.Decimal(38, 38));
    COLUMNS.put("c_array", new ColumnType.Array(Simple.TIMESTAMP));
    COLUMNS.put("c_texts", new ColumnType.Array(Simple.STRING));
    COLUMNS.put("c_doubles", new ColumnType.Array(Simple.DOUBLE));
    COLUMNS.put(
        "c_deep",
        new ColumnType.Struct(
            Map.of(
                "a",
                new ColumnType.Struct(
                    Map.of("b", new ColumnType.Array(new ColumnType.Struct(DEEP)))))));
  }

  /** A value as Spark's rows hold it; json is its canonical text. */
  record Edge(String column, Object value) {}

  private EdgeValues() {}

  static List<Edge> all() {
    List<Edge> edges = new ArrayList<>();
    add(edges, "c_string", "", " ", "null", "a\0b", "\uD83D\uDE00", "e\u0301", "\u00E9");
    add(edges, "c_string", "\uFFFD", "\uFFFE", "x\uFEFF", "a\r\nb\n", "a,\"b\"", "\\u0041");
    add(edges, "c_string", "\u2028\u0085\u001B[2J", "x".repeat(100_000), "1.50", "1e400");
    add(edges, "c_boolean", true, false);
    add(edges, "c_tinyint", Byte.MIN_VALUE, (byte) 0, Byte.MAX_VALUE);
    add(edges, "c_smallint", Short.MIN_VALUE, (short) 0, Short.MAX_VALUE);
    add(edges, "c_int", Integer.MIN_VALUE, 0, Integer.MAX_VALUE);
    add(edges, "c_bigint", Long.MIN_VALUE, 0L, 9_007_199_254_740_993L, Long.MAX_VALUE);
    add(edges, "c_float", 0f, -0f, Float.MIN_VALUE, -Float.MAX_VALUE, 0.1f, Float.NaN);
    add(edges, "c_float", Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 16_777_216f);
    add(edges, "c_double", 0d, -0d, Double.MIN_VALUE, -Double.MAX_VALUE, 0.1, Double.NaN);
    add(edges, "c_double", Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e22, 1.2e-7);
    dates().forEach(date -> add(edges, "c_date", date));
    instants().forEach(instant -> add(edges, "c_timestamp", instant));
    add(edges, "c_binary", new byte[0], new byte[3], new byte[] {-1, 0, -128, 127});
    add(edges, "c_binary", new byte[70_000]);
    add(
        edges,
        "c_json",
        "\"\"",
        "0",
        "1E+400",
        "1E-400",
        "[[[1.5,null,\"\"]]]",
        "{\"\":{\"a\":[]}}");
    add(edges, "c_json", "12345678901234567890.123456789", "\"Infinity\"", "\"\uD83D\uDE00\"");
    COLUMNS.forEach(
        (name, type) -> {
          if (type instanceof ColumnType.Decimal decimal) {
            decimals(decimal).forEach(number -> add(edges, name, number));
          }
        });
    add(edges, "c_array", (Object) instants().toArray(), new Object[0], new Object[] {null});
    add(edges, "c_texts", (Object) new Object[] {"x", "", null, " ", "\uD83D\uDE00"});
    add(edges, "c_doubles", (Object) new Object[] {0.1, -0d, Double.NaN, null, 1e300});
    for (Instant instant : instants()) {
      add(edges, "c_deep", deep(RowFactory.create(instant, null, null, null, null, null, null)));
    }
    add(
        edges,
        "c_deep",
        RowFactory.create((Object) null),
        RowFactory.create(RowFactory.create((Object) null)),
        RowFactory.create(RowFactory.create((Object) new Object[0])),
        deep((Row) null),
        deep(
            RowFactory.create(
                Instant.parse("9999-12-31T23:59:59.999999Z"),
                LocalDate.of(1582, 10, 15),
                "",
                new BigDecimal("-9999999999999999999999999999.9999999999"),
                new byte[] {0},
                (byte) -128,
                -0d)));
    return edges;
  }

  /** Whether ORC, which Spark writes through a calendar of its own, would move the value. */
  static boolean movesInOrc(Object value) {
    if (value instanceof Row row) {
      for (int i = 0; i < row.length(); i++) {
        if (movesInOrc(row.get(i))) {
          return true;
        }
      }
      return false;
    }
    if (value instanceof Object[] elements) {
      return Arrays.stream(elements).anyMatch(EdgeValues::movesInOrc);
    }
    return value != null && MOVED_IN_ORC.contains(value.toString());
  }

  private static final List<String> MOVED_IN_ORC =
      List.of(
          "1582-10-05",
          "1582-10-10",
          "1582-10-14",
          "1582-10-05T00:00:00Z",
          "1582-10-14T23:59:59.999999Z",
          "1969-12-31T23:59:59.001Z",
          "1969-12-31T23:59:59.999999Z");

  private static List<LocalDate> dates() {
    return List.of(
        LocalDate.of(1, 1, 1),
        LocalDate.of(1000, 2, 28),
        LocalDate.of(1582, 10, 4),
        LocalDate.of(1582, 10, 5),
        LocalDate.of(1582, 10, 10),
        LocalDate.of(1582, 10, 14),
        LocalDate.of(1582, 10, 15),
        LocalDate.of(1900, 1, 1),
        LocalDate.of(1969, 12, 31),
        LocalDate.of(2000, 2, 29),
        LocalDate.of(9999, 12, 31));
  }

  private static List<Instant> instants() {
    return List.of(
        Instant.parse("0001-01-01T00:00:00Z"),
        Instant.parse("0001-01-01T00:00:00.000001Z"),
        Instant.parse("1582-10-04T23:59:59.999999Z"),
        Instant.parse("1582-10-05T00:00:00Z"),
        Instant.parse("1582-10-14T23:59:59.999999Z"),
        Instant.parse("1582-10-15T00:00:00Z"),
        Instant.parse("1899-12-31T23:59:59.999999Z"),
        Instant.parse("1900-01-01T00:00:00.000001Z"),
        Instant.parse("1969-12-31T23:59:58.999999Z"),
        Instant.parse("1969-12-31T23:59:59Z"),
        Instant.parse("1969-12-31T23:59:59.000999Z"),
        Instant.parse("1969-12-31T23:59:59.001Z"),
        Instant.parse("1969-12-31T23:59:59.999999Z"),
        Instant.parse("1970-01-01T00:00:00Z"),
        Instant.parse("1970-01-01T00:00:00.999999Z"),
        Instant.parse("2038-01-19T03:14:08Z"),
        Instant.parse("9999-12-31T23:59:59.999999Z"));
  }

  private static List<BigDecimal> decimals(ColumnType.Decimal type) {
    BigDecimal greatest =
        new BigDecimal(BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE), type.scale());
    return List.of(
        greatest,
        greatest.negate(),
        new BigDecimal(BigInteger.ONE, type.scale()),
        new BigDecimal(BigInteger.ZERO, type.scale()));
  }

  private static Row deep(Row element) {
    return RowFactory.create(RowFactory.create((Object) new Object[] {element, null}));
  }

  private static void add(List<Edge> edges, String column, Object... values) {
    for (Object value : values) {
      edges.add(new Edge(column, value));
    }
  }
}
