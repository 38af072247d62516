package io.sluice.merge;

import io.sluice.law.Floors;
import io.sluice.law.Version;
import io.sluice.law.VersionOrder;
import io.sluice.spark.PartitionText;
import io.sluice.spark.PlainValues;
import io.sluice.spark.Schemas;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Operation;
import io.sluice.spec.MergeSpec.OrderBy;
import io.sluice.spec.Partition;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Where the parts of a contender lie in the rows that {@link Contenders} makes: key columns, order
 * columns, then processed date, increment, file ordinal, whether it is a delete, kind, text and
 * content. Travels to executors.
 */
final class KeyShape implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int INCREMENT = 1;
  private static final int FILE_ORDINAL = 2;
  private static final int DELETE = 3;
  private static final int KIND = 4;
  private static final int TEXT = 5;
  private static final int CONTENT = 6;

  private final ArrayList<String> key;
  private final ArrayList<ColumnType> keyTypes = new ArrayList<>();
  private final ArrayList<DataType> frontTypes = new ArrayList<>();
  private final ArrayList<ColumnType> orderTypes = new ArrayList<>();
  private final ArrayList<ColumnSpec> columns;
  private final ArrayList<String> partitionBy;
  private final ArrayList<DataType> partitionTypes = new ArrayList<>();
  private final int[] partitionAt;
  private final VersionOrder order;
  private final Floors floors;
  private final int origin;

  // Most rows of an increment share them.
  private transient UTF8String lastUtf8;
  private transient String lastIncrement;
  private transient Instant lastDate;
  private transient long lastMicros;

  KeyShape(JobSpec job, Floors floors) {
    this.key = new ArrayList<>(job.merge().key());
    for (String name : key) {
      ColumnType type = job.column(name).type();
      keyTypes.add(type);
      frontTypes.add(Schemas.of(type));
    }
    for (OrderBy by : job.merge().orderBy()) {
      ColumnType type = job.column(by.column()).type();
      orderTypes.add(type);
      frontTypes.add(Schemas.of(type));
    }
    frontTypes.addAll(
        List.of(
            DataTypes.TimestampType,
            DataTypes.StringType,
            DataTypes.IntegerType,
            DataTypes.BooleanType));
    this.columns = new ArrayList<>(job.storedColumns());
    this.partitionBy = new ArrayList<>(job.merge().partitionBy());
    this.partitionAt =
        partitionBy.stream().mapToInt(name -> columns.indexOf(job.column(name))).toArray();
    for (int at : partitionAt) {
      partitionTypes.add(Schemas.of(columns.get(at).type()));
    }
    this.order = new VersionOrder(job.merge());
    this.floors = floors;
    this.origin = keyTypes.size() + orderTypes.size();
  }

  VersionOrder order() {
    return order;
  }

  /** The stored columns; a content has what was rescued behind them. */
  List<ColumnSpec> columns() {
    return columns;
  }

  boolean isPartitioned() {
    return !partitionBy.isEmpty();
  }

  /** The values of the partition columns in a content. */
  InternalRow partition(InternalRow content) {
    Object[] values = new Object[partitionAt.length];
    for (int i = 0; i < values.length; i++) {
      int at = partitionAt[i];
      values[i] = content.isNullAt(at) ? null : content.get(at, partitionTypes.get(i));
    }
    return new GenericInternalRow(values);
  }

  byte kind(InternalRow row) {
    return row.getByte(origin + KIND);
  }

  boolean sameKey(InternalRow left, InternalRow right) {
    for (int i = 0; i < key.size(); i++) {
      DataType type = frontTypes.get(i);
      if (!left.get(i, type).equals(right.get(i, type))) {
        return false;
      }
    }
    return true;
  }

  /** The key of an incoming row before it was normalised, the file of a stored one; or null. */
  UTF8String text(InternalRow row) {
    return row.isNullAt(origin + TEXT) ? null : row.getUTF8String(origin + TEXT);
  }

  InternalRow content(InternalRow row) {
    return row.getStruct(origin + CONTENT, columns.size() + 1);
  }

  /** How many columns at the front are the key and the version. */
  int keyAndVersionWidth() {
    return origin + KIND;
  }

  /** The key and the version alone. */
  InternalRow keyAndVersion(InternalRow row) {
    Object[] cells = new Object[keyAndVersionWidth()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = row.isNullAt(i) ? null : row.get(i, frontTypes.get(i));
    }
    return new GenericInternalRow(cells);
  }

  /** The processed date, the increment and the file ordinal of a row. */
  List<Object> originOf(InternalRow row) {
    return List.of(
        row.getLong(origin),
        row.getUTF8String(origin + INCREMENT),
        row.getInt(origin + FILE_ORDINAL));
  }

  Version version(InternalRow row) {
    List<Object> ordering = new ArrayList<>(orderTypes.size());
    for (int i = 0; i < orderTypes.size(); i++) {
      ordering.add(PlainValues.of(orderTypes.get(i), row, key.size() + i));
    }
    return new Version(
        ordering,
        date(row.getLong(origin)),
        increment(row.getUTF8String(origin + INCREMENT)),
        row.getInt(origin + FILE_ORDINAL),
        row.getBoolean(origin + DELETE) ? Operation.DELETE : Operation.UPSERT);
  }

  boolean isBelowFloor(InternalRow row, Version version) {
    return floors.areAbove(() -> partitionOfKey(row), version.processedDate(), version.increment());
  }

  /** Where floors are of partitions, the partition belongs to the key. */
  Partition partitionOfKey(InternalRow row) {
    return PartitionText.of(
        partitionBy,
        name -> {
          int at = key.indexOf(name);
          return PlainValues.of(keyTypes.get(at), row, at);
        });
  }

  private Instant date(long micros) {
    if (lastDate == null || lastMicros != micros) {
      lastMicros = micros;
      lastDate = PlainValues.instant(micros);
    }
    return lastDate;
  }

  private String increment(UTF8String utf8) {
    if (lastUtf8 == null || !lastUtf8.equals(utf8)) {
      lastUtf8 = utf8.copy();
      lastIncrement = utf8.toString();
    }
    return lastIncrement;
  }
}
