package io.sluice.merge;

import io.sluice.law.Contender;
import io.sluice.law.RowHash;
import io.sluice.law.Version;
import io.sluice.spark.PlainValues;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.HiddenColumns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A row in the driver's memory. */
final class LocalRow extends VersionedRow {
  private final List<ColumnSpec> columns;
  private final List<Object> key;
  private final List<Object> values;
  private final String rescued;
  private final Optional<String> dataFile;

  /**
   * A row.
   *
   * @param columns the stored columns
   * @param key the values of the key columns, equal for equal keys
   * @param values those of the stored columns; of a delete only the ones of key and order columns
   * @param rescued what the contract lacks, or null
   * @param dataFile where a row of the table lies
   */
  LocalRow(
      List<ColumnSpec> columns,
      List<Object> key,
      List<Object> values,
      String rescued,
      Version version,
      boolean belowFloor,
      Optional<String> dataFile) {
    super(version, belowFloor);
    this.columns = columns;
    this.key = key;
    this.values = values;
    this.rescued = rescued;
    this.dataFile = dataFile;
  }

  List<Object> key() {
    return key;
  }

  List<Object> values() {
    return values;
  }

  String rescued() {
    return rescued;
  }

  Optional<String> dataFile() {
    return dataFile;
  }

  @Override
  public boolean hasContentOf(Contender contender) {
    LocalRow other = (LocalRow) contender;
    for (int i = 0; i < columns.size(); i++) {
      if (!RowHash.same(plain(i), other.plain(i))) {
        return false;
      }
    }
    return Objects.equals(rescued, other.rescued);
  }

  @Override
  Map<String, Object> plainContent() {
    Map<String, Object> content = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      content.put(columns.get(i).name(), plain(i));
    }
    content.put(HiddenColumns.RESCUED, rescued);
    return content;
  }

  private Object plain(int column) {
    return PlainValues.of(columns.get(column).type(), values.get(column));
  }
}
