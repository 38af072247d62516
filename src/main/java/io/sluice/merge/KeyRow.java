package io.sluice.merge;

import io.sluice.law.Contender;
import io.sluice.law.Version;
import io.sluice.spark.PlainValues;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.HiddenColumns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;

/** A row of an executor. Its content is bytes, which are equal where the values are. */
final class KeyRow extends VersionedRow {
  private final KeyShape shape;
  private final InternalRow row;

  private KeyRow(KeyShape shape, InternalRow row, Version version) {
    super(version, shape.isBelowFloor(row, version));
    this.shape = shape;
    this.row = row;
  }

  /** A row that stays as it is: a copy, where the engine uses it again. */
  static KeyRow of(KeyShape shape, InternalRow row) {
    return new KeyRow(shape, row, shape.version(row));
  }

  InternalRow row() {
    return row;
  }

  InternalRow content() {
    return shape.content(row);
  }

  @Override
  public boolean hasContentOf(Contender other) {
    return content().equals(((KeyRow) other).content());
  }

  @Override
  Map<String, Object> plainContent() {
    InternalRow content = content();
    List<ColumnSpec> columns = shape.columns();
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      values.put(columns.get(i).name(), PlainValues.of(columns.get(i).type(), content, i));
    }
    values.put(
        HiddenColumns.RESCUED, PlainValues.of(ColumnType.Simple.STRING, content, columns.size()));
    return values;
  }
}
