package io.sluice.law;

import io.sluice.spec.MergeSpec;
import io.sluice.spec.MergeSpec.OrderBy;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Which rows of increments take part: those whose place among the rows of their key can be known
 * (cases 4, 5 and 6).
 *
 * <pre>
 * row                                                             | refused as
 * a key column is null or an empty text                           | null-key
 * an order column is, and no processed date stands in for it      | null-order
 * an order column lies more than max_skew after the processed date | future-order
 * </pre>
 */
public final class Admission implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String[] columns;
  private final boolean[] key;
  private final OrderBy[] order;
  private final Duration maxSkew;

  /**
   * Why a row takes no part.
   *
   * @param value of the column; null where that is the reason
   */
  public record Refusal(String reason, String column, Object value) {}

  /** The admission of rows that have these columns. */
  public Admission(MergeSpec merge, List<String> columns) {
    this.columns = columns.toArray(String[]::new);
    this.key = new boolean[this.columns.length];
    this.order = new OrderBy[this.columns.length];
    merge.key().forEach(name -> key[columns.indexOf(name)] = true);
    merge.orderBy().forEach(by -> order[columns.indexOf(by.column())] = by);
    this.maxSkew = merge.maxSkew();
  }

  /**
   * Why the row is refused, or nothing.
   *
   * @param cells the values of the columns, in their order: text, numbers, {@code java.time}
   * @param processedDate of the row's increment
   */
  public Optional<Refusal> refusal(Object[] cells, Instant processedDate) {
    for (int i = 0; i < columns.length; i++) {
      if (key[i] && isNothing(cells[i])) {
        return Optional.of(new Refusal("null-key", columns[i], null));
      }
    }
    for (int i = 0; i < columns.length; i++) {
      if (order[i] == null) {
        continue;
      }
      if (isNothing(cells[i]) && !order[i].elseProcessedDate()) {
        return Optional.of(new Refusal("null-order", columns[i], null));
      }
      if (isAfter(cells[i], processedDate)) {
        return Optional.of(new Refusal("future-order", columns[i], cells[i]));
      }
    }
    return Optional.empty();
  }

  /** Neither identifies a row nor puts it in an order. */
  private static boolean isNothing(Object value) {
    return value == null || value.equals("");
  }

  private boolean isAfter(Object value, Instant processedDate) {
    Instant latest = processedDate.plus(maxSkew);
    if (value instanceof Instant instant) {
      return instant.isAfter(latest);
    }
    return value instanceof LocalDate date
        && date.atStartOfDay().toInstant(ZoneOffset.UTC).isAfter(latest);
  }
}
