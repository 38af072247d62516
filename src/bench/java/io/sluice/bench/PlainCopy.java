package io.sluice.bench;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Spark reads the table and writes it unchanged: the least that writing it anew can cost. */
record PlainCopy(SparkSession spark, String format, StructType schema, List<Path> files) {
  /** The copy of the table in these files; their schema is read here, and not when it is timed. */
  static PlainCopy of(SparkSession spark, String format, List<Path> files) {
    StructType schema = spark.read().format(format).load(paths(files)).schema();
    return new PlainCopy(spark, format, schema, files);
  }

  /** The rows of the table. Lazy. */
  Dataset<Row> rows() {
    return spark.read().schema(schema).format(format).load(paths(files));
  }

  /** Copies the table into a folder that does not exist; one Spark job. */
  Path writeTo(Path folder) {
    rows().write().option("compression", codec()).format(format).save(folder.toString());
    return folder;
  }

  /** The codec by which the product writes this format. */
  String codec() {
    return format.equals("avro") ? "zstandard" : "zstd";
  }

  private static String[] paths(List<Path> files) {
    return files.stream().map(Path::toString).toArray(String[]::new);
  }
}
