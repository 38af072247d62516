package io.sluice.merge;

import io.sluice.law.Contender;
import io.sluice.law.RowHash;
import io.sluice.law.Version;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.MergeSpec.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;

/** A row of an executor. Its content is bytes, which are equal where the values are. */
final class KeyRow implements Contender {
  private final KeyShape shape;
  private final InternalRow row;
  private final Version version;
  private final boolean belowFloor;
  private String hash;

  /** A row that stays as it is: a copy, where the engine uses it again. */
  KeyRow(KeyShape shape, InternalRow row) {
    this.shape = shape;
    this.row = row;
    this.version = shape.version(row);
    this.belowFloor = shape.isBelowFloor(row, version);
  }

  InternalRow row() {
    return row;
  }

  InternalRow content() {
    return shape.content(row);
  }

  @Override
  public Version version() {
    return version;
  }

  @Override
  public boolean isBelowFloor() {
    return belowFloor;
  }

  @Override
  public boolean hasContentOf(Contender contender) {
    KeyRow other = (KeyRow) contender;
    if (isDelete() || other.isDelete()) {
      return isDelete() && other.isDelete();
    }
    return content().equals(other.content());
  }

  @Override
  public String hash() {
    if (hash == null) {
      // Deletes of one key and version are all the same one: any text serves.
      hash = isDelete() ? "" : RowHash.of(values());
    }
    return hash;
  }

  private Map<String, Object> values() {
    InternalRow content = content();
    List<ColumnSpec> columns = shape.columns();
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      values.put(columns.get(i).name(), PlainValues.of(columns.get(i).type(), content, i));
    }
    int rescued = columns.size();
    values.put(
        HiddenColumns.RESCUED,
        content.isNullAt(rescued) ? null : content.getUTF8String(rescued).toString());
    return values;
  }

  private boolean isDelete() {
    return version.operation() == Operation.DELETE;
  }
}
