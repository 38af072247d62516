package io.sluice.run.ingest;

import io.sluice.merge.Decisions;
import io.sluice.merge.JoinPlan;
import io.sluice.merge.LocalMerge;
import io.sluice.merge.Merge;
import io.sluice.read.IncrementReader;
import io.sluice.read.Judging;
import io.sluice.read.ReadColumns;
import io.sluice.spark.Rows;
import io.sluice.spec.Floor;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.storage.Storage;
import io.sluice.transform.Transform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * The increments of a run: read, transformed and judged. The plan says where the rows are, on the
 * driver or on executors; every plan gives the same rows and counts.
 */
final class Batch implements AutoCloseable {
  private final SparkSession spark;
  private final BatchInput input;
  private final MergePlan plan;
  private final Rows judged;
  private final ReadCounts counts;
  private final List<Dataset<Row>> kept = new ArrayList<>();

  /** Reads the increments. */
  Batch(SparkSession spark, Storage storage, BatchInput input, MergePlan plan) {
    this(spark, storage, input, plan, List.of());
  }

  /**
   * Reads the increments.
   *
   * @param transforms what changes their rows, in this order
   */
  Batch(
      SparkSession spark,
      Storage storage,
      BatchInput input,
      MergePlan plan,
      List<Transform> transforms) {
    this.spark = spark;
    this.input = input;
    this.plan = plan;
    JobSpec job = input.job();
    boolean changed = !transforms.isEmpty() || !job.raw().columns().equals(job.columns());
    IncrementReader reader = new IncrementReader(job, !changed);
    Rows rows =
        plan.place() == MergePlan.Place.EXECUTORS
            ? reader.read(spark, input.files())
            : reader.local(spark, storage, input.files());
    for (Transform transform : transforms) {
      rows = transform.of(spark, rows);
    }
    rows = changed ? new Judging(job).of(spark, rows) : rows;
    this.judged = keep(TieQuarantine.mark(spark, job, rows));
    this.counts = ReadCounts.of(job, judged);
  }

  /** What was read. */
  ReadCounts counts() {
    return counts;
  }

  /** The rows that were read and cannot be used. */
  Dataset<Row> quarantined() {
    return judged.where(ReadColumns.REASON, false).dataset(spark);
  }

  /** The others. */
  Dataset<Row> accepted() {
    return judged.where(ReadColumns.REASON, true).dataset(spark);
  }

  /** Merges the others into the table; called once. */
  Merged merge(List<Floor> floors) {
    Rows accepted = judged.where(ReadColumns.REASON, true);
    return switch (plan.place()) {
      case DRIVER_ALONE -> alone((Rows.Local) accepted, floors);
      case DRIVER -> onDriver((Rows.Local) accepted, floors);
      case EXECUTORS -> onExecutors(accepted.dataset(spark), floors);
    };
  }

  /** The whole table is small: the engine has nothing to do but to read and to write files. */
  private Merged alone(Rows.Local accepted, List<Floor> floors) {
    Rows.Local current = Rows.Local.of(input.stored(spark, input.stored()));
    Rows.Local tombstones = Rows.Local.of(input.tombstones(spark));
    return new Merged(
        spark,
        new LocalMerge(input.job(), floors).decide(accepted, current, tombstones),
        files -> input.among(current, files),
        tombstones);
  }

  private Merged onDriver(Rows.Local accepted, List<Floor> floors) {
    JobSpec job = input.job();
    LocalMerge merge = new LocalMerge(job, floors);
    Dataset<Row> keys = merge.keys(accepted).dataset(spark);
    // An append meets no row of the table.
    boolean meets = job.merge().mode() != Mode.APPEND;
    return merged(
        merge.decide(
            accepted,
            met(keys, stored(), meets),
            met(keys, input.tombstones(spark), meets && input.tombstones() > 0)));
  }

  /** The rows of the table that may have the key of an incoming one. */
  private Dataset<Row> stored() {
    return input.stored(spark, input.met(counts.partitions()));
  }

  /** The rows that have one of the keys. */
  private Rows.Local met(Dataset<Row> keys, Dataset<Row> rows, boolean any) {
    return any
        ? Rows.Local.of(new Merge(input.job()).touched(rows, keys))
        : new Rows.Local(rows.schema(), List.of());
  }

  private Merged onExecutors(Dataset<Row> accepted, List<Floor> floors) {
    Merge merge = new Merge(input.job(), plan.join());
    boolean first = input.storedRows() == 0 && input.tombstones() == 0;
    Dataset<Row> decisions =
        first
            ? first(merge, accepted, floors)
            : keep(merge.decide(accepted, stored(), input.tombstones(spark), floors));
    return merged(merge.decisions(decisions, floors));
  }

  /** To decide again is as cheap as to keep, unless everything is sorted. */
  private Dataset<Row> first(Merge merge, Dataset<Row> accepted, List<Floor> floors) {
    if (input.job().merge().mode() == Mode.APPEND) {
      return merge.decideFirst(accepted, Optional.empty(), floors);
    }
    Optional<Dataset<Row>> repeated =
        Optional.of(keep(merge.repeatedKeys(accepted)))
            .filter(keys -> JoinPlan.canBroadcast(keys.count()));
    Dataset<Row> decisions = merge.decideFirst(accepted, repeated, floors);
    return repeated.isPresent() ? decisions : keep(decisions);
  }

  private Merged merged(Decisions decisions) {
    return new Merged(
        spark,
        decisions,
        files -> new Rows.Distributed(input.stored(spark, files)),
        new Rows.Distributed(input.tombstones(spark)));
  }

  /** Frees what was kept, also for what was merged. */
  @Override
  public void close() {
    kept.forEach(Dataset::unpersist);
  }

  private Rows keep(Rows rows) {
    return rows instanceof Rows.Distributed distributed
        ? new Rows.Distributed(keep(distributed.rows()))
        : rows;
  }

  private Dataset<Row> keep(Dataset<Row> rows) {
    Dataset<Row> persisted = rows.persist(StorageLevel.MEMORY_AND_DISK());
    kept.add(persisted);
    return persisted;
  }
}
