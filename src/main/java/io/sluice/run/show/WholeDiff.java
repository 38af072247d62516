package io.sluice.run.show;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.lit;

import io.sluice.run.Lake;
import io.sluice.run.show.RowChange.Kind;
import io.sluice.spark.Names;
import io.sluice.spark.Sessions;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.JobSpec;
import io.sluice.table.ContractChange;
import io.sluice.table.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.storage.StorageLevel;

/**
 * Compares all rows of a table with those of the same table built anew, which may have another
 * contract and another law: by the key where both have the same one, and whole rows otherwise.
 * Columns that begin with an underscore are not compared.
 */
public final class WholeDiff {
  private final Lake lake;
  private final JobSpec job;
  private final Sessions sessions;

  /**
   * Of a table of this job.
   *
   * @param lake where it lies
   */
  public WholeDiff(Lake lake, JobSpec job, Sessions sessions) {
    this.lake = lake;
    this.job = job;
    this.sessions = sessions;
  }

  /**
   * Compares; runs.
   *
   * @param before the version that is current
   * @param after made by the job as it is now
   * @param ofEach how many rows of each kind are kept
   * @throws io.sluice.error.DataException if files of one of them are damaged
   */
  public WholeDifference of(Snapshot before, Snapshot after, int ofEach) {
    before.requireWhole();
    after.requireWhole();
    Set<String> retyped = retyped(before);
    JobSpec shape = shape(retyped);
    List<StructField> ours = ShownColumns.of(shape, List.of(), false);
    List<StructField> shared =
        ours.stream().filter(field -> DiffTable.has(job, before, field)).toList();
    boolean byKey = hasSameKey(before);
    List<String> notes = notes(before, ours, shared, retyped, byKey);
    SparkSession spark = sessions.sessionFor(before.bytes() + after.bytes());
    Function<Exception, RuntimeException> explained =
        failure -> Failures.explained(lake, job, List.of(before, after), failure);
    Supplier<WholeDifference> compared =
        () -> {
          Dataset<Row> old = before.rows(spark, shape, before.files());
          Dataset<Row> made = after.rows(spark, shape, after.files());
          return byKey
              ? byKey(shape, shared, old, made, ofEach).with(before.number(), notes)
              : whole(shape, shared, old, made, ofEach).with(before.number(), notes);
        };
    return explained(compared, explained);
  }

  private static WholeDifference explained(
      Supplier<WholeDifference> compared, Function<Exception, RuntimeException> explained) {
    try {
      return compared.get();
    } catch (Exception e) {
      throw explained.apply(e);
    }
  }

  /** The columns whose stored type is another one, and not narrower. */
  private Set<String> retyped(Snapshot before) {
    Set<String> paths = new HashSet<>();
    ContractChange.refused(before, job).forEach(difference -> paths.add(difference.path()));
    Set<String> retyped = new HashSet<>();
    job.storedColumns().stream()
        .map(ColumnSpec::name)
        .filter(name -> paths.contains("columns." + name + ".type"))
        .forEach(retyped::add);
    return retyped;
  }

  /** A value that was cast into its new type would hide what was lost: texts are compared. */
  private JobSpec shape(Set<String> retyped) {
    return job.withColumns(
        job.columns().stream()
            .map(
                column ->
                    retyped.contains(column.name())
                        ? column.typed(ColumnType.Simple.STRING)
                        : column)
            .toList());
  }

  private boolean hasSameKey(Snapshot before) {
    String now = job.fingerprint(job.renamed(before.state().columns().keySet())).get("key");
    return !now.isEmpty() && now.equals(before.state().fingerprint().getOrDefault("key", now));
  }

  private static WholeDifference byKey(
      JobSpec shape, List<StructField> shared, Dataset<Row> old, Dataset<Row> made, int ofEach) {
    List<String> key = shape.merge().key();
    RowDiff diff =
        new RowDiff(shape, shared.stream().filter(field -> !key.contains(field.name())).toList());
    Dataset<Row> changes =
        diff.of(old, made, Optional.empty()).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Map<Kind, Long> counts = new EnumMap<>(Kind.class);
      changes
          .groupBy(RowDiff.KIND)
          .count()
          .collectAsList()
          .forEach(row -> counts.put(Kind.valueOf(row.getString(0)), row.getLong(1)));
      return new WholeDifference(
          shownDiff(key, diff.bare(), counts, diff.first(changes, ofEach)),
          diff.differing(changes));
    } finally {
      changes.unpersist();
    }
  }

  /** Rows that occur more than once count as often. */
  private static WholeDifference whole(
      JobSpec shape, List<StructField> shared, Dataset<Row> old, Dataset<Row> made, int ofEach) {
    if (shared.isEmpty()) {
      Map<Kind, Long> all = Map.of(Kind.DELETED, old.count(), Kind.INSERTED, made.count());
      return new WholeDifference(shownDiff(List.of(), Set.of(), all, List.of()), Map.of());
    }
    List<String> names = shared.stream().map(StructField::name).toList();
    Column[] columns = Names.columns(names, Names.PLAIN);
    Dataset<Row> before = old.select(columns);
    Dataset<Row> after = made.select(columns);
    Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    List<RowChange> samples = new ArrayList<>();
    only(Kind.INSERTED, after.exceptAll(before), shared, ofEach, counts, samples);
    only(Kind.DELETED, before.exceptAll(after), shared, ofEach, counts, samples);
    Set<String> bare = new HashSet<>();
    shared.stream()
        .filter(field -> CellText.isBare(shape, field))
        .forEach(field -> bare.add(field.name()));
    return new WholeDifference(shownDiff(List.of(), bare, counts, samples), Map.of());
  }

  private static void only(
      Kind kind,
      Dataset<Row> rows,
      List<StructField> shared,
      int ofEach,
      Map<Kind, Long> counts,
      List<RowChange> samples) {
    Dataset<Row> kept = rows.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      counts.put(kind, kept.count());
      List<String> names = shared.stream().map(StructField::name).toList();
      Column texts =
          array(
                  shared.stream()
                      .map(field -> CellText.of(Names.PLAIN.apply(field.name()), field.dataType()))
                      .toArray(Column[]::new))
              .cast("array<string>");
      Column none =
          array(names.stream().map(name -> lit(null)).toArray(Column[]::new)).cast("array<string>");
      Column differs =
          array(names.stream().map(name -> lit(true)).toArray(Column[]::new))
              .cast("array<boolean>");
      Dataset<Row> first =
          kept.orderBy(Names.columns(names, Names.PLAIN))
              .limit(ofEach)
              .select(
                  lit(kind.name()),
                  kind == Kind.DELETED ? texts : none,
                  kind == Kind.DELETED ? none : texts,
                  differs);
      new Changes(first.collectAsList().iterator(), 0, names).forEachRemaining(samples::add);
    } finally {
      kept.unpersist();
    }
  }

  private static ShownDiff shownDiff(
      List<String> key, Set<String> bare, Map<Kind, Long> counts, List<RowChange> samples) {
    return new ShownDiff(0, 0, key, bare, List.of(), counts, Collections.unmodifiableList(samples));
  }

  private List<String> notes(
      Snapshot before,
      List<StructField> ours,
      List<StructField> shared,
      Set<String> retyped,
      boolean byKey) {
    List<String> notes = new ArrayList<>();
    Map<String, String> renamed = job.renamed(before.state().columns().keySet());
    Set<String> theirs = new HashSet<>(before.state().columns().keySet());
    shared.forEach(field -> theirs.remove(renamed.getOrDefault(field.name(), field.name())));
    List<String> onlyOld =
        before.state().columns().keySet().stream().filter(theirs::contains).toList();
    List<String> onlyNew =
        ours.stream().filter(field -> !shared.contains(field)).map(StructField::name).toList();
    if (!onlyNew.isEmpty()) {
      notes.add(columns(onlyNew) + " not compared: version " + before.number() + " lacks it");
    }
    if (!onlyOld.isEmpty()) {
      notes.add(columns(onlyOld) + " not compared: the rebuilt table lacks it");
    }
    renamed.forEach(
        (now, was) ->
            notes.add("column " + now + " is compared with " + was + ", its former name"));
    ours.stream()
        .map(StructField::name)
        .filter(retyped::contains)
        .forEach(name -> notes.add("column " + name + " has another type: its texts are compared"));
    if (!byKey) {
      notes.add(
          job.merge().key().isEmpty()
              ? "rows are compared whole, as the table has no key"
              : "rows are compared whole, as the key was ("
                  + before.state().fingerprint().getOrDefault("key", "")
                  + ") and is ("
                  + String.join(", ", job.merge().key())
                  + ")");
    }
    return notes;
  }

  private static String columns(List<String> names) {
    return (names.size() == 1 ? "column " : "columns ")
        + String.join(", ", names)
        + (names.size() == 1 ? " is" : " are");
  }
}
