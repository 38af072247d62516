package io.sluice.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Collects the paths of fields within structs that the contract lacks, such as {@code
 * lines[].note}, by column. Their rows keep the whole value of the column in {@code _rescued}.
 */
final class NestedNames {
  /** Enough for a warning; an object whose keys are data may have millions. */
  private static final int MOST = 100;

  private static final int LONGEST = 1000;

  private final Map<String, ColumnType> types = new HashMap<>();
  private final Set<String> unknown = new TreeSet<>();

  NestedNames(List<ColumnSpec> columns) {
    for (ColumnSpec column : columns) {
      if (!column.fromPath() && isNested(column.type())) {
        column.from().forEach(name -> types.putIfAbsent(lower(name), column.type()));
      }
    }
  }

  private static boolean isNested(ColumnType type) {
    return type instanceof ColumnType.Struct
        || (type instanceof ColumnType.Array array && isNested(array.element()));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The paths that were found, sorted. */
  Set<String> unknown() {
    return unknown;
  }

  /** Goes over the value of a record's key, at whose first token the parser is. */
  void skip(String name, JsonParser parser) throws IOException {
    ColumnType type = types.get(lower(name));
    if (type == null) {
      parser.skipChildren();
    } else {
      skip(name, type, parser);
    }
  }

  private void skip(String path, ColumnType type, JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (type instanceof ColumnType.Struct struct && token == JsonToken.START_OBJECT) {
      Map<String, ColumnType> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      fields.putAll(struct.fields());
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String below = path + "." + parser.getCurrentName();
        ColumnType field = fields.get(parser.getCurrentName());
        parser.nextToken();
        if (field == null) {
          add(below);
          parser.skipChildren();
        } else {
          skip(below, field, parser);
        }
      }
    } else if (type instanceof ColumnType.Array array && token == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
        skip(path + "[]", array.element(), parser);
      }
    } else {
      parser.skipChildren();
    }
  }

  /** Compares the schema of an Avro or Parquet file. */
  void compare(StructType schema) {
    for (StructField column : schema.fields()) {
      ColumnType type = types.get(lower(column.name()));
      if (type != null) {
        compare(column.name(), type, column.dataType());
      }
    }
  }

  private void compare(String path, ColumnType type, DataType found) {
    if (type instanceof ColumnType.Struct struct && found instanceof StructType columns) {
      Map<String, ColumnType> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      fields.putAll(struct.fields());
      for (StructField field : columns.fields()) {
        String below = path + "." + field.name();
        if (fields.containsKey(field.name())) {
          compare(below, fields.get(field.name()), field.dataType());
        } else {
          add(below);
        }
      }
    } else if (type instanceof ColumnType.Array array && found instanceof ArrayType items) {
      compare(path + "[]", array.element(), items.elementType());
    }
  }

  private void add(String path) {
    if (unknown.size() < MOST && path.length() <= LONGEST) {
      unknown.add(path);
    }
  }
}
