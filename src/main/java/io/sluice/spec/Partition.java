package io.sluice.spec;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * A partition of a table.
 *
 * @param values the text of each partition column, in their order; a null value is left out. The
 *     order does not tell two partitions apart
 */
public record Partition(Map<String, String> values) implements Serializable {
  /**
   * The one of a table without partitions. Rows whose partition columns are all null have an equal
   * one.
   */
  public static final Partition WHOLE_TABLE = new Partition(Map.of());

  /** Copies the map. */
  public Partition {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * The partition of a row.
   *
   * @param text the text of the column at a place; nothing where its value is null
   */
  public static Partition of(List<String> columns, IntFunction<Optional<String>> text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      text.apply(i).ifPresent(value -> values.put(column, value));
    }
    return new Partition(values);
  }

  /** Whether it has no value, as {@link #WHOLE_TABLE}. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** As messages name it: {@code {country=at}}. */
  @Override
  public String toString() {
    return values.toString();
  }
}
