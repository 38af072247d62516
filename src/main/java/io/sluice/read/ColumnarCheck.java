package io.sluice.read;

import io.sluice.error.DataException;
import io.sluice.spark.FileRows;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * What a look at the bytes of Avro and Parquet files cannot tell: their columns, and how many rows
 * they hold.
 */
public final class ColumnarCheck {
  private final JobSpec job;

  /** A check by the contract of a job. */
  public ColumnarCheck(JobSpec job) {
    this.job = job;
  }

  /** Whether the files of the job are in need of it. */
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
    Set<String> warnings = new LinkedHashSet<>(scanned.warnings());
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
        List.copyOf(warnings));
  }

  private ScannedFile checked(SparkSession spark, ScannedFile file, Set<String> warnings) {
    long records = records(spark, file.location());
    if (file.file().rows().isPresent() && file.file().rows().get() != records) {
      throw new DataException(
          file.location()
              + ": the number of records differs, found "
              + records
              + " against "
              + file.file().rows().get()
              + " announced. The increment stays pending. Export it again.");
    }
    StructType schema = ColumnarRows.load(spark, job, file.location().text()).schema();
    warnings.addAll(new ColumnCheck(job).ofHeader(file.location(), List.of(schema.fieldNames())));
    return new ScannedFile(
        file.increment(),
        file.ordinal(),
        file.file(),
        file.location(),
        file.header(),
        records,
        List.of());
  }

  private long records(SparkSession spark, Location file) {
    CleanFormat format =
        switch (job.raw().format()) {
          case AVRO -> CleanFormat.AVRO;
          case PARQUET -> CleanFormat.PARQUET;
          case CSV, JSON, JSON_DOCUMENT -> throw new IllegalArgumentException("text is counted");
        };
    try {
      return new FileRows(spark.sparkContext().hadoopConfiguration()).of(file.text(), format);
    } catch (IOException | RuntimeException e) {
      throw new DataException(
          file
              + ": the file is damaged, found "
              + e.getMessage()
              + " against what "
              + job.raw().format()
              + " files hold. The increment stays pending. Export it again.",
          e);
    }
  }
}
