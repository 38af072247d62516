package io.sluice.read;

import io.sluice.error.DataException;
import io.sluice.error.TemporaryException;
import io.sluice.spark.FileRows;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.JobSpec;
import io.sluice.spec.RawSpec.RawFormat;
import io.sluice.storage.EngineFailures;
import io.sluice.storage.Location;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Checks that need the format of Avro and Parquet files: their columns, and how many rows they
 * hold.
 */
public final class ColumnarCheck {
  private final JobSpec job;

  /** A check by the contract of a job. */
  public ColumnarCheck(JobSpec job) {
    this.job = job;
  }

  /** Whether the files of the job need this check. */
  public boolean applies() {
    return switch (job.raw().format()) {
      case AVRO, PARQUET -> true;
      case CSV, JSON, JSON_DOCUMENT -> false;
    };
  }

  /** Counts the records of all files; increments that cannot be read move to the refused. */
  public ScanResult of(SparkSession spark, ScanResult scanned) {
    Map<String, RefusedIncrement> refused = new LinkedHashMap<>();
    List<ScannedFile> files = new ArrayList<>();
    FileWarnings warnings = new FileWarnings();
    for (ScannedFile file : scanned.files()) {
      try {
        files.add(checked(spark, file, warnings));
      } catch (DataException e) {
        String increment = file.increment().id();
        refused.putIfAbsent(increment, new RefusedIncrement(increment, e.getMessage()));
      }
    }
    List<RefusedIncrement> all = new ArrayList<>(refused.values());
    all.addAll(scanned.refused());
    return new ScanResult(
        scanned.accepted().stream().filter(one -> !refused.containsKey(one.id())).toList(),
        files.stream().filter(file -> !refused.containsKey(file.increment().id())).toList(),
        all,
        Stream.concat(scanned.warnings().stream(), warnings.all().stream()).toList());
  }

  private ScannedFile checked(SparkSession spark, ScannedFile file, FileWarnings warnings) {
    long records = read(file.location(), () -> records(spark, file.location()));
    if (file.file().rows().isPresent() && file.file().rows().get() != records) {
      throw new DataException(
          file.location()
              + ": the number of records differs, found "
              + records
              + " against "
              + file.file().rows().get()
              + " announced. The increment stays pending. Export it again.");
    }
    StructType schema =
        read(file.location(), () -> ColumnarSchema.of(spark, job, file.location().text())).read();
    requireTypes(file.location(), schema);
    ColumnCheck columns = new ColumnCheck(job);
    List<String> names = List.of(schema.fieldNames());
    List<String> told = new ArrayList<>(columns.ofHeader(file.location(), names));
    NestedNames nested = new NestedNames(job.raw().columns());
    nested.compare(schema);
    ColumnCheck.nested(nested).ifPresent(told::add);
    if (job.raw().format() == RawFormat.PARQUET
        && schema.existsRecursively(type -> type instanceof TimestampType)) {
      for (String column : read(file.location(), () -> finerTimes(spark, file.location()))) {
        told.add(
            "has instants finer than a microsecond in "
                + column
                + "; they were cut to microseconds, which is all that a timestamp holds");
      }
    }
    warnings.add(file.location(), told);
    return new ScannedFile(
        file.increment(),
        file.ordinal(),
        file.file(),
        file.location(),
        file.header(),
        records,
        List.of(),
        columns.drift(names, records),
        file.unpackedBytes());
  }

  /** What the engine throws while it reads a file is that file's, unless the store is to blame. */
  private <T> T read(Location file, Callable<T> step) {
    try {
      return step.call();
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      if (FileFault.isOf(e)) {
        throw new DataException(file + FileFault.told(job.raw().format(), e), e);
      }
      throw EngineFailures.of(file.toString(), e)
          .orElseGet(
              () ->
                  new TemporaryException(
                      file + ": reading was interrupted. Nothing was committed. Try again", e));
    }
  }

  private static void requireTypes(Location file, StructType schema) {
    for (StructField column : schema.fields()) {
      if (!ColumnarCells.canHold(column.dataType())) {
        throw new DataException(
            file
                + ": the column \""
                + column.name()
                + "\" cannot be read, found the type "
                + column.dataType().sql()
                + " against those that have a text. The increment stays pending. Export the column"
                + " as text, or leave it out.");
      }
    }
  }

  private List<String> finerTimes(SparkSession spark, Location file) throws IOException {
    return Int96Digits.finer(job, file.text(), spark.sparkContext().hadoopConfiguration());
  }

  private long records(SparkSession spark, Location file) throws IOException {
    CleanFormat format =
        switch (job.raw().format()) {
          case AVRO -> CleanFormat.AVRO;
          case PARQUET -> CleanFormat.PARQUET;
          case CSV, JSON, JSON_DOCUMENT -> throw new IllegalArgumentException("text is counted");
        };
    return new FileRows(spark.sparkContext().hadoopConfiguration()).of(file.text(), format);
  }
}
