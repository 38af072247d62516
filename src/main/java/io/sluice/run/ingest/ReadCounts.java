package io.sluice.run.ingest;

import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import io.sluice.error.DataException;
import io.sluice.law.Floors;
import io.sluice.read.NearOption;
import io.sluice.read.ReadColumns;
import io.sluice.read.ScannedFile;
import io.sluice.spark.Names;
import io.sluice.spark.PartitionText;
import io.sluice.spark.Rows;
import io.sluice.spec.DatasetName;
import io.sluice.spec.Floor;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Partition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What was read, counted once: by increment, partition and reason.
 *
 * @param acceptedByPartition rows that go into the merge, by increment and partition
 * @param quarantinedByIncrement rows that do not, by increment, and by reason and column
 * @param examples of rows in quarantine by reason and column: the first of them
 * @param cut accepted rows with instants that were finer than a microsecond, by columns
 */
record ReadCounts(
    Map<String, Map<Partition, Long>> acceptedByPartition,
    Map<String, Map<String, Long>> quarantinedByIncrement,
    Map<String, Example> examples,
    Map<String, Long> cut) {

  /**
   * A row in quarantine.
   *
   * @param column that is to blame; empty where none is
   * @param text of it; null where none is to blame
   * @param file below the raw folder; null where it is not known
   * @param record which one of the file, from 1; null where it is not known
   */
  record Example(String column, String text, String file, Long record) {
    /** By file, record and text, what is not known last: no order that depends on the place. */
    private static final Comparator<Example> FIRST =
        Comparator.comparing(Example::file, nullsLast(ReadCounts::compare))
            .thenComparing(Example::record, nullsLast(naturalOrder()))
            .thenComparing(Example::text, nullsLast(ReadCounts::compare));

    private String place() {
      return file + (record == null ? "" : ", record " + record);
    }
  }

  /** As the engine compares texts. */
  private static int compare(String one, String other) {
    return UTF8String.fromString(one).compareTo(UTF8String.fromString(other));
  }

  /** Counts the rows; in one job of the engine, where it has them. */
  static ReadCounts of(JobSpec job, Rows read) {
    return read instanceof Rows.Local local
        ? ofLocal(job, local)
        : ofDistributed(job, ((Rows.Distributed) read).rows());
  }

  private static ReadCounts ofDistributed(JobSpec job, Dataset<Row> read) {
    List<String> partitionBy = job.merge().partitionBy();
    List<Column> by = new ArrayList<>();
    by.add(col(HiddenColumns.INCREMENT));
    by.add(col(ReadColumns.REASON));
    by.add(coalesce(col(ReadColumns.COLUMN), lit("")).as(ReadColumns.COLUMN));
    int first = by.size();
    partitionBy.forEach(name -> by.add(Names.PLAIN.apply(name).cast("string").as(name)));
    Tally tally = new Tally();
    for (Row row : read.groupBy(by.toArray(Column[]::new)).count().collectAsList()) {
      Partition partition =
          Partition.of(partitionBy, i -> Optional.ofNullable(row.getString(first + i)));
      tally.add(row, partition, row.getLong(by.size()));
    }
    if (!tally.quarantined.isEmpty()) {
      // A query of its own: the first row of a group takes a sort, which most rows are spared.
      Column[] group = by.subList(0, first).toArray(Column[]::new);
      Column[] place =
          Stream.of(ReadColumns.FILE, ReadColumns.RECORD, ReadColumns.VALUE)
              .flatMap(name -> Stream.of(col(name).isNull().as(name + "_null"), col(name)))
              .toArray(Column[]::new);
      read.filter(col(ReadColumns.REASON).isNotNull())
          .groupBy(group)
          .agg(min(struct(place)))
          .collectAsList()
          .forEach(row -> tally.example(row, row.getStruct(first), row.getStruct(first).schema()));
    }
    return tally.counts();
  }

  private static ReadCounts ofLocal(JobSpec job, Rows.Local read) {
    StructType schema = read.schema();
    int increment = schema.fieldIndex(HiddenColumns.INCREMENT);
    int reason = schema.fieldIndex(ReadColumns.REASON);
    int column = schema.fieldIndex(ReadColumns.COLUMN);
    Tally tally = new Tally();
    for (Row row : read.rows()) {
      Partition partition =
          PartitionText.of(job.merge().partitionBy(), name -> row.get(schema.fieldIndex(name)));
      String blamed = row.isNullAt(column) ? "" : row.getString(column);
      Row group = RowFactory.create(row.get(increment), row.get(reason), blamed);
      tally.add(group, partition, 1);
      tally.example(group, row, schema);
    }
    return tally.counts();
  }

  /** Adds up (increment, reason, column). */
  private static final class Tally {
    private final Map<String, Map<Partition, Long>> accepted = new HashMap<>();
    private final Map<String, Map<String, Long>> quarantined = new HashMap<>();
    private final Map<String, Example> examples = new TreeMap<>();
    private final Map<String, Long> cut = new TreeMap<>();

    void add(Row group, Partition partition, long rows) {
      if (group.isNullAt(1)) {
        accepted
            .computeIfAbsent(group.getString(0), increment -> new HashMap<>())
            .merge(partition, rows, Long::sum);
        if (!group.getString(2).isEmpty()) {
          cut.merge(group.getString(2), rows, Long::sum);
        }
      } else {
        quarantined
            .computeIfAbsent(group.getString(0), increment -> new TreeMap<>())
            .merge(reason(group), rows, Long::sum);
      }
    }

    /** Keeps the first row of the group, found in columns of this schema. */
    void example(Row group, Row row, StructType schema) {
      if (!group.isNullAt(1)) {
        Example example =
            new Example(
                group.getString(2),
                row.getString(schema.fieldIndex(ReadColumns.VALUE)),
                row.getString(schema.fieldIndex(ReadColumns.FILE)),
                (Long) row.get(schema.fieldIndex(ReadColumns.RECORD)));
        examples.merge(reason(group), example, BinaryOperator.minBy(Example.FIRST));
      }
    }

    private static String reason(Row group) {
      String column = group.getString(2).isEmpty() ? "" : " in column " + group.getString(2);
      return group.getString(1) + column;
    }

    ReadCounts counts() {
      return new ReadCounts(accepted, quarantined, examples, cut);
    }
  }

  long accepted() {
    return acceptedByPartition.values().stream().mapToLong(ReadCounts::sum).sum();
  }

  long quarantined() {
    return quarantinedByIncrement.values().stream().mapToLong(ReadCounts::sum).sum();
  }

  /** The rows of an increment that go into the merge. */
  long accepted(Increment increment) {
    return sum(acceptedByPartition.getOrDefault(increment.id(), Map.of()));
  }

  /** The rows of an increment in quarantine, by reason and column. */
  Map<String, Long> reasons(Increment increment) {
    return quarantinedByIncrement.getOrDefault(increment.id(), Map.of());
  }

  /** Rows in quarantine by reason and column. */
  Map<String, Long> reasons() {
    Map<String, Long> reasons = new TreeMap<>();
    quarantinedByIncrement
        .values()
        .forEach(of -> of.forEach((reason, rows) -> reasons.merge(reason, rows, Long::sum)));
    return reasons;
  }

  /** A reason, the first of so many rows that have it, and the option that would take that. */
  String withExample(JobSpec job, String reason, long rows) {
    Example first = examples.get(reason);
    Optional<String> words =
        Optional.ofNullable(first.text())
            .flatMap(
                text ->
                    first.column().isEmpty()
                        ? Optional.of(text)
                        : NearOption.words(job, first.column(), text));
    return reason
        + words.map(told -> ": " + told).orElse("")
        + (first.file() == null ? "" : (rows == 1 ? " (" : " (first: ") + first.place() + ")");
  }

  static long sum(Map<?, Long> rows) {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  long read() {
    return accepted() + quarantined();
  }

  /** The partitions of accepted rows. */
  Set<Partition> partitions() {
    Set<Partition> partitions = new HashSet<>();
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

  /** The floors that these increments set, each of them. */
  List<Floor> floors(JobSpec job, List<Increment> increments) {
    return floors(job, increments, quarantinedByIncrement.keySet());
  }

  /** The loads among these increments that set no floor, as rows of theirs are in quarantine. */
  List<Increment> incomplete(JobSpec job, List<Increment> increments) {
    return increments.stream()
        .filter(increment -> quarantinedByIncrement.containsKey(increment.id()))
        .filter(increment -> !floors(job, List.of(increment), Set.of()).isEmpty())
        .toList();
  }

  private List<Floor> floors(JobSpec job, List<Increment> increments, Set<String> quarantined) {
    Map<String, Set<Partition>> partitions = new HashMap<>();
    acceptedByPartition.forEach((increment, rows) -> partitions.put(increment, rows.keySet()));
    return Floors.raisedBy(job.merge(), increments, quarantined, partitions);
  }
}
