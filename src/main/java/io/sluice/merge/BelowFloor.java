package io.sluice.merge;

import io.sluice.law.Floors;
import io.sluice.spark.Names;
import io.sluice.spark.PlainValues;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;

/** Whether a floor of the law lies above a row of the table or a tombstone. */
final class BelowFloor implements UDF3<Seq<String>, Long, String, Boolean> {
  private static final long serialVersionUID = 1L;

  private final Floors floors;
  private final ArrayList<String> partitionBy;

  private BelowFloor(Floors floors, List<String> partitionBy) {
    this.floors = floors;
    this.partitionBy = new ArrayList<>(partitionBy);
  }

  /** The condition on the only dataset in sight. */
  static Column of(Floors floors, List<String> partitionBy) {
    Column[] partition =
        partitionBy.stream()
            .map(name -> Names.PLAIN.apply(name).cast("string"))
            .toArray(Column[]::new);
    return functions
        .udf(new BelowFloor(floors, partitionBy), DataTypes.BooleanType)
        .apply(
            functions.array(partition).cast("array<string>"),
            functions.unix_micros(functions.col(HiddenColumns.PROCESSED_DATE)),
            functions.col(HiddenColumns.INCREMENT));
  }

  @Override
  public Boolean call(Seq<String> values, Long processedDate, String increment) {
    return floors.areAbove(() -> partition(values), PlainValues.instant(processedDate), increment);
  }

  private Partition partition(Seq<String> values) {
    return Partition.of(partitionBy, i -> Optional.ofNullable(values.apply(i)));
  }
}
