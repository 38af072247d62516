package io.sluice.read;

import io.sluice.error.TemporaryException;
import io.sluice.spark.Rows;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The files of increments as typed rows. Everything is read as text and then checked and converted;
 * what cannot be converted comes out as a row with a reason.
 *
 * <p>The session must have {@code spark.sql.datetime.java8API.enabled} and the time zone UTC.
 */
public final class IncrementReader {
  private final JobSpec job;
  private final StructType schema;
  private final RowParser parser;
  private final boolean judges;
  private final Optional<AskedKey> key;

  /**
   * A reader of files by the contract that a job has for them.
   *
   * @param judges whether rows are judged as they are read, which {@link Judging} does otherwise;
   *     only where files have the columns of the table and nothing changes rows before they are
   *     merged
   */
  public IncrementReader(JobSpec job, boolean judges) {
    this.job = job;
    this.schema = ReadColumns.schema(job.raw().columns());
    this.parser = judges ? new RowParser(job) : new RowParser(job, null);
    this.judges = judges;
    this.key = Optional.empty();
  }

  /**
   * The same, of the rows of one key alone, refused ones among them where their key can be read.
   * {@link ReadColumns#RECORD} says of each which record of its file it is.
   */
  public IncrementReader(JobSpec job, boolean judges, AskedKey key) {
    this.job = job;
    this.schema = ReadColumns.schema(job.raw().columns());
    this.parser = new RowParser(job, judges ? new RowJudge(job) : null, true);
    this.judges = judges;
    this.key = Optional.of(key.in(schema));
  }

  /**
   * One row per record of the files: the columns of {@link io.sluice.spec.RawSpec#columns}, the
   * hidden ones, and {@link ReadColumns}. {@code _reason} is null for accepted rows; a row in
   * quarantine has no values of the contract. Lazy, but for the footers of Avro and Parquet files,
   * which {@link ColumnarCheck} must have passed.
   *
   * @throws ConfigurationException if the job's condition for deletes cannot be evaluated
   * @throws UnreadableFileException if an Avro or Parquet file fails while it is read; where rows
   *     are read by the engine it is among the causes of its failure
   */
  public Rows read(SparkSession spark, List<ScannedFile> files) {
    List<SourceFile> sources = files.stream().flatMap(this::sources).toList();
    if (sources.isEmpty()) {
      return new Rows.Distributed(spark.createDataFrame(List.of(), schema));
    }
    Dataset<Row> rows =
        switch (job.raw().format()) {
          case CSV, JSON, JSON_DOCUMENT ->
              spark.createDataFrame(
                  TextRows.of(
                      JavaSparkContext.fromSparkContext(spark.sparkContext()),
                      FileForm.of(job.raw()),
                      sources,
                      files.stream().mapToLong(ScannedFile::unpackedBytes).sum(),
                      parser),
                  schema);
          case AVRO, PARQUET ->
              new ColumnarRows(job, parser)
                  .of(spark, sources, schema).stream().reduce(Dataset::union).orElseThrow();
        };
    return judged(
        spark,
        new Rows.Distributed(
            key.map(one -> rows.filter((FilterFunction<Row>) one::isOf)).orElse(rows)));
  }

  /**
   * The rows of {@link #read} on the driver, for increments that are known to be small. Text runs
   * no Spark job.
   */
  public Rows local(SparkSession spark, Storage storage, List<ScannedFile> files) {
    return switch (job.raw().format()) {
      case CSV, JSON, JSON_DOCUMENT ->
          judged(spark, new Rows.Local(schema, textRows(storage, files)));
      case AVRO, PARQUET -> Rows.Local.of(read(spark, files).dataset(spark));
    };
  }

  private List<Row> textRows(Storage storage, List<ScannedFile> files) {
    List<Row> rows = new ArrayList<>();
    for (ScannedFile file : files) {
      try (RowSource source =
          RowSource.open(
              FileForm.of(job.raw()),
              storage.read(file.location()),
              source(file, new ScannedFile.Part(0, 0), Long.MAX_VALUE, file.records()),
              parser)) {
        source.forEachRemaining(
            row -> {
              if (key.isEmpty() || key.get().isOf(row)) {
                rows.add(row);
              }
            });
      } catch (IOException | UncheckedIOException e) {
        throw new TemporaryException(
            file.location()
                + ": reading failed, "
                + e.getMessage()
                + ". Nothing was committed. Try again",
            e);
      }
    }
    return rows;
  }

  private Rows judged(SparkSession spark, Rows rows) {
    return judges ? new Judging(job).withCondition(spark, rows) : rows;
  }

  Stream<SourceFile> sources(ScannedFile file) {
    List<SourceFile> sources = new ArrayList<>();
    ScannedFile.Part part = new ScannedFile.Part(0, 0);
    for (ScannedFile.Part next : file.parts()) {
      long records = next.recordsBefore() - part.recordsBefore();
      sources.add(source(file, part, next.from(), records));
      part = next;
    }
    long rest = file.records() < 0 ? -1 : file.records() - part.recordsBefore();
    sources.add(source(file, part, Long.MAX_VALUE, rest));
    return sources.stream();
  }

  private SourceFile source(ScannedFile file, ScannedFile.Part part, long to, long records) {
    Map<String, String> groups =
        job.raw()
            .pathPattern()
            .flatMap(pattern -> pattern.match(file.file().path()))
            .orElse(Map.of());
    Increment increment = file.increment();
    return new SourceFile(
        file.location().text(),
        file.file().path(),
        new Increment.Origin(
            increment.id(), increment.processedDate(), file.ordinal(), new HashMap<>(groups)),
        new ArrayList<>(file.header()),
        part.from(),
        to,
        file.file().bytes(),
        part.recordsBefore(),
        records,
        job.raw().maxRecordBytes());
  }
}
