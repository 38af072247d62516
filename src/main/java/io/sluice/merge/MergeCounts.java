package io.sluice.merge;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
 * @param deletedByPartition for each partition that loses rows to deletes, how many; each partition
 *     column with its value as text, a null value as {@link #NULL_PARTITION}. Tables without
 *     partitions have the empty map
 */
public record MergeCounts(
    Map<MergeClass, Long> classes,
    long ties,
    long keyCollisions,
    long tombstones,
    Map<String, Long> replacedByFile,
    Map<Map<String, String>, Long> deletedByPartition) {

  /** How Hive, and Spark with it, write a partition value that is null. */
  public static final String NULL_PARTITION = "__HIVE_DEFAULT_PARTITION__";

  private static final String PARTITION = "_partition_";
  private static final String ROWS = "_rows";

  /** Copies the maps. */
  public MergeCounts {
    classes = Map.copyOf(classes);
    replacedByFile = Map.copyOf(replacedByFile);
    deletedByPartition = Map.copyOf(deletedByPartition);
  }

  /** Counts the decisions in one Spark job. */
  public static MergeCounts of(Dataset<Row> decisions) {
    List<String> partitionBy = partitionColumns(decisions);
    List<Column> groups = new ArrayList<>();
    groups.add(functions.col(MergeColumns.CLASS));
    groups.add(functions.col(MergeColumns.DATA_FILE));
    for (int i = 0; i < partitionBy.size(); i++) {
      Column value = functions.col(MergeColumns.OLD_PARTITION).getField(partitionBy.get(i));
      groups.add(
          functions
              .coalesce(value.cast("string"), functions.lit(NULL_PARTITION))
              .as(PARTITION + i));
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
    Map<MergeClass, Long> classes = new EnumMap<>(MergeClass.class);
    for (MergeClass mergeClass : MergeClass.values()) {
      classes.put(mergeClass, 0L);
    }
    long ties = 0;
    long collisions = 0;
    long tombstones = 0;
    Map<String, Long> replaced = new HashMap<>();
    Map<Map<String, String>, Long> deleted = new HashMap<>();
    for (Row sum : sums) {
      MergeClass mergeClass = MergeClass.of(sum.getAs(MergeColumns.CLASS));
      long rows = sum.<Long>getAs(ROWS);
      classes.merge(mergeClass, rows, Long::sum);
      classes.merge(MergeClass.DUPLICATE, sum.<Long>getAs(MergeColumns.DUPLICATE), Long::sum);
      classes.merge(MergeClass.SUPERSEDED, sum.<Long>getAs(MergeColumns.SUPERSEDED), Long::sum);
      ties += sum.<Long>getAs(MergeColumns.TIES);
      collisions += sum.<Long>getAs(MergeColumns.KEY_COLLISIONS);
      tombstones += sum.<Long>getAs(MergeColumns.DEAD);
      Optional<String> file = Optional.ofNullable(sum.getAs(MergeColumns.DATA_FILE));
      file.ifPresent(name -> replaced.merge(name, rows, Long::sum));
      if (mergeClass == MergeClass.DELETED) {
        deleted.merge(partition(sum, partitionBy), rows, Long::sum);
      }
    }
    return new MergeCounts(classes, ties, collisions, tombstones, replaced, deleted);
  }

  private static Map<String, String> partition(Row sum, List<String> partitionBy) {
    Map<String, String> partition = new LinkedHashMap<>();
    for (int i = 0; i < partitionBy.size(); i++) {
      partition.put(partitionBy.get(i), sum.getAs(PARTITION + i));
    }
    return Map.copyOf(partition);
  }

  private static List<String> partitionColumns(Dataset<Row> decisions) {
    return List.of(decisions.columns()).contains(MergeColumns.OLD_PARTITION)
        ? List.of(
            ((StructType) decisions.schema().apply(MergeColumns.OLD_PARTITION).dataType())
                .fieldNames())
        : List.of();
  }
}
