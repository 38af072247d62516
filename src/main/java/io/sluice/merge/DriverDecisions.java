package io.sluice.merge;

import io.sluice.spark.DriverRows;
import io.sluice.spark.Schemas;
import io.sluice.spec.JobSpec;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** What {@link DriverMerge} decided. */
public final class DriverDecisions {
  private static final Set<MergeClass> LIVE =
      EnumSet.of(MergeClass.INSERTED, MergeClass.UPDATED, MergeClass.REFRESHED);
  private static final Set<MergeClass> REPLACES =
      EnumSet.of(MergeClass.UPDATED, MergeClass.REFRESHED, MergeClass.DELETED);

  private final JobSpec job;
  private final List<Decided> decided;

  DriverDecisions(JobSpec job, List<Decided> decided) {
    this.job = job;
    this.decided = List.copyOf(decided);
  }

  /** The other rows of a key: how many were equal to one of the run, beaten by one, tied. */
  record Beaten(long duplicate, long superseded, long ties, long keyCollisions) {}

  /**
   * What becomes of a key.
   *
   * @param dead whether the winner becomes a tombstone
   */
  record Decided(
      Contender winner,
      MergeClass mergeClass,
      Beaten beaten,
      boolean dead,
      Optional<Contender> stored) {

    static Decided appended(Contender row) {
      return new Decided(row, MergeClass.INSERTED, new Beaten(0, 0, 0, 0), false, Optional.empty());
    }

    boolean live() {
      return LIVE.contains(mergeClass);
    }

    boolean replaces() {
      return REPLACES.contains(mergeClass);
    }

    /** The stored row that leaves. */
    Optional<Contender> leaving() {
      return stored.filter(row -> replaces());
    }
  }

  /** What the decisions add up to. */
  public MergeCounts counts() {
    MergeCounts.Tally tally = new MergeCounts.Tally();
    for (Decided one : decided) {
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
                      one.mergeClass(), row.dataFile(), DriverMerge.partition(job, row), 1));
    }
    return tally.counts();
  }

  /** What they do to the table, for Spark to apply. */
  public Effects effects(SparkSession spark) {
    StructType key = Schemas.key(job);
    StructType tombstone = Schemas.tombstones(job);
    return new Effects(
        () -> DriverRows.dataset(spark, keyRows(Decided::replaces), key),
        () ->
            DriverRows.dataset(
                spark, live().stream().map(DriverMerge::clean).toList(), Schemas.clean(job)),
        () -> DriverRows.dataset(spark, keyRows(one -> one.dead() || one.live()), key),
        () ->
            DriverRows.dataset(
                spark,
                dead().stream().map(row -> DriverMerge.tombstone(job, tombstone, row)).toList(),
                tombstone));
  }

  List<Decided> all() {
    return decided;
  }

  List<Contender> live() {
    return winners(Decided::live);
  }

  List<Contender> dead() {
    return winners(Decided::dead);
  }

  /** The keys whose stored row leaves. */
  Set<List<Object>> replaced() {
    return keys(Decided::replaces);
  }

  /** The keys whose tombstone leaves. */
  Set<List<Object>> beaten() {
    return keys(one -> one.dead() || one.live());
  }

  private List<Contender> winners(Predicate<Decided> which) {
    return decided.stream().filter(which).map(Decided::winner).toList();
  }

  private Set<List<Object>> keys(Predicate<Decided> which) {
    return decided.stream()
        .filter(which)
        .map(one -> one.winner().key())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private List<Row> keyRows(Predicate<Decided> which) {
    return decided.stream()
        .filter(which)
        .map(one -> RowFactory.create(one.winner().key().toArray()))
        .toList();
  }
}
