package io.sluice.law;

import io.sluice.spec.ColumnType;
import io.sluice.spec.MergeSpec.Operation;
import io.sluice.spec.MergeSpec.OrderBy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The version of a row without its hash. The hash is expensive and needed only if all other parts
 * are equal.
 *
 * @param order the values of the order columns as {@link #orderValue} gives them; null is a value
 * @param processedDate of the row's increment
 * @param increment the id of the row's increment
 * @param fileOrdinal the place of the row's file in its increment
 */
public record Version(
    List<Object> order,
    Instant processedDate,
    String increment,
    int fileOrdinal,
    Operation operation) {

  /**
   * The value of an order column in the version: the value itself, or its replacement for null.
   * Days are in UTC.
   *
   * @param value text, a boolean, a whole number, a decimal, a date or an instant; may be null
   */
  public static Object orderValue(
      OrderBy order, ColumnType type, Object value, Instant processedDate) {
    if (value != null || !order.elseProcessedDate()) {
      return value;
    }
    return type == ColumnType.Simple.DATE
        ? processedDate.atZone(ZoneOffset.UTC).toLocalDate()
        : processedDate;
  }
}
