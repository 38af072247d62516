package io.sluice.run.ingest;

import static org.apache.spark.sql.functions.col;

import io.sluice.merge.Effects;
import io.sluice.merge.JoinPlan;
import io.sluice.merge.Merge;
import io.sluice.merge.MergeCounts;
import io.sluice.read.IncrementReader;
import io.sluice.read.ReadColumns;
import io.sluice.spec.Floor;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * A batch of any size: what was read is kept by the executors, and what was decided unless it is as
 * cheap to decide again.
 */
final class SparkBatch implements Batch {
  private final SparkSession spark;
  private final BatchInput input;
  private final JoinPlan plan;
  private final Dataset<Row> judged;
  private final ReadCounts counts;
  private final List<Dataset<Row>> kept = new ArrayList<>();

  /** Reads the increments. */
  SparkBatch(SparkSession spark, BatchInput input, JoinPlan plan) {
    this.spark = spark;
    this.input = input;
    this.plan = plan;
    JobSpec job = input.job();
    Dataset<Row> read = new IncrementReader(job).read(spark, input.files());
    this.judged = keep(TieQuarantine.mark(job, read));
    this.counts = ReadCounts.of(job, judged);
  }

  @Override
  public ReadCounts counts() {
    return counts;
  }

  @Override
  public Dataset<Row> quarantined() {
    return judged.filter(col(ReadColumns.REASON).isNotNull());
  }

  @Override
  public Merged merge(List<Floor> floors) {
    Merge merge = new Merge(input.job(), plan);
    Dataset<Row> accepted = judged.filter(col(ReadColumns.REASON).isNull());
    boolean first = input.storedRows() == 0 && input.tombstones() == 0;
    Dataset<Row> decisions =
        first
            ? first(merge, accepted, floors)
            : keep(
                merge.decide(
                    accepted,
                    input.stored(spark, input.stored()),
                    input.tombstones(spark),
                    floors));
    return new SparkMerged(
        spark, input, merge, floors, Effects.of(input.job(), decisions), MergeCounts.of(decisions));
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

  @Override
  public void close() {
    kept.forEach(Dataset::unpersist);
  }

  private Dataset<Row> keep(Dataset<Row> rows) {
    Dataset<Row> persisted = rows.persist(StorageLevel.MEMORY_AND_DISK());
    kept.add(persisted);
    return persisted;
  }
}
