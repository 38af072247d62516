package io.sluice.spec;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The type of a column, written with Spark SQL's names; {@code json} is kept as canonical text. */
public sealed interface ColumnType extends Serializable {

  /** The type as a job file writes it, in lower case without blanks: {@code decimal(18,2)}. */
  String text();

  /** Types without parameters. */
  enum Simple implements ColumnType {
    STRING,
    BOOLEAN,
    TINYINT,
    SMALLINT,
    INT,
    BIGINT,
    FLOAT,
    DOUBLE,
    DATE,
    TIMESTAMP,
    BINARY,
    JSON;

    @Override
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A decimal of at most 38 digits, {@code scale} of them after the point. */
  record Decimal(int precision, int scale) implements ColumnType {
    /** Checks the bounds: 1 to 38 digits, 0 to precision after the point. */
    public Decimal {
      if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
        throw new IllegalArgumentException(
            "decimal("
                + precision
                + ","
                + scale
                + ") is out of bounds; precision is 1 to 38, scale 0 to precision");
      }
    }

    @Override
    public String text() {
      return "decimal(" + precision + "," + scale + ")";
    }
  }

  /** A list of values of one type. */
  record Array(ColumnType element) implements ColumnType {
    @Override
    public String text() {
      return "array<" + element.text() + ">";
    }
  }

  /** Named fields in a fixed order. */
  record Struct(Map<String, ColumnType> fields) implements ColumnType {
    /** Keeps the order of the fields. */
    public Struct {
      fields = new LinkedHashMap<>(fields);
    }

    @Override
    public String text() {
      return fields.entrySet().stream()
          .map(field -> field.getKey() + ":" + field.getValue().text())
          .collect(Collectors.joining(",", "struct<", ">"));
    }
  }
}
