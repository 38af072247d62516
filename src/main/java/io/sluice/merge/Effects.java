package io.sluice.merge;

import io.sluice.spark.Names;
import io.sluice.spark.Schemas;
import io.sluice.spec.JobSpec;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What decisions do to a table and its tombstones; what they say beside is left behind. Each is
 * made when it is asked for, as most runs have no tombstone to look after.
 *
 * @param replaced keys whose stored row leaves
 * @param live rows that come, as {@link Schemas#clean}
 * @param beaten keys whose tombstone leaves
 * @param dead tombstones that come, as {@link Schemas#tombstones}
 */
public record Effects(
    Supplier<Dataset<Row>> replaced,
    Supplier<Dataset<Row>> live,
    Supplier<Dataset<Row>> beaten,
    Supplier<Dataset<Row>> dead) {

  /** The effects of decisions that {@link Merge#decide} gave. Lazy. */
  public static Effects of(JobSpec job, Dataset<Row> decisions) {
    Column live = functions.col(MergeColumns.LIVE);
    Column dead = functions.col(MergeColumns.DEAD);
    List<String> key = job.merge().key();
    return new Effects(
        () -> named(decisions.filter(functions.col(MergeColumns.REPLACES)), key),
        () -> named(decisions.filter(live), List.of(Schemas.clean(job).fieldNames())),
        () -> named(decisions.filter(dead.or(live)), key),
        () -> named(decisions.filter(dead), List.of(Schemas.tombstones(job).fieldNames())));
  }

  private static Dataset<Row> named(Dataset<Row> rows, List<String> columns) {
    return rows.select(Names.columns(columns, Names.PLAIN));
  }
}
