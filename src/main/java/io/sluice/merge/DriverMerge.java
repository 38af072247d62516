package io.sluice.merge;

import io.sluice.spark.PartitionText;
import io.sluice.spark.Schemas;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.Floor;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.MergeSpec.OrderBy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
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
 * {@link Merge} for rows in memory: the same law and the same decisions, where planning a query
 * would take longer than the work. All rows of an increment and what the table has of their keys
 * must fit on the driver.
 */
public final class DriverMerge {
  private final JobSpec job;
  private final List<ColumnSpec> columns;
  private final DriverVersion version;
  private final List<Floor> floors;

  /** Looked up once and not for each row. */
  private final List<Integer> keyAt;

  private final boolean normalisesKey;

  /** A merge under the floors in force after this run. */
  public DriverMerge(JobSpec job, List<Floor> floors) {
    this.job = job;
    this.columns = job.storedColumns();
    this.version = new DriverVersion(job);
    this.floors = List.copyOf(floors);
    this.keyAt = job.merge().key().stream().map(name -> columns.indexOf(job.column(name))).toList();
    this.normalisesKey =
        job.merge().key().stream().anyMatch(name -> !job.column(name).normalise().isEmpty());
  }

  /** The keys of incoming rows, each once. */
  public Rows keys(Rows incoming) {
    Set<List<Object>> keys = new LinkedHashSet<>();
    List<Integer> at = job.merge().key().stream().map(incoming.schema()::fieldIndex).toList();
    for (Row row : incoming.rows()) {
      keys.add(at.stream().map(row::get).toList());
    }
    return new Rows(
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
  public DriverDecisions decide(Rows incoming, Rows current, Rows tombstones) {
    List<DriverDecisions.Decided> decided = new ArrayList<>();
    if (job.merge().mode() == Mode.APPEND) {
      incoming(incoming).forEach(row -> decided.add(DriverDecisions.Decided.appended(row)));
      return new DriverDecisions(job, decided);
    }
    Map<List<Object>, List<Contender>> byKey = new LinkedHashMap<>();
    for (Contender contender : incoming(incoming)) {
      byKey.computeIfAbsent(contender.key(), key -> new ArrayList<>(1)).add(contender);
    }
    Map<List<Object>, Contender> live = new HashMap<>();
    stored(current).forEach(contender -> live.put(contender.key(), contender));
    Map<List<Object>, Contender> dead = new HashMap<>();
    tombstones(tombstones).forEach(contender -> dead.put(contender.key(), contender));
    byKey.forEach(
        (key, rivals) ->
            decided.add(
                decide(
                    rivals,
                    Optional.ofNullable(live.get(key)),
                    Optional.ofNullable(dead.get(key)))));
    return new DriverDecisions(job, decided);
  }

  /**
   * Rows and their shape.
   *
   * @param schema of all of them; the rows need none of their own
   */
  public record Rows(StructType schema, List<Row> rows) {}

  /** The table after the run, in the columns of {@link Schemas#clean}, as {@link Merge#rows}. */
  public List<Row> rows(Rows current, DriverDecisions decisions) {
    List<Row> rows = new ArrayList<>();
    Set<List<Object>> replaced = decisions.replaced();
    for (Contender contender : stored(current)) {
      if (!below(contender) && !replaced.contains(contender.key())) {
        rows.add(clean(contender));
      }
    }
    decisions.live().forEach(winner -> rows.add(clean(winner)));
    return rows;
  }

  /** How many rows a floor takes away and no winner replaces, by partition. */
  public Map<Map<String, String>, Long> removed(Rows current, DriverDecisions decisions) {
    Map<Map<String, String>, Long> removed = new LinkedHashMap<>();
    Set<List<Object>> replaced = decisions.replaced();
    for (Contender contender : stored(current)) {
      if (below(contender) && !replaced.contains(contender.key())) {
        removed.merge(partition(job, contender), 1L, Long::sum);
      }
    }
    return removed;
  }

  /** The effective tombstones after the run, as {@link Merge#tombstones}. */
  public List<Row> tombstones(Rows tombstones, DriverDecisions decisions) {
    List<Row> rows = new ArrayList<>();
    Set<List<Object>> beaten = decisions.beaten();
    StructType schema = Schemas.tombstones(job);
    for (Contender contender : tombstones(tombstones)) {
      if (!below(contender) && !beaten.contains(contender.key())) {
        rows.add(tombstone(job, schema, contender));
      }
    }
    decisions.dead().forEach(winner -> rows.add(tombstone(job, schema, winner)));
    return rows;
  }

  /** The values of the partition columns as text; a null value is left out. */
  static Map<String, String> partition(JobSpec job, Contender contender) {
    return PartitionText.of(
        job.merge().partitionBy(),
        name -> contender.values().get(job.storedColumns().indexOf(job.column(name))));
  }

  private DriverDecisions.Decided decide(
      List<Contender> rivals, Optional<Contender> stored, Optional<Contender> tombstone) {
    IdentityHashMap<Contender, String> hashes = new IdentityHashMap<>();
    rivals.sort(version.bestFirst(hashes));
    long duplicate = 0;
    long ties = 0;
    Set<String> originals = new LinkedHashSet<>();
    for (int i = 0; i < rivals.size(); i++) {
      originals.add(rivals.get(i).keyOriginal());
      if (i > 0 && version.withoutHash().compare(rivals.get(i - 1), rivals.get(i)) == 0) {
        // The sort has compared what lies side by side, and hashed it where versions were equal.
        boolean same = hashes.get(rivals.get(i - 1)).equals(hashes.get(rivals.get(i)));
        duplicate += same ? 1 : 0;
        ties += same ? 0 : 1;
      }
    }
    Contender winner = rivals.get(0);
    Optional<Contender> dead = tombstone.filter(row -> !below(row));
    MergeClass mergeClass = mergeClass(winner, stored, dead);
    boolean known = dead.filter(row -> compare(row, winner) == 0).isPresent();
    return new DriverDecisions.Decided(
        winner,
        mergeClass,
        new DriverDecisions.Beaten(
            duplicate, rivals.size() - duplicate - 1, ties, originals.size() - 1L),
        mergeClass == MergeClass.DELETED
            || (mergeClass == MergeClass.UNCHANGED && winner.delete() && !known),
        stored);
  }

  /** The table of {@link Decision}, line by line. */
  private MergeClass mergeClass(
      Contender winner, Optional<Contender> stored, Optional<Contender> dead) {
    if (below(winner) || dead.filter(row -> version.wins(compare(row, winner))).isPresent()) {
      return MergeClass.BLOCKED;
    }
    if (stored.isEmpty()) {
      return winner.delete() ? MergeClass.UNCHANGED : MergeClass.INSERTED;
    }
    Contender old = stored.get();
    boolean sameContent = !winner.delete() && version.sameContent(winner, old);
    if (!below(old) && !beats(winner, old, sameContent)) {
      return compare(winner, old) == 0 && sameContent ? MergeClass.UNCHANGED : MergeClass.STALE;
    }
    if (winner.delete()) {
      return MergeClass.DELETED;
    }
    return sameContent ? MergeClass.REFRESHED : MergeClass.UPDATED;
  }

  private boolean beats(Contender winner, Contender stored, boolean sameContent) {
    int compared = compare(winner, stored);
    if (compared != 0) {
      return version.wins(compared);
    }
    return !sameContent && version.wins(version.hash(winner).compareTo(version.hash(stored)));
  }

  private int compare(Contender left, Contender right) {
    return version.withoutHash().compare(left, right);
  }

  private boolean below(Contender row) {
    if (floors.isEmpty()) {
      return false;
    }
    Map<String, String> partition = partition(job, row);
    return floors.stream()
        .filter(floor -> floor.partition().isEmpty() || floor.partition().equals(partition))
        .anyMatch(
            floor -> {
              int date = row.processedDate().compareTo(floor.processedDate());
              return date < 0
                  || (date == 0 && ValueOrder.compareText(row.increment(), floor.increment()) < 0);
            });
  }

  private List<Contender> incoming(Rows rows) {
    Shape shape = new Shape(rows.schema());
    int operation = rows.schema().fieldIndex(MergeColumns.OPERATION);
    int original = rows.schema().fieldIndex(MergeColumns.KEY_ORIGINAL);
    List<Contender> contenders = new ArrayList<>(rows.rows().size());
    for (Row row : rows.rows()) {
      boolean delete = row.getByte(operation) == MergeColumns.DELETE;
      Contender read =
          shape.contender(row, delete, normalisesKey ? row.getString(original) : null, null);
      for (int i = 0; i < columns.size(); i++) {
        Object value = read.values().get(i);
        read.values().set(i, delete ? ofDelete(i, read) : unsigned(columns.get(i), value));
      }
      contenders.add(read);
    }
    return contenders;
  }

  private List<Contender> stored(Rows rows) {
    Shape shape = new Shape(rows.schema());
    int file = rows.schema().fieldIndex(MergeColumns.DATA_FILE);
    return rows.rows().stream()
        .map(row -> shape.contender(row, false, null, row.getString(file)))
        .toList();
  }

  private List<Contender> tombstones(Rows rows) {
    Shape shape = new Shape(rows.schema());
    return rows.rows().stream().map(row -> shape.contender(row, true, null, null)).toList();
  }

  /** Where the parts of a contender lie in rows of a schema, looked up once. */
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

    Contender contender(Row row, boolean delete, String keyOriginal, String dataFile) {
      Object[] cells = new Object[values.length];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = values[i] == ABSENT ? null : row.get(values[i]);
      }
      List<Object> key = new ArrayList<>(keyAt.size());
      for (int at : keyAt) {
        // Decimals of one value and other scales are equal keys.
        key.add(cells[at] instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : cells[at]);
      }
      return new Contender(
          key,
          Arrays.asList(cells),
          delete ? null : row.getString(rescued),
          row.getInstant(processedDate),
          row.getString(increment),
          row.getInt(fileOrdinal),
          delete,
          keyOriginal,
          dataFile);
    }
  }

  /** Deletes of one version must not differ by what they say beside their key. */
  private Object ofDelete(int column, Contender read) {
    ColumnSpec spec = columns.get(column);
    Object value = read.values().get(column);
    if (job.merge().key().contains(spec.name())) {
      return value;
    }
    Optional<OrderBy> order =
        job.merge().orderBy().stream().filter(by -> by.column().equals(spec.name())).findFirst();
    return order
        .map(by -> DriverVersion.orderValue(by, spec.type(), value, read.processedDate()))
        .orElse(null);
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

  static Row clean(Contender contender) {
    List<Object> cells = new ArrayList<>(contender.values());
    cells.add(contender.rescued());
    cells.add(contender.processedDate());
    cells.add(contender.increment());
    cells.add(contender.fileOrdinal());
    return RowFactory.create(cells.toArray());
  }

  static Row tombstone(JobSpec job, StructType schema, Contender winner) {
    List<Object> cells = new ArrayList<>();
    for (String name : schema.fieldNames()) {
      cells.add(
          switch (name) {
            case HiddenColumns.PROCESSED_DATE -> winner.processedDate();
            case HiddenColumns.INCREMENT -> winner.increment();
            case HiddenColumns.FILE_ORDINAL -> winner.fileOrdinal();
            default -> winner.values().get(job.storedColumns().indexOf(job.column(name)));
          });
    }
    return RowFactory.create(cells.toArray());
  }
}
