package io.sluice.run.show;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.when;

import io.sluice.run.show.RowChange.Kind;
import io.sluice.spark.Names;
import io.sluice.spark.Schemas;
import io.sluice.spec.JobSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.storage.StorageLevel;

/** Compares rows of a clean table with others of it, by their key. */
public final class RowDiff {
  private static final Function<String, Column> BEFORE = Names.of("before");
  private static final Function<String, Column> AFTER = Names.of("after");

  /** Of a side's row: true, so that a row that the other side lacks is told from its nulls. */
  private static final String THERE = "_there";

  /** Of a side's row: whether the user's condition holds; null where it does not know. */
  private static final String MEETS = "_meets";

  static final String KIND = "kind";
  private static final String KEY = "key_";
  private static final String OLD = "old";
  private static final String NEW = "new";
  private static final String DIFFERS = "differs";

  private final JobSpec job;
  private final List<StructField> compared;

  /** Compares these columns, of which none belongs to the key. */
  RowDiff(JobSpec job, List<StructField> compared) {
    this.job = job;
    this.compared = List.copyOf(compared);
  }

  /** Compares all columns of the table. */
  public RowDiff(JobSpec job) {
    this(
        job,
        ShownColumns.of(job, List.of(), false).stream()
            .filter(field -> !job.merge().key().contains(field.name()))
            .toList());
  }

  /** The first rows of each kind, in the order of the key; compares once, and runs. */
  public List<RowChange> first(Dataset<Row> before, Dataset<Row> after, int ofEach) {
    Dataset<Row> changes =
        of(before, after, Optional.empty()).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return first(changes, ofEach);
    } finally {
      changes.unpersist();
    }
  }

  /** The first rows of each kind of those that {@link #of} gives. */
  List<RowChange> first(Dataset<Row> changes, int ofEach) {
    List<RowChange> first = new ArrayList<>();
    if (ofEach > 0) {
      for (Kind kind : Kind.values()) {
        Dataset<Row> some = changes.filter(col(KIND).equalTo(kind.name()));
        read(inOrder(some, ofEach).collectAsList().iterator()).forEachRemaining(first::add);
      }
    }
    return first;
  }

  /** In how many updated rows each column differs; columns that never do are left out. Runs. */
  Map<String, Long> differing(Dataset<Row> changes) {
    Map<String, Long> differing = new LinkedHashMap<>();
    Column position = col("position");
    Map<Integer, Long> rows = new HashMap<>();
    changes
        .filter(col(KIND).equalTo(Kind.UPDATED.name()))
        .select(posexplode(col(DIFFERS)).as(new String[] {"position", "differs"}))
        .filter(col("differs"))
        .groupBy(position)
        .count()
        .collectAsList()
        .forEach(row -> rows.put(row.getInt(0), row.getLong(1)));
    for (int i = 0; i < compared.size(); i++) {
      if (rows.containsKey(i)) {
        differing.put(compared.get(i).name(), rows.get(i));
      }
    }
    return differing;
  }

  /**
   * One row per key that differs: its kind, the key's values, the compared columns' texts on both
   * sides, and which of them differ. Lazy.
   *
   * @param where a condition that one of the two rows meets
   */
  Dataset<Row> of(Dataset<Row> before, Dataset<Row> after, Optional<String> where) {
    Dataset<Row> joined =
        side(before, where)
            .alias("before")
            .join(
                side(after, where).alias("after"),
                Names.equal(job.merge().key(), BEFORE, AFTER),
                "full_outer");
    Column kind =
        when(BEFORE.apply(THERE).isNull(), Kind.INSERTED.name())
            .when(AFTER.apply(THERE).isNull(), Kind.DELETED.name())
            .otherwise(Kind.UPDATED.name());
    Column meets =
        coalesce(BEFORE.apply(MEETS), lit(false)).or(coalesce(AFTER.apply(MEETS), lit(false)));
    Column differs = all(field -> not(same(field.name()))).cast("array<boolean>").as(DIFFERS);
    List<Column> columns = new ArrayList<>();
    columns.add(kind.as(KIND));
    for (int i = 0; i < job.merge().key().size(); i++) {
      String name = job.merge().key().get(i);
      columns.add(coalesce(BEFORE.apply(name), AFTER.apply(name)).as(KEY + i));
    }
    columns.add(texts(BEFORE).as(OLD));
    columns.add(texts(AFTER).as(NEW));
    columns.add(differs);
    return joined
        .filter(meets)
        .select(columns.toArray(new Column[0]))
        .filter(col(KIND).notEqual(Kind.UPDATED.name()).or(array_contains(col(DIFFERS), true)));
  }

  private static Dataset<Row> side(Dataset<Row> rows, Optional<String> where) {
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

  private Column texts(Function<String, Column> at) {
    return all(field -> CellText.of(at.apply(field.name()), field.dataType()))
        .cast("array<string>");
  }

  /** One array instead of hundreds of columns, over which the planner would take long. */
  private Column all(Function<StructField, Column> of) {
    return array(compared.stream().map(of).toArray(Column[]::new));
  }

  /** What {@link #inOrder} gives, as changes. */
  Iterator<RowChange> read(Iterator<Row> rows) {
    List<String> names = compared.stream().map(StructField::name).toList();
    return new Changes(rows, job.merge().key().size(), names);
  }

  /** Rows of {@link #of} as texts, in the order of the key. */
  Dataset<Row> inOrder(Dataset<Row> changes, long limit) {
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

  /** The columns, of the key too, whose text is JSON already. */
  public Set<String> bare() {
    Set<String> bare = new HashSet<>();
    compared.stream()
        .filter(field -> CellText.isBare(job, field))
        .forEach(field -> bare.add(field.name()));
    Arrays.stream(Schemas.key(job).fields())
        .filter(field -> CellText.isBare(job, field))
        .forEach(field -> bare.add(field.name()));
    return bare;
  }
}
