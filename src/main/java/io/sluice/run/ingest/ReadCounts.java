package io.sluice.run.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sluice.error.DataException;
import io.sluice.law.Floors;
import io.sluice.read.ReadColumns;
import io.sluice.read.ScannedFile;
import io.sluice.spark.PartitionText;
import io.sluice.spec.DatasetName;
import io.sluice.spec.Floor;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * What was read, counted once: by increment, partition and reason.
 *
 * @param acceptedByPartition rows that go into the merge, by increment and partition
 * @param quarantinedByIncrement rows that do not, by increment
 * @param reasons rows in quarantine by reason and column
 * @param cut accepted rows with instants that were finer than a microsecond, by columns
 */
record ReadCounts(
    Map<String, Map<Map<String, String>, Long>> acceptedByPartition,
    Map<String, Long> quarantinedByIncrement,
    Map<String, Long> reasons,
    Map<String, Long> cut) {

  /** Counts the rows; runs one Spark job. */
  static ReadCounts of(JobSpec job, Dataset<Row> read) {
    Column[] by =
        Stream.concat(
                Stream.of(
                    col(HiddenColumns.INCREMENT),
                    col(ReadColumns.REASON),
                    coalesce(col(ReadColumns.COLUMN), lit("")).as(ReadColumns.COLUMN)),
                Stream.of(partitionColumns(job)))
            .toArray(Column[]::new);
    Tally tally = new Tally();
    for (Row row : read.groupBy(by).count().collectAsList()) {
      tally.add(row, partition(job, row, 3), row.getLong(by.length));
    }
    return tally.counts();
  }

  /** Counts rows in memory, which need no schema of their own. */
  static ReadCounts of(JobSpec job, StructType schema, List<Row> read) {
    int increment = schema.fieldIndex(HiddenColumns.INCREMENT);
    int reason = schema.fieldIndex(ReadColumns.REASON);
    int column = schema.fieldIndex(ReadColumns.COLUMN);
    Tally tally = new Tally();
    for (Row row : read) {
      Map<String, String> partition =
          PartitionText.of(job.merge().partitionBy(), name -> row.get(schema.fieldIndex(name)));
      String blamed = row.isNullAt(column) ? "" : row.getString(column);
      tally.add(RowFactory.create(row.get(increment), row.get(reason), blamed), partition, 1);
    }
    return tally.counts();
  }

  /** Adds up (increment, reason, column). */
  private static final class Tally {
    private final Map<String, Map<Map<String, String>, Long>> accepted = new HashMap<>();
    private final Map<String, Long> quarantined = new HashMap<>();
    private final Map<String, Long> reasons = new TreeMap<>();
    private final Map<String, Long> cut = new TreeMap<>();

    void add(Row group, Map<String, String> partition, long rows) {
      if (group.isNullAt(1)) {
        accepted
            .computeIfAbsent(group.getString(0), increment -> new HashMap<>())
            .merge(partition, rows, Long::sum);
        if (!group.getString(2).isEmpty()) {
          cut.merge(group.getString(2), rows, Long::sum);
        }
      } else {
        quarantined.merge(group.getString(0), rows, Long::sum);
        String column = group.getString(2).isEmpty() ? "" : " in column " + group.getString(2);
        reasons.merge(group.getString(1) + column, rows, Long::sum);
      }
    }

    ReadCounts counts() {
      return new ReadCounts(accepted, quarantined, reasons, cut);
    }
  }

  /** The partition columns as text, in their order. */
  static Column[] partitionColumns(JobSpec job) {
    return job.merge().partitionBy().stream()
        .map(name -> col("`" + name + "`").cast("string").as(name))
        .toArray(Column[]::new);
  }

  /** The partition in these cells of a row, which {@link #partitionColumns} made. */
  static Map<String, String> partition(JobSpec job, Row row, int from) {
    Map<String, String> values = new LinkedHashMap<>();
    List<String> names = job.merge().partitionBy();
    for (int i = 0; i < names.size(); i++) {
      if (!row.isNullAt(from + i)) {
        values.put(names.get(i), row.getString(from + i));
      }
    }
    return Collections.unmodifiableMap(values);
  }

  long accepted() {
    return acceptedByPartition.values().stream()
        .flatMap(partitions -> partitions.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  long quarantined() {
    return quarantinedByIncrement.values().stream().mapToLong(Long::longValue).sum();
  }

  long read() {
    return accepted() + quarantined();
  }

  /** The partitions of accepted rows. */
  Set<Map<String, String>> partitions() {
    Set<Map<String, String>> partitions = new HashSet<>();
    acceptedByPartition.values().forEach(rows -> partitions.addAll(rows.keySet()));
    return partitions;
  }

  /**
   * Proves that as many rows were read as the files were found to hold.
   *
   * @throws DataException if the sums differ
   */
  void requireEqual(DatasetName dataset, List<ScannedFile> files) {
    if (files.stream().anyMatch(file -> file.records() < 0)) {
      return;
    }
    long held = files.stream().mapToLong(ScannedFile::records).sum();
    if (held != read()) {
      throw new DataException(
          dataset
              + ": rows are not conserved, found "
              + read()
              + " when reading against "
              + held
              + " when checking the files. A file changed in between, or states a wrong number of rows. Nothing was committed; the table stays as it was. Run again; if it happens again, apply the increments one at a time and export again the one that fails.");
    }
  }

  /** The floors that these increments set. */
  List<Floor> floors(JobSpec job, List<Increment> increments) {
    Map<String, Set<Map<String, String>>> partitions = new HashMap<>();
    acceptedByPartition.forEach((increment, rows) -> partitions.put(increment, rows.keySet()));
    return Floors.raisedBy(job.merge(), increments, quarantinedByIncrement.keySet(), partitions);
  }
}
