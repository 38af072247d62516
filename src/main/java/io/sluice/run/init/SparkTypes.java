package io.sluice.run.init;

import io.sluice.spec.ColumnType;
import io.sluice.spec.ColumnType.Simple;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Types of Avro and Parquet files as job files write them. */
final class SparkTypes {
  private SparkTypes() {}

  /** A map, and a struct with a name that a job file cannot write, is JSON. */
  static ColumnType of(DataType type) {
    if (type instanceof DecimalType decimal) {
      return new ColumnType.Decimal(decimal.precision(), decimal.scale());
    }
    if (type instanceof ArrayType array) {
      return new ColumnType.Array(of(array.elementType()));
    }
    if (type instanceof StructType struct) {
      Map<String, ColumnType> fields = new LinkedHashMap<>();
      for (StructField field : struct.fields()) {
        fields.put(field.name(), of(field.dataType()));
      }
      return !fields.isEmpty() && fields.keySet().stream().allMatch(Seen::isField)
          ? new ColumnType.Struct(fields)
          : Simple.JSON;
    }
    return switch (type.typeName()) {
      case "boolean" -> Simple.BOOLEAN;
      case "byte" -> Simple.TINYINT;
      case "short" -> Simple.SMALLINT;
      case "integer" -> Simple.INT;
      case "long" -> Simple.BIGINT;
      case "float" -> Simple.FLOAT;
      case "double" -> Simple.DOUBLE;
      case "date" -> Simple.DATE;
      case "timestamp", "timestamp_ntz" -> Simple.TIMESTAMP;
      case "binary" -> Simple.BINARY;
      case "map" -> Simple.JSON;
      default -> Simple.STRING;
    };
  }
}
