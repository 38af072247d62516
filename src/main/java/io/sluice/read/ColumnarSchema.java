package io.sluice.read;

import io.sluice.spark.LiteralPaths;
import io.sluice.spec.JobSpec;
import io.sluice.spec.RawSpec.RawFormat;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.mapred.FsInput;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.avro.SchemaConverters;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of one Avro or Parquet file.
 *
 * @param read as Spark reads them: nanoseconds, which it does not know, are whole numbers
 * @param meant as the file means them: nanoseconds are timestamps
 */
record ColumnarSchema(StructType read, StructType meant) implements Serializable {

  /** Reads the schema of a file; whatever the formats' libraries throw comes through. */
  static ColumnarSchema of(SparkSession spark, JobSpec job, String location) throws IOException {
    StructType read = load(spark, job, location).schema();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Path path = new Path(location);
    DataType meant =
        job.raw().format() == RawFormat.AVRO
            ? ofAvro(path, hadoop, read)
            : ofParquet(path, hadoop, read);
    return new ColumnarSchema(read, meant instanceof StructType struct ? struct : read);
  }

  /** The files as Spark reads them. Reads the schema of one. */
  static Dataset<Row> load(SparkSession spark, JobSpec job, String... locations) {
    boolean avro = job.raw().format() == RawFormat.AVRO;
    spark.conf().set("spark.sql.legacy.parquet.nanosAsLong", "true");
    return spark
        .read()
        .format(avro ? "avro" : "parquet")
        .option("mergeSchema", "false")
        // Only Spark's own old versions wrote days of the calendar before 1582, and say so.
        .option("datetimeRebaseMode", "CORRECTED")
        .option("int96RebaseMode", "CORRECTED")
        .option("parquet.page.verify-checksum.enabled", "true")
        .load(LiteralPaths.of(List.of(locations)));
  }

  private static DataType ofParquet(Path path, Configuration hadoop, StructType read)
      throws IOException {
    MessageType schema;
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop))) {
      schema = reader.getFooter().getFileMetaData().getSchema();
    }
    List<Type> columns = inMicroseconds(schema);
    return columns.equals(schema.getFields())
        ? read
        : new ParquetToSparkSchemaConverter(false, true, false, true, true)
            .convert(new MessageType(schema.getName(), columns));
  }

  /** The fields with nanoseconds, which Spark does not know, as microseconds. */
  static List<Type> inMicroseconds(GroupType group) {
    List<Type> fields = new ArrayList<>();
    for (Type field : group.getFields()) {
      if (!field.isPrimitive()) {
        fields.add(field.asGroupType().withNewFields(inMicroseconds(field.asGroupType())));
      } else if (field.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation time
          && time.getUnit() == TimeUnit.NANOS) {
        fields.add(
            Types.primitive(PrimitiveTypeName.INT64, field.getRepetition())
                .as(LogicalTypeAnnotation.timestampType(time.isAdjustedToUTC(), TimeUnit.MICROS))
                .named(field.getName()));
      } else {
        fields.add(field);
      }
    }
    return fields;
  }

  private static DataType ofAvro(Path path, Configuration hadoop, StructType read)
      throws IOException {
    String schema;
    try (DataFileReader<Object> reader =
        new DataFileReader<>(new FsInput(path, hadoop), new GenericDatumReader<>())) {
      schema = reader.getSchema().toString();
    }
    String inMicroseconds = schema.replace("timestamp-nanos\"", "timestamp-micros\"");
    return inMicroseconds.equals(schema)
        ? read
        : SchemaConverters.toSqlType(new Schema.Parser().setValidate(false).parse(inMicroseconds))
            .dataType();
  }
}
