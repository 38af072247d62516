package io.sluice.config;

import io.sluice.settings.Node;
import io.sluice.settings.Section;
import io.sluice.spec.GuardSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The limit on rows that one run may delete or remove: the section {@code guard}. */
final class GuardParser {
  private final Section guard;
  private final List<String> partitionBy;

  GuardParser(Section guard, List<String> partitionBy) {
    this.guard = guard;
    this.partitionBy = partitionBy;
  }

  GuardSpec parse() {
    guard.allow(Section.ordered("max_deleted_share", "min_rows", "may_empty"));
    return new GuardSpec(
        guard
            .parsed("max_deleted_share", "a share; write 0 to 1, or 0% to 100%", GuardParser::share)
            .orElse(0.2),
        guard.number("min_rows", 0).orElse(1000L),
        mayEmpty());
  }

  private static Double share(String text) {
    boolean percent = text.endsWith("%");
    BigDecimal number =
        new BigDecimal(percent ? text.substring(0, text.length() - 1).strip() : text);
    BigDecimal share = percent ? number.movePointLeft(2) : number;
    return share.signum() >= 0 && share.compareTo(BigDecimal.ONE) <= 0 ? share.doubleValue() : null;
  }

  private List<Map<String, String>> mayEmpty() {
    Optional<Node> written = guard.value("may_empty");
    if (written.isEmpty()) {
      return List.of();
    }
    if (partitionBy.isEmpty()) {
      if (written.get().isScalar() && written.get().text().equals("all")) {
        return List.of(Map.of());
      }
      guard.problem("may_empty", "the table has no partitions; write may_empty: all, or remove it");
      return List.of();
    }
    if (written.get().kind() != Node.Kind.LIST) {
      guard.problem(
          "may_empty",
          "must be a list of partitions, such as [{" + partitionBy.get(0) + ": value}]");
      return List.of();
    }
    List<Map<String, String>> partitions = new ArrayList<>();
    written.get().items().forEach(item -> partition(item).ifPresent(partitions::add));
    return partitions;
  }

  private Optional<Map<String, String>> partition(Node item) {
    Map<String, String> partition = new LinkedHashMap<>();
    if (item.isScalar() && partitionBy.size() == 1) {
      guard.text(item).ifPresent(value -> partition.put(partitionBy.get(0), value));
    } else if (item.isMap() && item.entries().keySet().equals(new LinkedHashSet<>(partitionBy))) {
      for (String column : partitionBy) {
        guard.text(item.entries().get(column)).ifPresent(value -> partition.put(column, value));
      }
    } else {
      guard
          .problems()
          .add(
              item,
              "must have a value for each partition column; they are "
                  + String.join(", ", partitionBy));
    }
    return partition.size() == partitionBy.size() ? Optional.of(partition) : Optional.empty();
  }
}
