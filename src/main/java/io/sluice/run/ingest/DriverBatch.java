package io.sluice.run.ingest;

import io.sluice.merge.LocalDecisions;
import io.sluice.merge.LocalMerge;
import io.sluice.merge.LocalMerge.Rows;
import io.sluice.merge.Merge;
import io.sluice.read.IncrementReader;
import io.sluice.read.ReadColumns;
import io.sluice.spark.DriverRows;
import io.sluice.spec.Floor;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.storage.Storage;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A batch whose increments fit on the driver, which decides alone. A table that fits beside them is
 * merged there too, so that Spark has nothing to do but to read and to write files.
 */
final class DriverBatch implements Batch {
  private final SparkSession spark;
  private final BatchInput input;
  private final boolean wholeTable;
  private final Rows read;
  private final ReadCounts counts;

  /**
   * Reads the increments.
   *
   * @param wholeTable whether the table is merged there, too
   */
  DriverBatch(SparkSession spark, Storage storage, BatchInput input, boolean wholeTable) {
    this.spark = spark;
    this.input = input;
    this.wholeTable = wholeTable;
    JobSpec job = input.job();
    IncrementReader increments = new IncrementReader(job);
    List<Row> rows = increments.rows(spark, storage, input.files());
    StructType schema = increments.schema();
    if (TieQuarantine.applies(job)) {
      Dataset<Row> marked = TieQuarantine.mark(job, DriverRows.dataset(spark, rows, schema));
      schema = marked.schema();
      rows = marked.collectAsList();
    }
    this.read = new Rows(schema, rows);
    this.counts = ReadCounts.of(job, schema, rows);
  }

  @Override
  public ReadCounts counts() {
    return counts;
  }

  @Override
  public Dataset<Row> quarantined() {
    return dataset(only(true));
  }

  @Override
  public Merged merge(List<Floor> floors) {
    JobSpec job = input.job();
    LocalMerge driver = new LocalMerge(job, floors);
    Merge merge = new Merge(job);
    Rows accepted = only(false);
    Dataset<Row> current = input.stored(spark, input.stored());
    Dataset<Row> tombstones = input.tombstones(spark);
    if (wholeTable) {
      Rows all = collected(current);
      Rows dead = collected(tombstones);
      return new DriverMerged(spark, input, driver, driver.decide(accepted, all, dead), all, dead);
    }
    // An append meets no row of the table.
    boolean meets = job.merge().mode() != Mode.APPEND;
    Dataset<Row> keys = dataset(driver.keys(accepted));
    LocalDecisions decisions =
        driver.decide(
            accepted,
            meets ? collected(merge.touched(current, keys)) : new Rows(current.schema(), List.of()),
            meets && input.tombstones() > 0
                ? collected(merge.touched(tombstones, keys))
                : new Rows(tombstones.schema(), List.of()));
    return new SparkMerged(
        spark, input, merge, floors, decisions.effects(spark), decisions.counts());
  }

  @Override
  public void close() {
    // All that was kept is on the heap.
  }

  private Rows only(boolean quarantined) {
    int reason = read.schema().fieldIndex(ReadColumns.REASON);
    return new Rows(
        read.schema(),
        read.rows().stream().filter(row -> row.isNullAt(reason) != quarantined).toList());
  }

  private Dataset<Row> dataset(Rows rows) {
    return DriverRows.dataset(spark, rows.rows(), rows.schema());
  }

  private static Rows collected(Dataset<Row> rows) {
    return new Rows(rows.schema(), rows.collectAsList());
  }
}
