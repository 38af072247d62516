package io.sluice.merge;

import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnType;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.MergeSpec.Operation;
import io.sluice.spec.MergeSpec.OrderBy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Row;

/** {@link Version} for rows in memory: the same order, and the same hash where nothing else is. */
final class DriverVersion {
  private final JobSpec job;
  private final List<ColumnSpec> columns;
  private final List<Comparator<Object>> orders;
  private final Comparator<Contender> withoutHash;

  DriverVersion(JobSpec job) {
    this.job = job;
    this.columns = job.storedColumns();
    this.orders = columns.stream().map(column -> ValueOrder.of(column.type())).toList();
    this.withoutHash = parts().stream().reduce(Comparator::thenComparing).orElseThrow();
  }

  /** Orders versions without their hash. */
  Comparator<Contender> withoutHash() {
    return withoutHash;
  }

  /** Whether the law keeps the side whose comparison with the other gave this. */
  boolean wins(int compared) {
    return leastWins() ? compared < 0 : compared > 0;
  }

  /** Orders what the law keeps first, by version, then by the hash. */
  Comparator<Contender> bestFirst(IdentityHashMap<Contender, String> hashes) {
    Comparator<Contender> least =
        withoutHash.thenComparing(
            contender -> hashes.computeIfAbsent(contender, this::hash), Comparator.naturalOrder());
    return leastWins() ? least : least.reversed();
  }

  /** The hash of an upsert or of a stored row; deletes of one key and version are all the same. */
  String hash(Contender contender) {
    if (contender.delete()) {
      return "";
    }
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      values.put(columns.get(i).name(), hashed(columns.get(i).type(), contender.values().get(i)));
    }
    values.put(HiddenColumns.RESCUED, contender.rescued());
    return RowHash.of(values);
  }

  boolean sameContent(Contender left, Contender right) {
    for (int i = 0; i < columns.size(); i++) {
      if (orders.get(i).compare(left.values().get(i), right.values().get(i)) != 0) {
        return false;
      }
    }
    return Objects.equals(left.rescued(), right.rescued());
  }

  /** The value by which an order column takes part: itself, or what stands in for null. */
  static Object orderValue(OrderBy order, ColumnType type, Object value, Instant processedDate) {
    if (value != null || !order.elseProcessedDate()) {
      return value;
    }
    return type == ColumnType.Simple.DATE
        ? processedDate.atZone(ZoneOffset.UTC).toLocalDate()
        : processedDate;
  }

  private List<Comparator<Contender>> parts() {
    List<Comparator<Contender>> order = new ArrayList<>();
    for (OrderBy by : job.merge().orderBy()) {
      int at = columns.indexOf(job.column(by.column()));
      ColumnType type = columns.get(at).type();
      order.add(
          Comparator.comparing(
              row -> orderValue(by, type, row.values().get(at), row.processedDate()),
              orders.get(at)));
    }
    Comparator<Contender> date = Comparator.comparing(Contender::processedDate);
    Comparator<Contender> increment =
        Comparator.comparing(Contender::increment, ValueOrder::compareText);
    Comparator<Contender> rank = Comparator.comparingInt(this::rank);
    List<Comparator<Contender>> parts = new ArrayList<>();
    if (job.merge().loadsFirst()) {
      parts.addAll(List.of(date, increment));
      parts.addAll(order);
      parts.add(rank);
    } else {
      parts.addAll(order);
      parts.addAll(List.of(date, rank, increment));
    }
    parts.add(Comparator.comparingInt(Contender::fileOrdinal));
    return parts;
  }

  private int rank(Contender contender) {
    Operation operation = contender.delete() ? Operation.DELETE : Operation.UPSERT;
    return operation == job.merge().tie() ? 1 : 0;
  }

  private boolean leastWins() {
    return job.merge().mode() == Mode.INSERT;
  }

  /** Structs by the names of their type, as a row that was read from text has none of its own. */
  private static Object hashed(ColumnType type, Object value) {
    if (value == null) {
      return null;
    }
    if (type instanceof ColumnType.Struct struct) {
      Map<String, Object> fields = new LinkedHashMap<>();
      Row row = (Row) value;
      struct
          .fields()
          .forEach((name, field) -> fields.put(name, hashed(field, row.get(fields.size()))));
      return fields;
    }
    if (type instanceof ColumnType.Array array) {
      List<Object> elements = new ArrayList<>();
      ValueOrder.elements(value).forEach(element -> elements.add(hashed(array.element(), element)));
      return elements;
    }
    return value;
  }
}
