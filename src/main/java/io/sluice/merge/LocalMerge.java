package io.sluice.merge;

import io.sluice.law.Floors;
import io.sluice.law.Rivals;
import io.sluice.law.Verdict;
import io.sluice.law.Version;
import io.sluice.law.VersionOrder;
import io.sluice.spark.PartitionText;
import io.sluice.spark.Rows;
import io.sluice.spark.Schemas;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.Floor;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.MergeSpec.Operation;
import io.sluice.spec.MergeSpec.OrderBy;
import io.sluice.spec.Partition;
import io.sluice.spec.WorkingColumns;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * {@link Merge} for rows in memory, where planning a query would take longer than the work. All
 * rows of an increment and what the table has of their keys must fit on the driver.
 */
public final class LocalMerge {
  private final JobSpec job;
  private final List<Floor> inForce;
  private final List<ColumnSpec> columns;
  private final VersionOrder order;
  private final Floors floors;

  /** Looked up once and not for each row. */
  private final List<Integer> keyAt;

  private final List<Integer> orderAt;
  private final boolean normalisesKey;

  /** A merge under the floors in force after this run. */
  public LocalMerge(JobSpec job, List<Floor> floors) {
    this.job = job;
    this.inForce = List.copyOf(floors);
    this.columns = job.storedColumns();
    this.order = new VersionOrder(job.merge());
    this.floors = Floors.of(job, floors);
    this.keyAt = places(job.merge().key());
    this.orderAt = places(job.merge().orderBy().stream().map(OrderBy::column).toList());
    this.normalisesKey = job.normalisesKey();
  }

  JobSpec job() {
    return job;
  }

  List<Floor> floors() {
    return inForce;
  }

  private List<Integer> places(List<String> names) {
    return names.stream().map(name -> columns.indexOf(job.column(name))).toList();
  }

  /** The keys of incoming rows, each once. */
  public Rows.Local keys(Rows.Local incoming) {
    Set<List<Object>> keys = new LinkedHashSet<>();
    List<Integer> at = job.merge().key().stream().map(incoming.schema()::fieldIndex).toList();
    for (Row row : incoming.rows()) {
      keys.add(at.stream().map(row::get).toList());
    }
    return new Rows.Local(
        Schemas.key(job), keys.stream().map(key -> RowFactory.create(key.toArray())).toList());
  }

  /**
   * What is decided, one element per incoming key; in {@code append} one per incoming row.
   *
   * @param incoming accepted rows
   * @param current the rows of the table that have an incoming key, with their data file; more may
   *     be there
   * @param tombstones those that have an incoming key; more may be there
   */
  public LocalDecisions decide(Rows.Local incoming, Rows.Local current, Rows.Local tombstones) {
    List<Incoming> rows = incoming(incoming);
    if (job.merge().mode() == Mode.APPEND) {
      return new LocalDecisions(
          this, rows.stream().map(one -> Verdict.appended(one.row())).toList());
    }
    Map<List<Object>, List<Incoming>> byKey = new LinkedHashMap<>();
    rows.forEach(one -> byKey.computeIfAbsent(one.row().key(), key -> new ArrayList<>(1)).add(one));
    Map<List<Object>, LocalRow> live = new HashMap<>();
    stored(current).forEach(row -> live.put(row.key(), row));
    Map<List<Object>, LocalRow> dead = new HashMap<>();
    tombstones(tombstones).forEach(row -> dead.put(row.key(), row));
    List<Verdict<LocalRow>> verdicts = new ArrayList<>();
    byKey.forEach(
        (key, same) -> {
          Rivals<LocalRow> rivals = new Rivals<>(order);
          same.sort(equalsTogether());
          same.forEach(one -> rivals.add(one.row(), one.keyOriginal()));
          verdicts.add(
              rivals.meet(Optional.ofNullable(live.get(key)), Optional.ofNullable(dead.get(key))));
        });
    return new LocalDecisions(this, verdicts);
  }

  private Comparator<Incoming> equalsTogether() {
    return Comparator.comparing(Incoming::row, byVersion(order));
  }

  /** The order of whole versions; a row is hashed only where another one has its version. */
  static Comparator<LocalRow> byVersion(VersionOrder order) {
    Comparator<LocalRow> byVersion =
        (left, right) -> order.compare(left.version(), right.version());
    return byVersion.thenComparing(LocalRow::hash);
  }

  /** With the key before it was normalised; null where nothing changes it. */
  private record Incoming(LocalRow row, String keyOriginal) {}

  /** The table after the run, in the columns of {@link Schemas#clean}, as {@link Merge#rows}. */
  List<Row> rows(Rows.Local current, LocalDecisions decisions) {
    List<Row> rows = new ArrayList<>();
    Set<List<Object>> replaced = decisions.replaced();
    for (LocalRow row : stored(current)) {
      if (!row.isBelowFloor() && !replaced.contains(row.key())) {
        rows.add(clean(row));
      }
    }
    decisions.live().forEach(winner -> rows.add(clean(winner)));
    return rows;
  }

  /** How many rows a floor takes away and no winner replaces, by partition. */
  Map<Partition, Long> removed(Rows.Local current, LocalDecisions decisions) {
    Map<Partition, Long> removed = new LinkedHashMap<>();
    Set<List<Object>> replaced = decisions.replaced();
    for (LocalRow row : stored(current)) {
      if (row.isBelowFloor() && !replaced.contains(row.key())) {
        removed.merge(partition(job, row), 1L, Long::sum);
      }
    }
    return removed;
  }

  /** The effective tombstones after the run, as {@link Merge#tombstones}. */
  List<Row> tombstones(Rows.Local tombstones, LocalDecisions decisions) {
    List<Row> rows = new ArrayList<>();
    Set<List<Object>> beaten = decisions.beaten();
    StructType schema = Schemas.tombstones(job);
    for (LocalRow row : tombstones(tombstones)) {
      if (!row.isBelowFloor() && !beaten.contains(row.key())) {
        rows.add(tombstone(job, schema, row));
      }
    }
    decisions.dead().forEach(winner -> rows.add(tombstone(job, schema, winner)));
    return rows;
  }

  static Partition partition(JobSpec job, LocalRow row) {
    return partition(job, row.values());
  }

  private static Partition partition(JobSpec job, List<Object> values) {
    return PartitionText.of(
        job.merge().partitionBy(),
        name -> values.get(job.storedColumns().indexOf(job.column(name))));
  }

  /** The rows as contenders, in their order. */
  List<LocalRow> contenders(Rows.Local rows) {
    return incoming(rows).stream().map(Incoming::row).toList();
  }

  private List<Incoming> incoming(Rows.Local rows) {
    Shape shape = new Shape(rows.schema());
    int operation = rows.schema().fieldIndex(WorkingColumns.OPERATION);
    int original = rows.schema().fieldIndex(WorkingColumns.KEY_ORIGINAL);
    List<Incoming> incoming = new ArrayList<>(rows.rows().size());
    for (Row row : rows.rows()) {
      Operation asked =
          row.getByte(operation) == WorkingColumns.DELETE ? Operation.DELETE : Operation.UPSERT;
      incoming.add(
          new Incoming(
              shape.row(row, asked, Optional.empty()),
              normalisesKey ? row.getString(original) : null));
    }
    return incoming;
  }

  private List<LocalRow> stored(Rows.Local rows) {
    Shape shape = new Shape(rows.schema());
    int file = rows.schema().fieldIndex(WorkingColumns.DATA_FILE);
    return rows.rows().stream()
        .map(row -> shape.row(row, Operation.UPSERT, Optional.of(row.getString(file))))
        .toList();
  }

  private List<LocalRow> tombstones(Rows.Local rows) {
    Shape shape = new Shape(rows.schema());
    return rows.rows().stream()
        .map(row -> shape.row(row, Operation.DELETE, Optional.empty()))
        .toList();
  }

  /** Where the parts of a row lie in rows of a schema, looked up once. */
  private final class Shape {
    private static final int ABSENT = -1;
    private final int[] values;
    private final int rescued;
    private final int processedDate;
    private final int increment;
    private final int fileOrdinal;

    Shape(StructType schema) {
      this.values = columns.stream().mapToInt(column -> at(schema, column.name())).toArray();
      this.rescued = at(schema, HiddenColumns.RESCUED);
      this.processedDate = schema.fieldIndex(HiddenColumns.PROCESSED_DATE);
      this.increment = schema.fieldIndex(HiddenColumns.INCREMENT);
      this.fileOrdinal = schema.fieldIndex(HiddenColumns.FILE_ORDINAL);
    }

    private static int at(StructType schema, String name) {
      scala.Option<Object> index = schema.getFieldIndex(name);
      return index.isEmpty() ? ABSENT : (Integer) index.get();
    }

    LocalRow row(Row row, Operation operation, Optional<String> dataFile) {
      boolean delete = operation == Operation.DELETE;
      Version version = version(row, operation);
      Object[] cells = new Object[values.length];
      for (int i = 0; i < cells.length; i++) {
        // Deletes of one version must not differ by what they say beside their key.
        cells[i] = delete ? null : unsigned(columns.get(i), value(row, i));
      }
      List<Object> key = new ArrayList<>(keyAt.size());
      for (int i = 0; i < orderAt.size() && delete; i++) {
        cells[orderAt.get(i)] = version.order().get(i);
      }
      for (int at : keyAt) {
        cells[at] = value(row, at);
        // Decimals of one value and other scales are equal keys.
        key.add(cells[at] instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : cells[at]);
      }
      List<Object> stored = Arrays.asList(cells);
      return new LocalRow(
          columns,
          key,
          stored,
          delete ? null : row.getString(rescued),
          version,
          floors.areAbove(
              () -> partition(job, stored), version.processedDate(), version.increment()),
          dataFile);
    }

    private Object value(Row row, int column) {
      return values[column] == ABSENT ? null : row.get(values[column]);
    }

    private Version version(Row row, Operation operation) {
      Instant date = row.getInstant(processedDate);
      List<Object> ordering = new ArrayList<>(orderAt.size());
      for (int i = 0; i < orderAt.size(); i++) {
        int at = orderAt.get(i);
        OrderBy by = job.merge().orderBy().get(i);
        ordering.add(Version.orderValue(by, columns.get(at).type(), value(row, at), date));
      }
      return new Version(
          ordering, date, row.getString(increment), row.getInt(fileOrdinal), operation);
    }
  }

  /** Negative zero equals zero, so the two must not be told apart once they are stored. */
  private static Object unsigned(ColumnSpec column, Object value) {
    if (column.type() == ColumnType.Simple.DOUBLE && value instanceof Double number) {
      return number == 0 ? (Object) 0.0 : number;
    }
    return column.type() == ColumnType.Simple.FLOAT && value instanceof Float number && number == 0
        ? (Object) 0.0f
        : value;
  }

  static Row clean(LocalRow row) {
    List<Object> cells = new ArrayList<>(row.values());
    cells.add(row.rescued());
    cells.add(row.version().processedDate());
    cells.add(row.version().increment());
    cells.add(row.version().fileOrdinal());
    return RowFactory.create(cells.toArray());
  }

  static Row tombstone(JobSpec job, StructType schema, LocalRow winner) {
    List<Object> cells = new ArrayList<>();
    for (String name : schema.fieldNames()) {
      cells.add(
          switch (name) {
            case HiddenColumns.PROCESSED_DATE -> winner.version().processedDate();
            case HiddenColumns.INCREMENT -> winner.version().increment();
            case HiddenColumns.FILE_ORDINAL -> winner.version().fileOrdinal();
            default -> winner.values().get(job.storedColumns().indexOf(job.column(name)));
          });
    }
    return RowFactory.create(cells.toArray());
  }
}
