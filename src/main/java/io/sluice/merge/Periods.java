package io.sluice.merge;

import io.sluice.law.Succession;
import io.sluice.law.Succession.Period;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.HistoryColumns;
import io.sluice.spec.JobSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** When the rows of one key were in force. Keeps all of them. */
final class Periods implements SortedKeys.OneKey {
  private final KeyShape shape;
  private final Succession<KeyRow> succession;
  private final List<KeyRow> rows = new ArrayList<>();

  Periods(KeyShape shape, Succession<KeyRow> succession) {
    this.shape = shape;
    this.succession = succession;
  }

  @Override
  public void add(byte kind, KeyRow row) {
    rows.add(row);
  }

  @Override
  public void end(Deque<InternalRow> said) {
    InternalRow key = rows.get(0).row();
    int number = 0;
    for (Period<KeyRow> period : succession.of(rows, () -> shape.partitionOfKey(key))) {
      KeyRow row = period.row();
      List<Object> cells = new ArrayList<>();
      cells.add(row.content());
      cells.addAll(shape.originOf(row.row()));
      cells.add(micros(period.from()));
      cells.add(period.to().map(Periods::micros).orElse(null));
      cells.add(period.isCurrent());
      cells.add(
          UTF8String.fromString(period.isDelete() ? HistoryColumns.DELETE : HistoryColumns.UPSERT));
      cells.add(number++);
      said.add(new GenericInternalRow(cells.toArray()));
    }
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  /** The columns of what {@link #end} says. */
  static StructType schema(JobSpec job) {
    return new StructType()
        .add(Judged.CONTENT, Contenders.content(job))
        .add(HiddenColumns.PROCESSED_DATE, DataTypes.TimestampType)
        .add(HiddenColumns.INCREMENT, DataTypes.StringType)
        .add(HiddenColumns.FILE_ORDINAL, DataTypes.IntegerType)
        .add(HistoryColumns.VALID_FROM, DataTypes.TimestampType)
        .add(HistoryColumns.VALID_TO, DataTypes.TimestampType)
        .add(HistoryColumns.IS_CURRENT, DataTypes.BooleanType)
        .add(HistoryColumns.OPERATION, DataTypes.StringType)
        .add(MergeHistory.NUMBER, DataTypes.IntegerType);
  }
}
