package io.sluice.merge;

import io.sluice.merge.Entry.RowKey;
import io.sluice.merge.Oracle.Outcome;
import io.sluice.merge.Oracle.State;
import io.sluice.spark.Rows;
import io.sluice.spark.Schemas;
import io.sluice.spec.Floor;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.JobSpec;
import io.sluice.spec.WorkingColumns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A table in memory that is merged by the code under test. */
final class Table {
  private final SparkSession session;
  private final JobSpec job;
  private final Merge merge;
  private final boolean onDriver;
  private final boolean knowsRepeated;
  private List<Row> live = List.of();
  private List<Row> dead = List.of();

  Table(Setting setting) {
    this(setting, setting.job());
  }

  /** A table of another job that has the contract of the setting's. */
  Table(Setting setting, JobSpec job) {
    this.job = job;
    this.session = setting.session();
    this.merge = new Merge(job, setting.plan());
    this.onDriver = setting.onDriver();
    this.knowsRepeated = setting.partitions() == 2;
  }

  /** What a run said. */
  record Run(
      Map<RowKey, Outcome> outcomes, MergeCounts counts, long removed, List<Row> decisions) {}

  /** Merges the rows and makes the outcome the table. */
  Run apply(Collection<Entry> entries, List<Floor> floors) {
    if (onDriver) {
      return applyOnDriver(entries, floors);
    }
    Dataset<Row> current = current();
    Dataset<Row> tombstones = session.createDataFrame(dead, Schemas.tombstones(job));
    Dataset<Row> incoming = incoming(entries);
    boolean first = live.isEmpty() && dead.isEmpty() && knowsRepeated;
    Dataset<Row> lazy =
        first
            ? merge.decideFirst(incoming, Optional.of(merge.repeatedKeys(incoming)), floors)
            : merge.decide(incoming, current, tombstones, floors);
    List<Row> decided = lazy.collectAsList();
    Dataset<Row> decisions = session.createDataFrame(decided, lazy.schema());
    MergeCounts counts = MergeCounts.of(decisions);
    Effects effects = Effects.of(job, decisions);
    long removed = floors.isEmpty() ? 0 : merge.removed(current, effects, floors).count();
    live = merge.rows(current, effects, floors).collectAsList();
    dead = merge.tombstones(tombstones, effects, floors).collectAsList();
    Map<RowKey, Outcome> outcomes = new HashMap<>();
    decided.forEach(row -> outcomes.put(key(row), outcome(row)));
    return new Run(outcomes, counts, removed, decided);
  }

  private Run applyOnDriver(Collection<Entry> entries, List<Floor> floors) {
    StructType clean = Schemas.clean(job);
    StructType withFile = clean.add(WorkingColumns.DATA_FILE, DataTypes.StringType);
    List<Row> stored = new ArrayList<>();
    for (Row row : live) {
      List<Object> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        cells.add(row.get(i));
      }
      cells.add("file-" + row.<Integer>getAs("id"));
      stored.add(RowFactory.create(cells.toArray()));
    }
    Rows.Local current = new Rows.Local(withFile, stored);
    Rows.Local tombstones = new Rows.Local(Schemas.tombstones(job), dead);
    LocalMerge driver = new LocalMerge(job, floors);
    LocalDecisions decisions =
        driver.decide(new Rows.Local(incomingSchema(), incomingRows(entries)), current, tombstones);
    long removed =
        driver.removed(current, decisions).values().stream().mapToLong(Long::longValue).sum();
    live = named(driver.rows(current, decisions), clean);
    dead = named(driver.tombstones(tombstones, decisions), Schemas.tombstones(job));
    Map<RowKey, Outcome> outcomes = new HashMap<>();
    List<Row> decided = named(new DecidedRows(job).of(decisions), new DecidedRows(job).schema());
    decided.forEach(row -> outcomes.put(key(row), outcome(row)));
    return new Run(outcomes, decisions.counts(), removed, decided);
  }

  private static List<Row> named(List<Row> rows, StructType schema) {
    return rows.stream()
        .map(
            row -> {
              Object[] cells = new Object[row.size()];
              for (int i = 0; i < cells.length; i++) {
                cells[i] = row.get(i);
              }
              return (Row) new GenericRowWithSchema(cells, schema);
            })
        .toList();
  }

  /** The rows as the reader of increments gives them. */
  Dataset<Row> incoming(Collection<Entry> entries) {
    return session.createDataFrame(incomingRows(entries), incomingSchema());
  }

  private StructType incomingSchema() {
    return Schemas.withHidden(Schemas.contract(job.columns()))
        .add(WorkingColumns.OPERATION, DataTypes.ByteType)
        .add(WorkingColumns.KEY_ORIGINAL, DataTypes.StringType);
  }

  private static List<Row> incomingRows(Collection<Entry> entries) {
    List<Row> rows = new ArrayList<>();
    for (Entry entry : entries) {
      rows.add(
          RowFactory.create(
              entry.part().toLowerCase(Locale.ROOT),
              entry.id(),
              entry.ord().orElse(null),
              entry.note().orElse(null),
              entry.delete() ? Boolean.TRUE : null,
              null,
              entry.processedDate(),
              entry.increment(),
              entry.ordinal(),
              entry.delete() ? WorkingColumns.DELETE : WorkingColumns.UPSERT,
              entry.part()));
    }
    return rows;
  }

  Dataset<Row> current() {
    return session
        .createDataFrame(live, Schemas.clean(job))
        .withColumn(
            WorkingColumns.DATA_FILE,
            functions.concat(functions.lit("file-"), functions.col("id")));
  }

  Merge merge() {
    return merge;
  }

  long size() {
    return live.size();
  }

  State state() {
    Map<RowKey, Entry> rows = new HashMap<>();
    live.forEach(row -> once(rows, entry(row, false)));
    Map<RowKey, Entry> tombstones = new HashMap<>();
    dead.forEach(row -> once(tombstones, entry(row, true)));
    return new State(rows, tombstones);
  }

  /** All rows of the table; in {@code append} a key may occur more than once. */
  List<Entry> rows() {
    return live.stream().map(row -> entry(row, false)).toList();
  }

  private static void once(Map<RowKey, Entry> entries, Entry entry) {
    if (entries.put(entry.key(), entry) != null) {
      throw new AssertionError("two rows of " + entry.key());
    }
  }

  private Entry entry(Row row, boolean delete) {
    boolean hasOrder = List.of(row.schema().fieldNames()).contains("ord");
    return new Entry(
        row.getAs("part"),
        row.<Integer>getAs("id"),
        hasOrder ? Optional.ofNullable(row.<Instant>getAs("ord")) : Optional.empty(),
        delete ? Optional.empty() : Optional.ofNullable(row.getAs("note.text")),
        row.getAs(HiddenColumns.PROCESSED_DATE),
        row.getAs(HiddenColumns.INCREMENT),
        row.<Integer>getAs(HiddenColumns.FILE_ORDINAL),
        delete);
  }

  private static RowKey key(Row row) {
    return new RowKey(row.getAs("part"), row.<Integer>getAs("id"));
  }

  private static Outcome outcome(Row row) {
    return new Outcome(
        row.getAs(MergeColumns.CLASS),
        row.<Long>getAs(MergeColumns.DUPLICATE),
        row.<Long>getAs(MergeColumns.SUPERSEDED),
        row.<Long>getAs(MergeColumns.TIES),
        row.<Boolean>getAs(MergeColumns.LIVE),
        row.<Boolean>getAs(MergeColumns.DEAD),
        row.<Boolean>getAs(MergeColumns.REPLACES));
  }
}
