package io.sluice.merge;

import io.sluice.spark.Names;
import io.sluice.spark.Rows;
import io.sluice.spec.Floor;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Partition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Decisions that the engine applies.
 *
 * @param floors in force after the run
 */
record DistributedDecisions(
    SparkSession spark,
    JobSpec job,
    Merge merge,
    List<Floor> floors,
    Effects effects,
    MergeCounts counts)
    implements Decisions {

  @Override
  public Rows rows(Rows current) {
    return new Rows.Distributed(merge.rows(current.dataset(spark), effects, floors));
  }

  @Override
  public Map<Partition, Long> removed(Rows current) {
    List<String> partitionBy = job.merge().partitionBy();
    Column[] partition =
        partitionBy.stream()
            .map(name -> Names.PLAIN.apply(name).cast("string").as(name))
            .toArray(Column[]::new);
    Dataset<Row> sums =
        merge.removed(current.dataset(spark), effects, floors).groupBy(partition).count();
    Map<Partition, Long> removed = new LinkedHashMap<>();
    for (Row row : sums.collectAsList()) {
      removed.put(
          Partition.of(partitionBy, i -> Optional.ofNullable(row.getString(i))),
          row.getLong(partition.length));
    }
    return removed;
  }

  @Override
  public Rows tombstones(Rows before) {
    return new Rows.Distributed(merge.tombstones(before.dataset(spark), effects, floors));
  }
}
