package io.sluice.read;

import io.sluice.spark.LiteralPaths;
import io.sluice.spec.JobSpec;
import io.sluice.spec.RawSpec.RawFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Avro and Parquet files as rows: Spark reads them, their values go as text through the same
 * parser.
 */
final class ColumnarRows {
  private final JobSpec job;
  private final RowParser parser;

  ColumnarRows(JobSpec job, RowParser parser) {
    this.job = job;
    this.parser = parser;
  }

  /** Reads the schemas now, the rows when they are asked for. The files passed the check. */
  List<Dataset<Row>> of(SparkSession spark, List<SourceFile> files, Encoder<Row> encoder) {
    Map<StructType, List<SourceFile>> bySchema = new LinkedHashMap<>();
    for (SourceFile file : files) {
      StructType schema = load(spark, List.of(file)).schema();
      bySchema.computeIfAbsent(schema, s -> new ArrayList<>()).add(file);
    }
    List<Dataset<Row>> parts = new ArrayList<>();
    bySchema.forEach((schema, same) -> parts.add(rows(load(spark, same), schema, same, encoder)));
    return parts;
  }

  private Dataset<Row> load(SparkSession spark, List<SourceFile> files) {
    return load(spark, job, files.stream().map(SourceFile::location).toArray(String[]::new));
  }

  /** The files as Spark reads them. Reads their schema. */
  static Dataset<Row> load(SparkSession spark, JobSpec job, String... locations) {
    String format = job.raw().format() == RawFormat.AVRO ? "avro" : "parquet";
    return spark
        .read()
        .format(format)
        .option("mergeSchema", "false")
        .load(LiteralPaths.of(List.of(locations)));
  }

  private Dataset<Row> rows(
      Dataset<Row> data, StructType schema, List<SourceFile> files, Encoder<Row> encoder) {
    List<Column> cells = new ArrayList<>();
    for (StructField field : schema.fields()) {
      Column column = data.col("`" + field.name().replace("`", "``") + "`");
      cells.add(text(column, field.dataType()));
    }
    HashMap<String, SourceFile> byLocation = new HashMap<>();
    files.forEach(file -> byLocation.put(pathOf(file.location()), file));
    Binding binding = parser.bind(Arrays.asList(schema.fieldNames()));
    RowParser rowParser = parser;
    MapFunction<Row, Row> parse =
        row -> {
          String path = row.getString(1);
          SourceFile file = byLocation.get(pathOf(decoded(path)));
          if (file == null) {
            throw new IllegalStateException(path + " is none of the files that were asked for");
          }
          return rowParser.cells(binding, row.getList(0), file);
        };
    return data.select(
            functions.array(cells.toArray(Column[]::new)), functions.col("_metadata.file_path"))
        .map(parse, encoder);
  }

  private static Column text(Column column, DataType type) {
    if (type instanceof ArrayType || type instanceof StructType || type instanceof MapType) {
      return functions.to_json(column, Map.of("ignoreNullFields", "false"));
    }
    return type instanceof BinaryType ? functions.base64(column) : column.cast("string");
  }

  /** Without the scheme's slashes, which Spark and we write differently. */
  private static String pathOf(String location) {
    return location.replaceFirst("^([a-zA-Z0-9+.-]+):/+", "$1:/");
  }

  /** Percent escapes alone: a plus sign stands for itself. */
  static String decoded(String path) {
    ByteBuffer bytes = ByteBuffer.allocate(path.length() * 4);
    for (int i = 0; i < path.length(); ) {
      int hex = path.charAt(i) == '%' && i + 2 < path.length() ? hex(path, i + 1) : -1;
      if (hex >= 0) {
        bytes.put((byte) hex);
        i += 3;
      } else {
        int character = path.codePointAt(i);
        bytes.put(Character.toString(character).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(character);
      }
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  private static int hex(String path, int at) {
    int high = Character.digit(path.charAt(at), 16);
    int low = Character.digit(path.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }
}
