package io.sluice.merge;

import io.sluice.error.ConfigurationException;
import io.sluice.law.Floors;
import io.sluice.law.Verdict;
import io.sluice.spark.Names;
import io.sluice.spark.Schemas;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.Floor;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.MergeSpec.Operation;
import io.sluice.spec.MergeSpec.OrderBy;
import io.sluice.spec.WorkingColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * The merge of one run, in two steps: {@link #decide} compares the increment with the table, one
 * row per key; {@link #rows} and {@link #tombstones} apply the {@link Effects}. The caller persists
 * the decisions between the steps, and the incoming rows before the first.
 *
 * <p>{@link #decide} and {@link #withTies} bring the rows of each key that the increment touches
 * together and give them to the law; they run the jobs that bring them together. All other methods
 * are lazy. The outcome is a function of the rows alone: it does not depend on their order, on
 * partitions, or on the {@link JoinPlan}.
 *
 * <p>Inputs, with more columns allowed:
 *
 * <ul>
 *   <li>incoming: the contract's columns, the hidden ones, {@link WorkingColumns#OPERATION} and
 *       {@link WorkingColumns#KEY_ORIGINAL}; keys are not null, nor is an order column that nothing
 *       stands in for
 *   <li>current: the stored columns, the hidden ones and {@link WorkingColumns#DATA_FILE}, one row
 *       per key
 *   <li>tombstones: as {@link Schemas#tombstones}, at most one row per key
 *   <li>floors: those in force after this run, the ones of its own loads among them
 * </ul>
 */
public final class Merge {
  private static final String BELOW = "_below_floor";

  private final JobSpec job;
  private final JoinPlan plan;
  private final Contenders contenders;
  private final List<String> key;

  /** A merge with {@link JoinPlan#BROADCAST}. */
  public Merge(JobSpec job) {
    this(job, JoinPlan.BROADCAST);
  }

  /**
   * A merge by the given plan.
   *
   * @throws ConfigurationException if a key, order or partition column is not stored, as then the
   *     version of a stored row is not known
   */
  public Merge(JobSpec job, JoinPlan plan) {
    this.job = job;
    this.plan = plan;
    this.contenders = new Contenders(job);
    this.key = job.merge().key();
    check();
  }

  /**
   * Returns one row per incoming key (in {@code append}: per incoming row): the stored and hidden
   * columns of its winner, and the columns of {@link MergeColumns} that say so. Scans {@code
   * current} once.
   *
   * @param floors must be empty for modes without floors
   */
  public Dataset<Row> decide(
      Dataset<Row> incoming, Dataset<Row> current, Dataset<Row> tombstones, List<Floor> floors) {
    if (job.merge().mode() == Mode.APPEND) {
      return appended(incoming);
    }
    Dataset<Row> all =
        contenders
            .incoming(incoming)
            .unionByName(contenders.stored(met(current, incoming)))
            .unionByName(contenders.tombstones(met(tombstones, incoming)));
    return judged(contenders.sorted(all), floors);
  }

  /**
   * The same for a table without rows and tombstones. Rows that are alone with their key stay in
   * the engine's columns: no shuffle, no sort, no objects.
   *
   * @param repeated what {@link #repeatedKeys} gives, more keys allowed, where it is small enough
   *     for every executor
   */
  public Dataset<Row> decideFirst(
      Dataset<Row> incoming, Optional<Dataset<Row>> repeated, List<Floor> floors) {
    if (job.merge().mode() == Mode.APPEND) {
      return appended(incoming);
    }
    if (repeated.isEmpty()) {
      return judged(contenders.sorted(contenders.incoming(incoming)), floors);
    }
    Dataset<Row> keys = functions.broadcast(repeated.get());
    Dataset<Row> alone = byKey(incoming, keys, "leftanti");
    Dataset<Row> others = byKey(incoming, keys, "leftsemi");
    return lone(alone, floors)
        .unionByName(judged(contenders.sorted(contenders.incoming(others)), floors));
  }

  /** Returns the keys that more than one incoming row has. Lazy. */
  public Dataset<Row> repeatedKeys(Dataset<Row> incoming) {
    Column[] columns = Names.columns(key, Names.PLAIN);
    String count = "_count";
    return incoming
        .groupBy(columns)
        .agg(functions.count(functions.lit(1)).as(count))
        .filter(functions.col(count).gt(1))
        .select(columns);
  }

  /**
   * Returns the clean table after the run, in the columns of {@link Schemas#clean}: the rows of
   * {@code current} that stay, and the live winners. Where the caller passes only some data files
   * as {@code current}, the rows of the others are left to it.
   */
  public Dataset<Row> rows(Dataset<Row> current, Effects effects, List<Floor> floors) {
    return without(above(current, floors), effects.replaced().get())
        .select(Names.columns(cleanColumns(), Names.PLAIN))
        .unionByName(effects.live().get());
  }

  /**
   * Returns the rows of {@code current}, with all its columns, that a floor takes away and no
   * winner replaces: neither updated nor deleted, but removed.
   */
  public Dataset<Row> removed(Dataset<Row> current, Effects effects, List<Floor> floors) {
    return without(current.filter(below(floors)), effects.replaced().get());
  }

  /** Returns the effective tombstones after the run, as {@link Schemas#tombstones}. */
  public Dataset<Row> tombstones(Dataset<Row> tombstones, Effects effects, List<Floor> floors) {
    return without(above(tombstones, floors), effects.beaten().get())
        .select(Names.columns(List.of(Schemas.tombstones(job).fieldNames()), Names.PLAIN))
        .unionByName(effects.dead().get());
  }

  /** What {@link #decide} or {@link #decideFirst} gave, counted in one job of the engine. */
  public Decisions decisions(Dataset<Row> decided, List<Floor> floors) {
    return new DistributedDecisions(
        decided.sparkSession(),
        job,
        this,
        floors,
        Effects.of(job, decided),
        MergeCounts.of(decided));
  }

  /**
   * Returns the incoming rows with {@link MergeColumns#TIED}: whether another row of the increment
   * has the same key and, but for the hash, version, and other content. Identical rows are no tie.
   */
  public Dataset<Row> withTies(Dataset<Row> incoming) {
    if (job.merge().mode() == Mode.APPEND) {
      return incoming.withColumn(MergeColumns.TIED, functions.lit(false));
    }
    Dataset<Row> versions = contenders.incoming(incoming);
    KeyShape shape = new KeyShape(job, Floors.of(job, List.of()));
    int width = shape.keyAndVersionWidth();
    StructType schema = new StructType();
    for (int i = 0; i < width; i++) {
      schema = schema.add(versions.schema().fields()[i]);
    }
    Dataset<Row> tied =
        eachKey(contenders.sorted(versions), shape, TiedVersions::new, schema)
            .withColumn(MergeColumns.TIED, functions.lit(true));
    List<Column> own = contenders.keyAndVersion(Names.of("n"));
    Column same = functions.lit(true);
    for (int i = 0; i < width; i++) {
      same = same.and(own.get(i).eqNullSafe(functions.col("t." + schema.fieldNames()[i])));
    }
    return incoming
        .alias("n")
        .join(tied.alias("t"), same, "left")
        .select(
            functions.col("n.*"),
            functions
                .coalesce(functions.col("t." + MergeColumns.TIED), functions.lit(false))
                .as(MergeColumns.TIED));
  }

  private Dataset<Row> judged(Dataset<Row> contenders, List<Floor> floors) {
    KeyShape shape = new KeyShape(job, Floors.of(job, floors));
    return Judged.opened(job, eachKey(contenders, shape, Judged::new, Judged.schema(job)));
  }

  /** The engine's own rows go in and come out: those that nobody opens are never made objects. */
  static Dataset<Row> eachKey(
      Dataset<Row> contenders, KeyShape shape, SortedKeys.Start start, StructType schema) {
    return contenders
        .sparkSession()
        .internalCreateDataFrame(
            contenders
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .<InternalRow>mapPartitions(rows -> new SortedKeys(rows, shape, start))
                .rdd(),
            schema,
            false);
  }

  private Dataset<Row> appended(Dataset<Row> incoming) {
    List<Column> columns = new ArrayList<>(List.of(Names.columns(cleanColumns(), Names.PLAIN)));
    List<Object> verdict = Judged.cells(Verdict.appended(new Lone(Operation.UPSERT, false)));
    columns.addAll(Judged.columns(job, cell -> functions.lit(verdict.get(cell))));
    return incoming.select(columns.toArray(Column[]::new));
  }

  /** The law's verdict on each kind of row is known before; the engine picks it for each row. */
  private Dataset<Row> lone(Dataset<Row> incoming, List<Floor> floors) {
    Column delete = contenders.isDelete();
    Column below = functions.col(BELOW);
    List<Object> upsert = verdict(Operation.UPSERT, false);
    List<Object> upsertBelow = verdict(Operation.UPSERT, true);
    List<Object> deleted = verdict(Operation.DELETE, false);
    List<Object> deletedBelow = verdict(Operation.DELETE, true);
    List<Column> columns = contenders.cleanOfIncoming();
    columns.addAll(
        Judged.columns(
            job,
            cell ->
                functions
                    .when(below.and(delete), deletedBelow.get(cell))
                    .when(below, upsertBelow.get(cell))
                    .when(delete, deleted.get(cell))
                    .otherwise(upsert.get(cell))));
    return incoming.withColumn(BELOW, below(floors)).select(columns.toArray(Column[]::new));
  }

  private List<Object> verdict(Operation operation, boolean belowFloor) {
    return Judged.cells(new Lone(operation, belowFloor).verdict(job));
  }

  /**
   * Returns the rows of {@code large}, with all its columns, whose key is an incoming one. Lazy.
   */
  public Dataset<Row> touched(Dataset<Row> large, Dataset<Row> incoming) {
    Dataset<Row> keys = incoming.select(Names.columns(key, Names.PLAIN));
    return byKey(large, plan.small(keys), "leftsemi");
  }

  /** What of a table has to meet the increment. What of it nothing meets is passed by. */
  private Dataset<Row> met(Dataset<Row> large, Dataset<Row> incoming) {
    return switch (plan) {
      // Only what the increment's keys touch leaves the scan, so the shuffle that follows is small.
      case BROADCAST -> touched(large, incoming);
      case SHUFFLED -> large;
    };
  }

  private Dataset<Row> byKey(Dataset<Row> rows, Dataset<Row> keys, String join) {
    return rows.alias("r")
        .join(keys.alias("k"), Names.equal(key, Names.of("r"), Names.of("k")), join);
  }

  /** The rows whose key is none of these. */
  private Dataset<Row> without(Dataset<Row> rows, Dataset<Row> keys) {
    return job.merge().mode() == Mode.APPEND ? rows : byKey(rows, plan.small(keys), "leftanti");
  }

  private Dataset<Row> above(Dataset<Row> rows, List<Floor> floors) {
    return floors.isEmpty() ? rows : rows.filter(functions.not(below(floors)));
  }

  private Column below(List<Floor> floors) {
    if (floors.isEmpty()) {
      return functions.lit(false);
    }
    return BelowFloor.of(Floors.of(job, floors), job.merge().partitionBy());
  }

  private List<String> cleanColumns() {
    return List.of(Schemas.clean(job).fieldNames());
  }

  private void check() {
    Set<String> stored =
        job.storedColumns().stream().map(ColumnSpec::name).collect(Collectors.toSet());
    List<String> missing =
        Stream.of(
                key.stream(),
                job.merge().orderBy().stream().map(OrderBy::column),
                job.merge().partitionBy().stream())
            .flatMap(names -> names)
            .filter(name -> !stored.contains(name))
            .distinct()
            .toList();
    if (!missing.isEmpty()) {
      throw new ConfigurationException(
          job.dataset()
              + ": key, order_by and clean.partition_by need stored columns, "
              + missing
              + " are not. Nothing was run. Remove store: false from them.");
    }
    if (key.isEmpty() && job.merge().mode() != Mode.APPEND) {
      throw new ConfigurationException(
          job.dataset() + ": no key, which only mode append may lack. Nothing was run. Add key.");
    }
  }
}
