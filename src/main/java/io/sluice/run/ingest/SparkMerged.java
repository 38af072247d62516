package io.sluice.run.ingest;

import io.sluice.merge.Effects;
import io.sluice.merge.Merge;
import io.sluice.merge.MergeCounts;
import io.sluice.spec.Floor;
import io.sluice.table.DataFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Decisions that Spark applies to the table. */
record SparkMerged(
    SparkSession spark,
    BatchInput input,
    Merge merge,
    List<Floor> floors,
    Effects effects,
    MergeCounts counts)
    implements Batch.Merged {

  @Override
  public Map<Map<String, String>, Long> removed(List<DataFile> below) {
    Map<Map<String, String>, Long> removed = new LinkedHashMap<>();
    Column[] partition = ReadCounts.partitionColumns(input.job());
    merge
        .removed(input.stored(spark, below), effects, floors)
        .groupBy(partition)
        .count()
        .collectAsList()
        .forEach(
            row ->
                removed.put(
                    ReadCounts.partition(input.job(), row, 0), row.getLong(partition.length)));
    return removed;
  }

  @Override
  public Dataset<Row> rows(List<DataFile> touched) {
    return merge.rows(input.stored(spark, touched), effects, floors);
  }

  @Override
  public Dataset<Row> tombstones() {
    return merge.tombstones(input.tombstones(spark), effects, floors);
  }
}
