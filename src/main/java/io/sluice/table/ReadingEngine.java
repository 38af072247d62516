package io.sluice.table;

import io.sluice.storage.Location;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An engine that reads tables without this program, as docs/reading.md says. */
public enum ReadingEngine {
  PANDAS,
  PYARROW,
  DUCKDB,
  POLARS,
  SPARK,
  ATHENA,
  TRINO,
  BIGQUERY;

  private static final Map<String, String> ARROW =
      Map.of(
          "string", "pa.string()",
          "boolean", "pa.bool_()",
          "tinyint", "pa.int8()",
          "smallint", "pa.int16()",
          "int", "pa.int32()",
          "bigint", "pa.int64()",
          "date", "pa.date32()",
          "timestamp", "pa.timestamp(\"us\", \"UTC\")");

  private static final Map<String, String> POLARS_TYPES =
      Map.of(
          "string", "pl.String",
          "boolean", "pl.Boolean",
          "tinyint", "pl.Int8",
          "smallint", "pl.Int16",
          "int", "pl.Int32",
          "bigint", "pl.Int64",
          "date", "pl.Date",
          "timestamp", "pl.Datetime(\"us\", \"UTC\")");

  private static final Map<String, String> DUCKDB_TYPES =
      Map.of("string", "VARCHAR", "timestamp", "TIMESTAMP WITH TIME ZONE");

  private static final Map<String, String> BIGQUERY_TYPES =
      Map.of(
          "boolean", "BOOL",
          "tinyint", "INT64",
          "smallint", "INT64",
          "int", "INT64",
          "bigint", "INT64");

  /** As people type it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The words of all of them. */
  public static List<String> words() {
    return Stream.of(values()).map(ReadingEngine::word).toList();
  }

  /** The engine of this word. */
  public static Optional<ReadingEngine> of(String word) {
    return Stream.of(values()).filter(engine -> engine.word().equals(word)).findFirst();
  }

  /** Whether the lines work for a table at this location. */
  boolean reaches(Location table) {
    return switch (this) {
      case SPARK -> true;
      case ATHENA, TRINO -> table.isOnS3();
      case PANDAS, PYARROW, DUCKDB, POLARS, BIGQUERY -> table.isLocal() || table.isOnS3();
    };
  }

  /** The address of a table as the engine's lines have it. */
  String address(Location table) {
    if (this == SPARK) {
      return table.text();
    }
    return table.isOnS3()
        ? "s3" + table.text().substring(table.text().indexOf(':'))
        : table.toString();
  }

  /** A partition column as the engine's lines declare it; {@code type} is that of a job file. */
  String declared(String column, String type) {
    return switch (this) {
      case PANDAS, PYARROW ->
          "(" + python(column) + ", " + ARROW.getOrDefault(type, "pa.string()") + ")";
      case POLARS ->
          python(column)
              + ": "
              + POLARS_TYPES.getOrDefault(type, type.replace("decimal(", "pl.Decimal("));
      case SPARK -> python(column) + ": rows[" + python(column) + "].cast(" + python(type) + ")";
      case DUCKDB ->
          "'"
              + column.replace("'", "''")
              + "': '"
              + DUCKDB_TYPES.getOrDefault(type, type.toUpperCase(Locale.ROOT))
              + "'";
      case ATHENA, TRINO -> "`" + column.replace("`", "``") + "` " + type;
      case BIGQUERY ->
          column
              + " "
              + BIGQUERY_TYPES.getOrDefault(
                  type, type.toUpperCase(Locale.ROOT).replace("DECIMAL", "NUMERIC"));
    };
  }

  private static String python(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
