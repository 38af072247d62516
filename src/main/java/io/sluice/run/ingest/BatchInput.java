package io.sluice.run.ingest;

import io.sluice.read.ScannedFile;
import io.sluice.spark.Rows;
import io.sluice.spark.Schemas;
import io.sluice.spec.Floor;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Partition;
import io.sluice.spec.WorkingColumns;
import io.sluice.table.DataFile;
import io.sluice.table.SideFolder;
import io.sluice.table.Snapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** What a batch is made of: the version it builds on and the files that are merged into it. */
record BatchInput(JobSpec job, Optional<Snapshot> base, List<ScannedFile> files) {
  BatchInput {
    files = List.copyOf(files);
  }

  /** The data files of the version. */
  List<DataFile> stored() {
    return base.map(Snapshot::files).orElse(List.of());
  }

  /** Former names of columns that the version has, by the names that the job has for them. */
  Map<String, String> renamed() {
    return base.map(version -> job.renamed(version.state().columns().keySet())).orElse(Map.of());
  }

  /**
   * The data files that may have keys of rows in these partitions: all, unless the partition is a
   * part of the key.
   */
  List<DataFile> met(Set<Partition> partitions) {
    boolean ofKey = job.merge().key().containsAll(job.merge().partitionBy());
    return ofKey && !job.merge().partitionBy().isEmpty()
        ? stored().stream().filter(file -> partitions.contains(file.partition())).toList()
        : stored();
  }

  /** The rows of these files of the version, each with its file. Lazy. */
  Dataset<Row> stored(SparkSession spark, Collection<DataFile> of) {
    return base.map(version -> version.rows(spark, job, of))
        .orElseGet(
            () ->
                spark.createDataFrame(
                    List.of(),
                    Schemas.clean(job).add(WorkingColumns.DATA_FILE, DataTypes.StringType)));
  }

  /** Those of the rows, as {@link #stored} gives them, that lie in these files. */
  Rows among(Rows.Local rows, Collection<DataFile> files) {
    Set<String> paths = files.stream().map(DataFile::path).collect(Collectors.toSet());
    Map<String, Boolean> wanted = new HashMap<>();
    int file = rows.schema().fieldIndex(WorkingColumns.DATA_FILE);
    return rows.where(
        row -> wanted.computeIfAbsent(row.getString(file), uri -> paths.contains(pathOf(uri))));
  }

  /** The effective tombstones of the version. Lazy. */
  Dataset<Row> tombstones(SparkSession spark) {
    return base.map(version -> version.tombstones(spark, job))
        .orElseGet(() -> spark.createDataFrame(List.of(), Schemas.tombstones(job)));
  }

  /** The path of a file of the version that a row names. */
  String pathOf(String dataFile) {
    return base.orElseThrow().pathOf(dataFile);
  }

  List<Floor> floors() {
    return base.map(version -> version.state().floors()).orElse(List.of());
  }

  long storedRows() {
    return base.map(Snapshot::rows).orElse(0L);
  }

  long storedRows(Partition partition) {
    return stored().stream()
        .filter(file -> file.partition().equals(partition))
        .mapToLong(DataFile::rows)
        .sum();
  }

  long storedBytes() {
    return base.map(Snapshot::bytes).orElse(0L);
  }

  long tombstones() {
    return base.flatMap(Snapshot::tombstones).map(SideFolder::rows).orElse(0L);
  }

  /** The bytes of the files once they are unpacked. */
  long incomingBytes() {
    return files.stream().mapToLong(ScannedFile::unpackedBytes).sum();
  }

  /** The records of all files; nothing where only the engine can count them. */
  Optional<Long> incomingRows() {
    return files.stream().anyMatch(file -> file.records() < 0)
        ? Optional.empty()
        : Optional.of(files.stream().mapToLong(ScannedFile::records).sum());
  }
}
