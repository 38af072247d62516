package io.sluice.run.show;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.sluice.error.UsageException;
import io.sluice.run.Lake;
import io.sluice.run.show.RowChange.Kind;
import io.sluice.spark.Names;
import io.sluice.spark.Schemas;
import io.sluice.spark.Sessions;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.JobSpec;
import io.sluice.table.DataFile;
import io.sluice.table.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows that differ between two versions of a clean table, by key. Reads only the files that one
 * of the versions lacks, so its cost follows what changed.
 */
final class DiffTable {
  private static final Logger LOG = LoggerFactory.getLogger(DiffTable.class);

  private static final Function<String, Column> BEFORE = Names.of("before");
  private static final Function<String, Column> AFTER = Names.of("after");

  /** Of a side's row: true, so that a row that the other side lacks is told from its nulls. */
  private static final String THERE = "_there";

  /** Of a side's row: whether the user's condition holds; null where it does not know. */
  private static final String MEETS = "_meets";

  private static final String KIND = "kind";
  private static final String KEY = "key_";
  private static final String OLD = "old";
  private static final String NEW = "new";
  private static final String DIFFERS = "differs";

  private final Lake lake;
  private final JobSpec job;
  private final Sessions sessions;

  DiffTable(Lake lake, JobSpec job, Sessions sessions) {
    this.lake = lake;
    this.job = job;
    this.sessions = sessions;
  }

  /**
   * Counts the rows that differ, and reads as many as are asked for, in the order of the key; the
   * session ends with the process.
   *
   * @throws UsageException if a version is not kept, or rows have no key to compare them by
   */
  ShownDiff diff(DiffOptions options) {
    List<String> key = job.merge().key();
    if (key.isEmpty()) {
      throw new UsageException(
          job.dataset()
              + ": --diff compares rows by their key, and the job file has none. Nothing was read."
              + " Use show --version for the rows of one version");
    }
    KeptVersions kept = new KeptVersions(lake, job);
    Snapshot before = kept.numbered(options.from());
    Snapshot after = kept.numbered(options.to());
    requireKey(before);
    requireKey(after);
    List<StructField> asked =
        ShownColumns.of(job, options.columns(), options.allColumns()).stream()
            .filter(field -> !key.contains(field.name()))
            .toList();
    List<StructField> compared =
        asked.stream().filter(field -> has(before, field) && has(after, field)).toList();
    before.requireWhole();
    after.requireWhole();

    Dataset<Row> changes = changes(before, after, compared, options.where());
    Function<Exception, RuntimeException> explained =
        failure -> Failures.explained(lake, job, List.of(before, after), failure);
    Map<Kind, Long> counts = counts(changes, explained);
    Supplier<Iterator<Row>> rows = () -> inOrder(changes, options.limit()).toLocalIterator();
    List<String> names = compared.stream().map(StructField::name).toList();
    return new ShownDiff(
        before.number(),
        after.number(),
        key,
        bare(compared),
        notes(before, after, asked),
        counts,
        () -> new Explaining<>(() -> new Changes(rows.get(), key.size(), names), explained));
  }

  private void requireKey(Snapshot version) {
    String ours = job.fingerprint().get("key");
    String stored = version.state().fingerprint().getOrDefault("key", ours);
    if (!stored.equals(ours)) {
      throw new UsageException(
          job.dataset()
              + ": --diff compares rows by their key, and that of version "
              + version.number()
              + " is ("
              + stored
              + "), that of the job file is ("
              + ours
              + "). Nothing was read. Use show --version for the rows of one version");
    }
  }

  private static boolean has(Snapshot version, StructField field) {
    return HiddenColumns.ALL.contains(field.name())
        || version.state().columns().containsKey(field.name());
  }

  private static List<String> notes(Snapshot before, Snapshot after, List<StructField> asked) {
    List<String> notes = new ArrayList<>();
    for (Snapshot version : List.of(before, after)) {
      Snapshot other = version == before ? after : before;
      List<String> only =
          asked.stream()
              .filter(field -> has(version, field) && !has(other, field))
              .map(StructField::name)
              .toList();
      if (!only.isEmpty()) {
        notes.add(
            (only.size() == 1 ? "column " : "columns ")
                + String.join(", ", only)
                + " of version "
                + version.number()
                + (only.size() == 1 ? " is" : " are")
                + " left out: version "
                + other.number()
                + (only.size() == 1 ? " lacks it" : " lacks them"));
      }
    }
    return notes;
  }

  private Set<String> bare(List<StructField> compared) {
    Set<String> bare = new HashSet<>();
    compared.stream()
        .filter(field -> CellText.isBare(job, field))
        .forEach(field -> bare.add(field.name()));
    Arrays.stream(Schemas.key(job).fields())
        .filter(field -> CellText.isBare(job, field))
        .forEach(field -> bare.add(field.name()));
    return bare;
  }

  /**
   * One row per key that differs: its kind, the key's values, the compared columns' texts on both
   * sides, and which of them differ. Kept, as it is read twice.
   */
  private Dataset<Row> changes(
      Snapshot before, Snapshot after, List<StructField> compared, Optional<String> where) {
    DiffFiles files = DiffFiles.of(before.files(), after.files());
    LOG.info(
        "comparing dataset={} before={} after={} files={} of {}",
        job.dataset(),
        before.number(),
        after.number(),
        files.before().size() + files.after().size(),
        before.files().size() + after.files().size());
    SparkSession spark = sessions.sessionFor(files.bytes());
    Dataset<Row> joined =
        side(spark, before, files.before(), where)
            .alias("before")
            .join(
                side(spark, after, files.after(), where).alias("after"),
                Names.equal(job.merge().key(), BEFORE, AFTER),
                "full_outer");
    Column kind =
        when(BEFORE.apply(THERE).isNull(), Kind.INSERTED.name())
            .when(AFTER.apply(THERE).isNull(), Kind.DELETED.name())
            .otherwise(Kind.UPDATED.name());
    Column meets =
        coalesce(BEFORE.apply(MEETS), lit(false)).or(coalesce(AFTER.apply(MEETS), lit(false)));
    Column differs =
        all(compared, field -> not(same(field.name()))).cast("array<boolean>").as(DIFFERS);
    List<Column> columns = new ArrayList<>();
    columns.add(kind.as(KIND));
    for (int i = 0; i < job.merge().key().size(); i++) {
      String name = job.merge().key().get(i);
      columns.add(coalesce(BEFORE.apply(name), AFTER.apply(name)).as(KEY + i));
    }
    columns.add(texts(compared, BEFORE).as(OLD));
    columns.add(texts(compared, AFTER).as(NEW));
    columns.add(differs);
    return joined
        .filter(meets)
        .select(columns.toArray(new Column[0]))
        .filter(col(KIND).notEqual(Kind.UPDATED.name()).or(array_contains(col(DIFFERS), true)))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  private Dataset<Row> side(
      SparkSession spark, Snapshot version, List<DataFile> files, Optional<String> where) {
    Dataset<Row> rows = version.rows(spark, job, files);
    Column meets = lit(true);
    if (where.isPresent()) {
      Object unused = Condition.filtered(rows, where.get()); // fails where it is no condition
      meets = expr(where.get());
    }
    return rows.withColumn(MEETS, meets).withColumn(THERE, lit(true));
  }

  /** As the law compares: null equals null, values by what they are, nested ones by content. */
  private static Column same(String name) {
    return BEFORE.apply(name).eqNullSafe(AFTER.apply(name));
  }

  private static Column texts(List<StructField> compared, Function<String, Column> at) {
    return all(compared, field -> CellText.of(at.apply(field.name()), field.dataType()))
        .cast("array<string>");
  }

  /** One array instead of hundreds of columns, over which the planner would take long. */
  private static Column all(List<StructField> compared, Function<StructField, Column> of) {
    return array(compared.stream().map(of).toArray(Column[]::new));
  }

  private static Map<Kind, Long> counts(
      Dataset<Row> changes, Function<Exception, RuntimeException> explained) {
    Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    new Explaining<>(() -> changes.groupBy(KIND).count().toLocalIterator(), explained)
        .forEachRemaining(row -> counts.put(Kind.valueOf(row.getString(0)), row.getLong(1)));
    return counts;
  }

  private Dataset<Row> inOrder(Dataset<Row> changes, long limit) {
    StructField[] key = Schemas.key(job).fields();
    Column[] order =
        IntStream.range(0, key.length).mapToObj(i -> col(KEY + i)).toArray(Column[]::new);
    Dataset<Row> ordered = changes.orderBy(order);
    if (limit > 0) {
      ordered = ordered.limit((int) Math.min(Integer.MAX_VALUE, limit));
    }
    List<Column> cells = new ArrayList<>();
    cells.add(col(KIND));
    for (int i = 0; i < key.length; i++) {
      cells.add(CellText.of(col(KEY + i), key[i].dataType()));
    }
    cells.addAll(List.of(col(OLD), col(NEW), col(DIFFERS)));
    return ordered.select(cells.toArray(new Column[0]));
  }
}
