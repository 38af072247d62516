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
      for (Row row : incoming.rows()) {
        decided.add(DriverDecisions.Decided.appended(incoming(incoming.schema(), row)));
      }
      return new DriverDecisions(job, decided);
    }
    Map<List<Object>, List<Contender>> byKey = new LinkedHashMap<>();
    for (Row row : incoming.rows()) {
      Contender contender = incoming(incoming.schema(), row);
      byKey.computeIfAbsent(contender.key(), key -> new ArrayList<>()).add(contender);
    }
    Map<List<Object>, Contender> live = new HashMap<>();
    for (Row row : current.rows()) {
      Contender contender = stored(current.schema(), row);
      live.put(contender.key(), contender);
    }
    Map<List<Object>, Contender> dead = new HashMap<>();
    for (Row row : tombstones.rows()) {
      Contender contender = tombstone(tombstones.schema(), row);
      dead.put(contender.key(), contender);
    }
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
    for (Row row : current.rows()) {
      Contender contender = stored(current.schema(), row);
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
    for (Row row : current.rows()) {
      Contender contender = stored(current.schema(), row);
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
    for (Row row : tombstones.rows()) {
      Contender contender = tombstone(tombstones.schema(), row);
      if (!below(contender) && !beaten.contains(contender.key())) {
        rows.add(row);
      }
    }
    StructType schema = Schemas.tombstones(job);
    decisions.dead().forEach(winner -> rows.add(tombstone(schema, winner)));
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

  private Contender incoming(StructType schema, Row row) {
    boolean delete = row.getByte(schema.fieldIndex(MergeColumns.OPERATION)) == MergeColumns.DELETE;
    String original = normalisesKey ? text(schema, row, MergeColumns.KEY_ORIGINAL) : null;
    Contender read = contender(schema, row, delete, original, null);
    for (int i = 0; i < columns.size(); i++) {
      Object value = read.values().get(i);
      read.values().set(i, delete ? ofDelete(i, read) : unsigned(columns.get(i), value));
    }
    return read;
  }

  private Contender stored(StructType schema, Row row) {
    return contender(schema, row, false, null, text(schema, row, MergeColumns.DATA_FILE));
  }

  private Contender tombstone(StructType schema, Row row) {
    return contender(schema, row, true, null, null);
  }

  private Contender contender(
      StructType schema, Row row, boolean delete, String keyOriginal, String dataFile) {
    Object[] values = new Object[columns.size()];
    List<Object> key = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      scala.Option<Object> at = schema.getFieldIndex(columns.get(i).name());
      values[i] = at.isEmpty() ? null : row.get((Integer) at.get());
    }
    for (int at : keyAt) {
      Object value = values[at];
      // Decimals of one value and other scales are equal keys.
      key.add(value instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : value);
    }
    return new Contender(
        key,
        Arrays.asList(values),
        delete ? null : text(schema, row, HiddenColumns.RESCUED),
        row.getInstant(schema.fieldIndex(HiddenColumns.PROCESSED_DATE)),
        text(schema, row, HiddenColumns.INCREMENT),
        row.getInt(schema.fieldIndex(HiddenColumns.FILE_ORDINAL)),
        delete,
        keyOriginal,
        dataFile);
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

  private static String text(StructType schema, Row row, String column) {
    return row.getString(schema.fieldIndex(column));
  }

  static Row clean(Contender contender) {
    List<Object> cells = new ArrayList<>(contender.values());
    cells.add(contender.rescued());
    cells.add(contender.processedDate());
    cells.add(contender.increment());
    cells.add(contender.fileOrdinal());
    return RowFactory.create(cells.toArray());
  }

  private Row tombstone(StructType schema, Contender winner) {
    List<Object> cells = new ArrayList<>();
    for (String name : schema.fieldNames()) {
      cells.add(
          switch (name) {
            case HiddenColumns.PROCESSED_DATE -> winner.processedDate();
            case HiddenColumns.INCREMENT -> winner.increment();
            case HiddenColumns.FILE_ORDINAL -> winner.fileOrdinal();
            default -> winner.values().get(columns.indexOf(job.column(name)));
          });
    }
    return RowFactory.create(cells.toArray());
  }
}
