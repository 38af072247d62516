package io.sluice.merge;

import io.sluice.law.Verdict;
import io.sluice.spark.DriverRows;
import io.sluice.spark.Schemas;
import io.sluice.spec.JobSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** What {@link LocalMerge} decided. */
public final class LocalDecisions {
  private final JobSpec job;
  private final List<Verdict<LocalRow>> decided;

  LocalDecisions(JobSpec job, List<Verdict<LocalRow>> decided) {
    this.job = job;
    this.decided = List.copyOf(decided);
  }

  /** What the decisions add up to. */
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

  /** What they do to the table, for Spark to apply. */
  public Effects effects(SparkSession spark) {
    StructType key = Schemas.key(job);
    StructType tombstone = Schemas.tombstones(job);
    return new Effects(
        () -> DriverRows.dataset(spark, keyRows(Verdict::replaces), key),
        () ->
            DriverRows.dataset(
                spark, live().stream().map(LocalMerge::clean).toList(), Schemas.clean(job)),
        () -> DriverRows.dataset(spark, keyRows(Verdict::beatsTombstone), key),
        () ->
            DriverRows.dataset(
                spark,
                dead().stream().map(row -> LocalMerge.tombstone(job, tombstone, row)).toList(),
                tombstone));
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
