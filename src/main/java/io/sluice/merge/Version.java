package io.sluice.merge;

import io.sluice.spark.Schemas;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.MergeSpec.Operation;
import io.sluice.spec.MergeSpec.OrderBy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The version of a row as one struct, without the row hash: that is dear, and only needed where all
 * else is equal. Structs compare field by field, nulls first; text by its bytes in UTF-8.
 */
final class Version {
  private static final long MICROS_OF_A_DAY = 86_400_000_000L;

  private final JobSpec job;

  Version(JobSpec job) {
    this.job = job;
  }

  /** The version of a row whose operation is in {@link MergeColumns#OPERATION}. */
  Column ofIncoming(Function<String, Column> at) {
    Column isDelete = at.apply(MergeColumns.OPERATION).equalTo(MergeColumns.DELETE);
    return of(
        at,
        functions
            .when(isDelete, functions.lit(rank(Operation.DELETE)))
            .otherwise(functions.lit(rank(Operation.UPSERT))));
  }

  /** The version of a row of the table. */
  Column ofStored(Function<String, Column> at) {
    return of(at, functions.lit(rank(Operation.UPSERT)));
  }

  /** The version of a tombstone. */
  Column ofTombstone(Function<String, Column> at) {
    return of(at, functions.lit(rank(Operation.DELETE)));
  }

  /** Whether the left version beats the right one; both are structs or both are hashes. */
  Column beats(Column left, Column right) {
    return leastWins() ? left.lt(right) : left.gt(right);
  }

  /** The sort that puts the row first that the law keeps. */
  Column bestFirst(Column versionPart) {
    return leastWins() ? versionPart.asc_nulls_first() : versionPart.desc_nulls_last();
  }

  /** The value by which an order column takes part: itself, or what stands in for null. */
  Column orderValue(OrderBy order, Function<String, Column> at) {
    Column value = at.apply(order.column());
    if (!order.elseProcessedDate()) {
      return value;
    }
    DataType type = Schemas.of(job.column(order.column()).type());
    return functions.coalesce(value, processedDateAs(type, at));
  }

  private Column of(Function<String, Column> at, Column rank) {
    List<Column> parts = new ArrayList<>();
    List<Column> order = job.merge().orderBy().stream().map(o -> orderValue(o, at)).toList();
    Column processedDate = at.apply(HiddenColumns.PROCESSED_DATE);
    Column increment = at.apply(HiddenColumns.INCREMENT);
    if (job.merge().loadsFirst()) {
      parts.add(processedDate);
      parts.add(increment);
      parts.addAll(order);
      parts.add(rank);
    } else {
      parts.addAll(order);
      parts.add(processedDate);
      parts.add(rank);
      parts.add(increment);
    }
    parts.add(at.apply(HiddenColumns.FILE_ORDINAL));
    Column[] named = new Column[parts.size()];
    for (int i = 0; i < named.length; i++) {
      named[i] = parts.get(i).as("part" + i);
    }
    return functions.struct(named);
  }

  /** The day is that of UTC whatever the time zone of the session. */
  private static Column processedDateAs(DataType type, Function<String, Column> at) {
    Column instant = at.apply(HiddenColumns.PROCESSED_DATE);
    if (!type.equals(DataTypes.DateType)) {
      return instant.cast(type);
    }
    Column day = functions.floor(functions.unix_micros(instant).divide(MICROS_OF_A_DAY));
    return functions.date_from_unix_date(day.cast(DataTypes.IntegerType));
  }

  private int rank(Operation operation) {
    return operation == job.merge().tie() ? 1 : 0;
  }

  private boolean leastWins() {
    return job.merge().mode() == Mode.INSERT;
  }
}
