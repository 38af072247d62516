package io.sluice.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.error.UnreadableFileException;
import io.sluice.spec.ColumnType;
import io.sluice.spec.JobSpec;
import io.sluice.spec.RawSpec.RawFormat;
import io.sluice.storage.Location;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Avro and Parquet files as rows: Spark reads them, and their values go through the same parser as
 * those of text. What goes wrong while a file is read names the file.
 */
final class ColumnarRows {
  private final JobSpec job;
  private final RowParser parser;

  ColumnarRows(JobSpec job, RowParser parser) {
    this.job = job;
    this.parser = parser;
  }

  /**
   * Rows of the given schema. Reads the files' schemas now, the rows when they are asked for. The
   * files passed the check.
   *
   * @throws UnreadableFileException if a schema can no longer be read; rows that cannot be read
   *     have it among the causes of the engine's failure
   */
  List<Dataset<Row>> of(SparkSession spark, List<SourceFile> files, StructType schema) {
    Map<ColumnarSchema, List<SourceFile>> bySchema = new LinkedHashMap<>();
    for (SourceFile file : files) {
      bySchema.computeIfAbsent(schema(spark, file), s -> new ArrayList<>()).add(file);
    }
    List<Dataset<Row>> parts = new ArrayList<>();
    bySchema.forEach((columns, same) -> parts.add(rows(spark, columns, same, schema)));
    return parts;
  }

  private ColumnarSchema schema(SparkSession spark, SourceFile file) {
    try {
      return ColumnarSchema.of(spark, job, file.location());
    } catch (IOException e) {
      throw unreadable(job.raw().format(), file, e);
    }
  }

  private Dataset<Row> rows(
      SparkSession spark, ColumnarSchema columns, List<SourceFile> files, StructType schema) {
    String[] locations = files.stream().map(SourceFile::location).toArray(String[]::new);
    HashMap<String, SourceFile> byLocation = new HashMap<>();
    files.forEach(file -> byLocation.put(pathOf(file.location()), file));
    Binding binding = parser.bind(Arrays.asList(columns.read().fieldNames()));
    Parse parse =
        new Parse(
            job.raw().format(),
            parser,
            binding,
            new ColumnarCells(columns),
            new ArrayList<>(texts(binding, columns.read())),
            byLocation);
    FlatMapFunction<Iterator<InternalRow>, Row> rows = internal -> new Rows(internal, parse);
    // By place and not by name, as names may be any.
    return spark.createDataFrame(
        ColumnarSchema.load(spark, job, locations)
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitions(rows),
        schema);
  }

  /**
   * The places of texts that are to hold JSON, as the cells of a CSV file are: not text within
   * JSON.
   */
  private List<Integer> texts(Binding binding, StructType columns) {
    List<Integer> texts = new ArrayList<>();
    for (int i = 0; i < parser.columns().size(); i++) {
      ColumnType type = parser.columns().get(i).type();
      int place = binding.place(i);
      boolean json =
          type == ColumnType.Simple.JSON
              || type instanceof ColumnType.Array
              || type instanceof ColumnType.Struct;
      if (place >= 0 && json && columns.fields()[place].dataType() instanceof StringType) {
        texts.add(place);
      }
    }
    return texts;
  }

  /** What turns rows of Spark into ours, in a form that travels to executors. */
  private record Parse(
      RawFormat format,
      RowParser parser,
      Binding binding,
      ColumnarCells cells,
      ArrayList<Integer> texts,
      HashMap<String, SourceFile> byLocation)
      implements Serializable {

    Row row(InternalRow internal) {
      List<JsonNode> nodes = cells.of(internal);
      List<Object> values = new ArrayList<>(nodes);
      for (int place : texts) {
        if (nodes.get(place).isTextual()) {
          values.set(place, nodes.get(place).textValue());
        }
      }
      String path = InputFileBlockHolder.getInputFilePath().toString();
      return parser.cells(
          binding,
          values,
          file()
              .orElseThrow(
                  () -> new IllegalStateException(path + " is none of the files asked for")));
    }

    /** The file that Spark reads at the moment on this thread. */
    Optional<SourceFile> file() {
      String path = InputFileBlockHolder.getInputFilePath().toString();
      return Optional.ofNullable(byLocation.get(pathOf(Location.ofEncoded(path).text())));
    }
  }

  /** Adds the file to a failure. */
  private static final class Rows implements Iterator<Row> {
    private final Iterator<InternalRow> internal;
    private final Parse parse;

    Rows(Iterator<InternalRow> internal, Parse parse) {
      this.internal = internal;
      this.parse = parse;
    }

    @Override
    public boolean hasNext() {
      try {
        return internal.hasNext();
      } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
        throw failure(e);
      }
    }

    @Override
    public Row next() {
      InternalRow row;
      try {
        row = internal.next();
      } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
        throw failure(e);
      }
      return parse.row(row);
    }

    private RuntimeException failure(Throwable thrown) {
      Optional<SourceFile> file = parse.file();
      if (file.isPresent() && FileFault.isOf(thrown)) {
        return unreadable(parse.format(), file.get(), thrown);
      }
      return Rows.<RuntimeException>asIs(thrown);
    }

    /** Spark, written in Scala, throws checked exceptions that it does not declare. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> RuntimeException asIs(Throwable thrown) throws T {
      throw (T) thrown;
    }
  }

  private static UnreadableFileException unreadable(
      RawFormat format, SourceFile file, Throwable thrown) {
    Location location = Location.of(file.location());
    return new UnreadableFileException(
        file.origin().increment(),
        location.text(),
        location + FileFault.told(format, thrown),
        thrown);
  }

  /** Without the scheme's slashes, which Spark and we write differently. */
  private static String pathOf(String location) {
    return location.replaceFirst("^([a-zA-Z0-9+.-]+):/+", "$1:/");
  }
}
