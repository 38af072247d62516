package io.sluice.merge;

import io.sluice.spark.Schemas;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.JobSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
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

  /** The decisions as {@link Merge#decide} gives them, to be applied to a table by Spark. */
  public List<Row> rows() {
    return decided.stream().map(this::row).toList();
  }

  /** The shape of {@link #rows}. */
  public StructType schema() {
    StructType schema = Schemas.clean(job);
    for (String name :
        List.of(
            MergeColumns.DUPLICATE,
            MergeColumns.SUPERSEDED,
            MergeColumns.TIES,
            MergeColumns.KEY_COLLISIONS)) {
      schema = schema.add(name, DataTypes.LongType);
    }
    schema =
        schema
            .add(MergeColumns.CLASS, DataTypes.StringType)
            .add(MergeColumns.DATA_FILE, DataTypes.StringType)
            .add(MergeColumns.LIVE, DataTypes.BooleanType)
            .add(MergeColumns.DEAD, DataTypes.BooleanType)
            .add(MergeColumns.REPLACES, DataTypes.BooleanType);
    return job.merge().partitionBy().isEmpty()
        ? schema
        : schema.add(MergeColumns.OLD_PARTITION, Schemas.contract(partitionColumns()));
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

  private Row row(Decided one) {
    Row clean = DriverMerge.clean(one.winner());
    List<Object> cells = new ArrayList<>();
    for (int i = 0; i < clean.size(); i++) {
      cells.add(clean.get(i));
    }
    Beaten beaten = one.beaten();
    cells.addAll(
        Arrays.asList(
            beaten.duplicate(), beaten.superseded(), beaten.ties(), beaten.keyCollisions()));
    cells.addAll(
        Arrays.asList(
            one.mergeClass().text(),
            one.leaving().map(Contender::dataFile).orElse(null),
            one.live(),
            one.dead(),
            one.replaces()));
    if (!job.merge().partitionBy().isEmpty()) {
      cells.add(one.leaving().map(this::partition).orElse(null));
    }
    return RowFactory.create(cells.toArray());
  }

  private Row partition(Contender stored) {
    Stream<Object> values =
        partitionColumns().stream()
            .map(column -> stored.values().get(job.storedColumns().indexOf(column)));
    return RowFactory.create(values.toArray());
  }

  private List<ColumnSpec> partitionColumns() {
    return job.merge().partitionBy().stream().map(job::column).toList();
  }
}
