package io.sluice.merge;

import io.sluice.error.ConfigurationException;
import io.sluice.spark.Schemas;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.Floor;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.MergeSpec.OrderBy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The merge of one run, in two steps: {@link #decide} compares the increment with the table, one
 * row per key; {@link #rows} and {@link #tombstones} apply the {@link Effects}. The caller persists
 * the decisions between the steps, and the incoming rows before the first.
 *
 * <p>Every method is lazy and runs no Spark job. The outcome is a function of the rows alone: it
 * does not depend on their order, on partitions, or on the {@link JoinPlan}.
 *
 * <p>Inputs, with more columns allowed:
 *
 * <ul>
 *   <li>incoming: the contract's columns, the hidden ones, {@link MergeColumns#OPERATION} and
 *       {@link MergeColumns#KEY_ORIGINAL}; keys are not null, nor is an order column that nothing
 *       stands in for
 *   <li>current: the stored columns, the hidden ones and {@link MergeColumns#DATA_FILE}, one row
 *       per key
 *   <li>tombstones: as {@link Schemas#tombstones}, at most one row per key
 *   <li>floors: those in force after this run, the ones of its own loads among them
 * </ul>
 */
public final class Merge {
  private final JobSpec job;
  private final JoinPlan plan;
  private final Version version;
  private final Reduction reduction;
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
    this.version = new Version(job);
    this.reduction = new Reduction(job, version);
    this.key = job.merge().key();
    check();
  }

  /**
   * Returns one row per incoming key (in {@code append}: per incoming row): the stored and hidden
   * columns of its winner, and the columns of {@link MergeColumns} that say so. Scans {@code
   * current} once.
   *
   * @param repeated what {@link #repeatedKeys} gives, more keys allowed, where it is small enough
   *     for every executor: all rows of other keys are spared the way through a shuffle and a sort
   * @param floors must be empty for modes without floors
   */
  public Dataset<Row> decide(
      Dataset<Row> incoming,
      Optional<Dataset<Row>> repeated,
      Dataset<Row> current,
      Dataset<Row> tombstones,
      List<Floor> floors) {
    Floors bounds = new Floors(job, floors);
    if (job.merge().mode() == Mode.APPEND) {
      return append(incoming);
    }
    Decision decision = new Decision(job, version, reduction, bounds);
    Dataset<Row> joined =
        join(
            join(
                bounds.bind(reduction.winners(incoming, repeated)).alias("i"),
                incoming,
                current,
                "s"),
            incoming,
            tombstones,
            "t");
    List<Column> columns = new ArrayList<>(List.of(Names.columns(cleanColumns(), Names.of("i"))));
    Stream.of(
            MergeColumns.DUPLICATE,
            MergeColumns.SUPERSEDED,
            MergeColumns.TIES,
            MergeColumns.KEY_COLLISIONS)
        .forEach(name -> columns.add(Names.of("i").apply(name)));
    columns.addAll(decision.facts());
    columns.add(Names.of("s").apply(MergeColumns.DATA_FILE).as(MergeColumns.DATA_FILE));
    columns.add(partition("s").as(MergeColumns.OLD_PARTITION));
    return applied(Decision.classified(joined.select(columns.toArray(Column[]::new))));
  }

  /** Returns the keys that more than one incoming row has. */
  public Dataset<Row> repeatedKeys(Dataset<Row> incoming) {
    return reduction.repeatedKeys(incoming);
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
    Floors bounds = new Floors(job, floors);
    Dataset<Row> below = bounds.bind(current).filter(bounds.below(Names.PLAIN, Names.PLAIN));
    return without(below, effects.replaced().get())
        .select(Names.columns(List.of(current.columns()), Names.PLAIN));
  }

  /** Returns the effective tombstones after the run, as {@link Schemas#tombstones}. */
  public Dataset<Row> tombstones(Dataset<Row> tombstones, Effects effects, List<Floor> floors) {
    return without(above(tombstones, floors), effects.beaten().get())
        .select(Names.columns(List.of(Schemas.tombstones(job).fieldNames()), Names.PLAIN))
        .unionByName(effects.dead().get());
  }

  /**
   * Returns the incoming rows with {@link MergeColumns#TIED}: whether another row of the increment
   * has the same key and, but for the hash, version, and other content. Identical rows are no tie.
   */
  public Dataset<Row> withTies(Dataset<Row> incoming) {
    return job.merge().mode() == Mode.APPEND
        ? incoming.withColumn(MergeColumns.TIED, functions.lit(false))
        : reduction.withTies(incoming);
  }

  private Dataset<Row> append(Dataset<Row> incoming) {
    List<Column> columns = new ArrayList<>(List.of(Names.columns(cleanColumns(), Names.PLAIN)));
    Stream.of(
            MergeColumns.DUPLICATE,
            MergeColumns.SUPERSEDED,
            MergeColumns.TIES,
            MergeColumns.KEY_COLLISIONS)
        .forEach(name -> columns.add(functions.lit(0L).as(name)));
    columns.add(functions.lit(MergeClass.INSERTED.text()).as(MergeColumns.CLASS));
    columns.add(functions.lit(false).as(MergeColumns.DEAD));
    columns.add(functions.lit(null).cast("string").as(MergeColumns.DATA_FILE));
    columns.add(partition("n").as(MergeColumns.OLD_PARTITION));
    Dataset<Row> rows = incoming.alias("n");
    return applied(rows.select(columns.toArray(Column[]::new)));
  }

  /**
   * Adds what follows from the class, and leaves the origin of the stored row only where it goes.
   */
  private Dataset<Row> applied(Dataset<Row> classified) {
    Column replaces = isAny(MergeClass.REFRESHED, MergeClass.UPDATED, MergeClass.DELETED);
    Dataset<Row> all =
        Names.with(
            classified,
            Map.of(
                MergeColumns.LIVE,
                isAny(MergeClass.INSERTED, MergeClass.UPDATED, MergeClass.REFRESHED),
                MergeColumns.REPLACES,
                replaces,
                MergeColumns.DATA_FILE,
                functions.when(replaces, functions.col(MergeColumns.DATA_FILE)),
                MergeColumns.OLD_PARTITION,
                functions.when(replaces, functions.col(MergeColumns.OLD_PARTITION))));
    return job.merge().partitionBy().isEmpty() ? all.drop(MergeColumns.OLD_PARTITION) : all;
  }

  private static Column isAny(MergeClass... classes) {
    return functions
        .col(MergeColumns.CLASS)
        .isin(Arrays.stream(classes).map(MergeClass::text).toArray());
  }

  private Column partition(String alias) {
    return job.merge().partitionBy().isEmpty()
        ? functions.lit(null)
        : functions.struct(Names.columns(job.merge().partitionBy(), Names.of(alias)));
  }

  /**
   * Returns the rows of {@code large}, with all its columns, whose key is an incoming one. Lazy.
   */
  public Dataset<Row> touched(Dataset<Row> large, Dataset<Row> incoming) {
    return large
        .alias("l")
        .join(
            plan.small(incoming.select(Names.columns(key, Names.PLAIN))).alias("k"),
            Names.equal(key, Names.of("l"), Names.of("k")),
            "leftsemi");
  }

  /** Joins each key with its row of {@code large}, which bears the alias afterwards. */
  private Dataset<Row> join(
      Dataset<Row> winners, Dataset<Row> incoming, Dataset<Row> large, String alias) {
    Column sameKey = Names.equal(key, Names.of("i"), Names.of(alias));
    return switch (plan) {
      // Only what the increment's keys touch leaves the scan, so the shuffle that follows is small.
      case BROADCAST ->
          winners.join(touched(large, incoming).hint("shuffle_hash").alias(alias), sameKey, "left");
      case SHUFFLED -> plan.small(winners).join(large.alias(alias), sameKey, "left");
    };
  }

  /** The rows whose key is none of these. */
  private Dataset<Row> without(Dataset<Row> rows, Dataset<Row> keys) {
    if (job.merge().mode() == Mode.APPEND) {
      return rows;
    }
    return rows.alias("l")
        .join(
            plan.small(keys).alias("k"),
            Names.equal(key, Names.of("l"), Names.of("k")),
            "leftanti");
  }

  private Dataset<Row> above(Dataset<Row> rows, List<Floor> floors) {
    Floors bounds = new Floors(job, floors);
    return bounds.bind(rows).filter(functions.not(bounds.below(Names.PLAIN, Names.PLAIN)));
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
