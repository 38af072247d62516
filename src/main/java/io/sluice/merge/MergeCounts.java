package io.sluice.merge;

import io.sluice.law.MergeClass;
import io.sluice.spec.Partition;
import io.sluice.spec.WorkingColumns;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * What the decisions of a run add up to.
 *
 * @param classes accepted rows by class, each class present
 * @param ties how often the row hash alone decided between rows of one increment
 * @param keyCollisions originals beyond one that normalised to one key
 * @param tombstones the tombstones that the run adds or makes newer
 * @param replacedByFile for each data file that loses rows, how many
 * @param deletedByPartition for each partition that loses rows to deletes, how many
 * @param leftByPartition the same for rows that leave their partition for whatever reason; where a
 *     newer row takes their place, it may come back to it
 */
public record MergeCounts(
    Map<MergeClass, Long> classes,
    long ties,
    long keyCollisions,
    long tombstones,
    Map<String, Long> replacedByFile,
    Map<Partition, Long> deletedByPartition,
    Map<Partition, Long> leftByPartition) {

  private static final String PARTITION = "_partition_";
  private static final String ROWS = "_rows";

  /** Copies the maps. */
  public MergeCounts {
    classes = Map.copyOf(classes);
    replacedByFile = Map.copyOf(replacedByFile);
    deletedByPartition = Map.copyOf(deletedByPartition);
    leftByPartition = Map.copyOf(leftByPartition);
  }

  /** Counts the decisions in one Spark job. */
  public static MergeCounts of(Dataset<Row> decisions) {
    List<String> partitionBy = partitionColumns(decisions);
    List<Column> groups = new ArrayList<>();
    groups.add(functions.col(MergeColumns.CLASS));
    groups.add(functions.col(WorkingColumns.DATA_FILE));
    for (int i = 0; i < partitionBy.size(); i++) {
      Column value = functions.col(MergeColumns.OLD_PARTITION).getField(partitionBy.get(i));
      groups.add(value.cast("string").as(PARTITION + i));
    }
    Dataset<Row> sums =
        decisions
            .groupBy(groups.toArray(Column[]::new))
            .agg(
                functions.count(functions.lit(1)).as(ROWS),
                functions.sum(MergeColumns.DUPLICATE).as(MergeColumns.DUPLICATE),
                functions.sum(MergeColumns.SUPERSEDED).as(MergeColumns.SUPERSEDED),
                functions.sum(MergeColumns.TIES).as(MergeColumns.TIES),
                functions.sum(MergeColumns.KEY_COLLISIONS).as(MergeColumns.KEY_COLLISIONS),
                functions.count_if(functions.col(MergeColumns.DEAD)).as(MergeColumns.DEAD));
    return of(sums.collectAsList(), partitionBy);
  }

  /** The rows of the class. */
  public long count(MergeClass mergeClass) {
    return classes.getOrDefault(mergeClass, 0L);
  }

  /** All accepted rows: the sum of the classes. */
  public long accepted() {
    return classes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many rows the live winners are: inserted, updated and refreshed. */
  public long written() {
    return count(MergeClass.INSERTED) + count(MergeClass.UPDATED) + count(MergeClass.REFRESHED);
  }

  private static MergeCounts of(List<Row> sums, List<String> partitionBy) {
    Tally tally = new Tally();
    for (Row sum : sums) {
      MergeClass mergeClass = MergeClass.of(sum.getAs(MergeColumns.CLASS));
      long rows = sum.<Long>getAs(ROWS);
      tally.add(
          mergeClass,
          new Sums(
              rows,
              sum.<Long>getAs(MergeColumns.DUPLICATE),
              sum.<Long>getAs(MergeColumns.SUPERSEDED),
              sum.<Long>getAs(MergeColumns.TIES),
              sum.<Long>getAs(MergeColumns.KEY_COLLISIONS),
              sum.<Long>getAs(MergeColumns.DEAD)));
      Optional<String> file = Optional.ofNullable(sum.getAs(WorkingColumns.DATA_FILE));
      file.ifPresent(name -> tally.leaves(mergeClass, name, partition(sum, partitionBy), rows));
    }
    return tally.counts();
  }

  /** What is known of some decisions of one class. */
  record Sums(
      long rows, long duplicate, long superseded, long ties, long keyCollisions, long dead) {}

  /** Adds up to counts. */
  static final class Tally {
    private final Map<MergeClass, Long> classes = new EnumMap<>(MergeClass.class);
    private final Map<String, Long> replaced = new HashMap<>();
    private final Map<Partition, Long> deleted = new HashMap<>();
    private final Map<Partition, Long> left = new HashMap<>();
    private long ties;
    private long keyCollisions;
    private long tombstones;

    Tally() {
      for (MergeClass mergeClass : MergeClass.values()) {
        classes.put(mergeClass, 0L);
      }
    }

    void add(MergeClass mergeClass, Sums sums) {
      classes.merge(mergeClass, sums.rows(), Long::sum);
      classes.merge(MergeClass.DUPLICATE, sums.duplicate(), Long::sum);
      classes.merge(MergeClass.SUPERSEDED, sums.superseded(), Long::sum);
      ties += sums.ties();
      keyCollisions += sums.keyCollisions();
      tombstones += sums.dead();
    }

    /** Rows of a file and partition leave the table for winners of the class. */
    void leaves(MergeClass mergeClass, String file, Partition partition, long rows) {
      replaced.merge(file, rows, Long::sum);
      left.merge(partition, rows, Long::sum);
      if (mergeClass == MergeClass.DELETED) {
        deleted.merge(partition, rows, Long::sum);
      }
    }

    MergeCounts counts() {
      return new MergeCounts(classes, ties, keyCollisions, tombstones, replaced, deleted, left);
    }
  }

  private static Partition partition(Row sum, List<String> partitionBy) {
    return Partition.of(partitionBy, i -> Optional.ofNullable(sum.getAs(PARTITION + i)));
  }

  private static List<String> partitionColumns(Dataset<Row> decisions) {
    return List.of(decisions.columns()).contains(MergeColumns.OLD_PARTITION)
        ? List.of(
            ((StructType) decisions.schema().apply(MergeColumns.OLD_PARTITION).dataType())
                .fieldNames())
        : List.of();
  }
}
