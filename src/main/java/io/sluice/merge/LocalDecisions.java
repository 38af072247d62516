package io.sluice.merge;

import io.sluice.law.Verdict;
import io.sluice.spark.Rows;
import io.sluice.spark.Schemas;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Partition;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** What {@link LocalMerge} decided. */
public final class LocalDecisions implements Decisions {
  private final LocalMerge merge;
  private final JobSpec job;
  private final List<Verdict<LocalRow>> decided;

  LocalDecisions(LocalMerge merge, List<Verdict<LocalRow>> decided) {
    this.merge = merge;
    this.job = merge.job();
    this.decided = List.copyOf(decided);
  }

  @Override
  public MergeCounts counts() {
    MergeCounts.Tally tally = new MergeCounts.Tally();
    for (Verdict<LocalRow> one : decided) {
      tally.add(
          one.mergeClass(),
          new MergeCounts.Sums(
              1,
              one.beaten().duplicate(),
              one.beaten().superseded(),
              one.beaten().ties(),
              one.beaten().keyCollisions(),
              one.dead() ? 1 : 0));
      one.leaving()
          .ifPresent(
              row ->
                  tally.leaves(
                      one.mergeClass(),
                      row.dataFile().orElseThrow(),
                      LocalMerge.partition(job, row),
                      1));
    }
    return tally.counts();
  }

  @Override
  public Rows rows(Rows current) {
    return current instanceof Rows.Local local
        ? new Rows.Local(Schemas.clean(job), merge.rows(local, this))
        : distributed((Rows.Distributed) current).rows(current);
  }

  @Override
  public Map<Partition, Long> removed(Rows current) {
    return current instanceof Rows.Local local
        ? merge.removed(local, this)
        : distributed((Rows.Distributed) current).removed(current);
  }

  @Override
  public Rows tombstones(Rows before) {
    return before instanceof Rows.Local local
        ? new Rows.Local(Schemas.tombstones(job), merge.tombstones(local, this))
        : distributed((Rows.Distributed) before).tombstones(before);
  }

  /** For the engine to apply. */
  private DistributedDecisions distributed(Rows.Distributed rows) {
    SparkSession spark = rows.rows().sparkSession();
    StructType key = Schemas.key(job);
    StructType tombstone = Schemas.tombstones(job);
    Effects effects =
        new Effects(
            () -> new Rows.Local(key, keyRows(Verdict::replaces)).dataset(spark),
            () ->
                new Rows.Local(Schemas.clean(job), live().stream().map(LocalMerge::clean).toList())
                    .dataset(spark),
            () -> new Rows.Local(key, keyRows(Verdict::beatsTombstone)).dataset(spark),
            () ->
                new Rows.Local(
                        tombstone,
                        dead().stream()
                            .map(row -> LocalMerge.tombstone(job, tombstone, row))
                            .toList())
                    .dataset(spark));
    return new DistributedDecisions(spark, job, new Merge(job), merge.floors(), effects, counts());
  }

  List<Verdict<LocalRow>> all() {
    return decided;
  }

  List<LocalRow> live() {
    return winners(Verdict::live);
  }

  List<LocalRow> dead() {
    return winners(Verdict::dead);
  }

  /** The keys whose stored row leaves. */
  Set<List<Object>> replaced() {
    return keys(Verdict::replaces);
  }

  /** The keys whose tombstone leaves. */
  Set<List<Object>> beaten() {
    return keys(Verdict::beatsTombstone);
  }

  private List<LocalRow> winners(Predicate<Verdict<LocalRow>> which) {
    return decided.stream().filter(which).map(Verdict::winner).toList();
  }

  private Set<List<Object>> keys(Predicate<Verdict<LocalRow>> which) {
    return decided.stream()
        .filter(which)
        .map(one -> one.winner().key())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private List<Row> keyRows(Predicate<Verdict<LocalRow>> which) {
    return decided.stream()
        .filter(which)
        .map(one -> RowFactory.create(one.winner().key().toArray()))
        .toList();
  }
}
