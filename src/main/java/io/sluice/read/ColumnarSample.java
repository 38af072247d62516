package io.sluice.read;

import io.sluice.error.DataException;
import io.sluice.spec.RawSpec.RawFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.mapred.FsInput;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.avro.SchemaConverters;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.StructType;

/**
 * A local Avro or Parquet file that is looked into before there is a job for it. Starts no engine.
 * What is wrong with the file is a {@link DataException}.
 */
public final class ColumnarSample {
  private final java.nio.file.Path file;
  private final Path path;
  private final RawFormat format;
  private final Configuration hadoop = new Configuration();

  /** A file of one of the two formats. */
  public ColumnarSample(java.nio.file.Path file, RawFormat format) {
    this.file = file;
    this.path = new Path(file.toUri());
    this.format = format;
  }

  /** Its columns, nanoseconds as timestamps. */
  public StructType schema() {
    return read(
        () ->
            switch (format) {
              case AVRO -> avroSchema();
              case PARQUET -> parquetSchema();
              case CSV, JSON, JSON_DOCUMENT -> throw new IllegalStateException(format + " is text");
            });
  }

  /**
   * Reads some columns of the first rows, as text.
   *
   * @param columns that hold no others
   * @return how many rows were read
   */
  public long rows(List<String> columns, long most, Consumer<List<Optional<String>>> each) {
    return read(
        () -> format == RawFormat.AVRO ? avro(columns, most, each) : parquet(columns, most, each));
  }

  /** What the formats' libraries throw, declared or not, is the file's fault. */
  private <T> T read(Callable<T> step) {
    try {
      return step.call();
    } catch (Exception | LinkageError e) {
      throw new DataException(
          file
              + ": cannot be read as "
              + (format == RawFormat.AVRO ? "Avro" : "Parquet")
              + ", "
              + e.getMessage()
              + ". Nothing was written. Take another sample.",
          e);
    }
  }

  private StructType avroSchema() throws IOException {
    try (DataFileReader<Object> reader =
        new DataFileReader<>(new FsInput(path, hadoop), new GenericDatumReader<>())) {
      String schema =
          reader.getSchema().toString().replace("timestamp-nanos\"", "timestamp-micros\"");
      return (StructType)
          SchemaConverters.toSqlType(new Schema.Parser().setValidate(false).parse(schema))
              .dataType();
    }
  }

  private StructType parquetSchema() throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop))) {
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      return new ParquetToSparkSchemaConverter(false, true, false, true, true)
          .convert(new MessageType(schema.getName(), ColumnarSchema.inMicroseconds(schema)));
    }
  }

  private long avro(List<String> columns, long most, Consumer<List<Optional<String>>> each)
      throws IOException {
    long rows = 0;
    try (DataFileReader<GenericRecord> reader =
        new DataFileReader<>(new FsInput(path, hadoop), new GenericDatumReader<>())) {
      for (; rows < most && reader.hasNext(); rows++) {
        GenericRecord row = reader.next();
        each.accept(
            columns.stream()
                .map(column -> Optional.ofNullable(row.get(column)).map(Object::toString))
                .toList());
      }
    }
    return rows;
  }

  private long parquet(List<String> columns, long most, Consumer<List<Optional<String>>> each)
      throws IOException {
    long rows = 0;
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), path).withConf(hadoop).build()) {
      Group row = reader.read();
      for (; rows < most && row != null; rows++) {
        List<Optional<String>> cells = new ArrayList<>();
        for (String column : columns) {
          int field = row.getType().getFieldIndex(column);
          cells.add(
              row.getFieldRepetitionCount(field) == 0
                  ? Optional.empty()
                  : Optional.of(row.getValueToString(field, 0)));
        }
        each.accept(cells);
        row = reader.read();
      }
    }
    return rows;
  }
}
