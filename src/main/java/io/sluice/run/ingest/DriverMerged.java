package io.sluice.run.ingest;

import io.sluice.merge.LocalDecisions;
import io.sluice.merge.LocalMerge;
import io.sluice.merge.LocalMerge.Rows;
import io.sluice.merge.MergeColumns;
import io.sluice.merge.MergeCounts;
import io.sluice.spark.DriverRows;
import io.sluice.spark.Schemas;
import io.sluice.table.DataFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Decisions that are applied to a table in memory.
 *
 * @param current the whole table
 * @param dead all of its tombstones
 */
record DriverMerged(
    SparkSession spark,
    BatchInput input,
    LocalMerge driver,
    LocalDecisions decisions,
    Rows current,
    Rows dead)
    implements Batch.Merged {

  @Override
  public MergeCounts counts() {
    return decisions.counts();
  }

  @Override
  public Map<Map<String, String>, Long> removed(List<DataFile> below) {
    return driver.removed(of(below), decisions);
  }

  @Override
  public Dataset<Row> rows(List<DataFile> touched) {
    return DriverRows.dataset(
        spark, driver.rows(of(touched), decisions), Schemas.clean(input.job()));
  }

  @Override
  public Dataset<Row> tombstones() {
    return DriverRows.dataset(
        spark, driver.tombstones(dead, decisions), Schemas.tombstones(input.job()));
  }

  private Rows of(List<DataFile> files) {
    Set<String> paths = files.stream().map(DataFile::path).collect(Collectors.toSet());
    Map<String, Boolean> wanted = new HashMap<>();
    int file = current.schema().fieldIndex(MergeColumns.DATA_FILE);
    return new Rows(
        current.schema(),
        current.rows().stream()
            .filter(
                row ->
                    wanted.computeIfAbsent(
                        row.getString(file), uri -> paths.contains(input.pathOf(uri))))
            .toList());
  }
}
