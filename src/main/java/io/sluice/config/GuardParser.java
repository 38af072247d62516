package io.sluice.config;

import io.sluice.settings.Node;
import io.sluice.settings.Section;
import io.sluice.spec.GuardSpec;
import io.sluice.spec.Partition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The limit on rows that one run may delete or remove: the section {@code guard}. */
final class GuardParser {
  static final Set<String> KEYS =
      Section.ordered("max_deleted_share", "min_rows", "may_empty", "max_quarantined_share");

  private final Section guard;
  private final List<String> partitionBy;

  GuardParser(Section guard, List<String> partitionBy) {
    this.guard = guard;
    this.partitionBy = partitionBy;
  }

  GuardSpec parse() {
    NestedKeys.allow(guard, KEYS);
    return new GuardSpec(
        share("max_deleted_share"),
        guard.number("min_rows", 0).orElse(1000L),
        mayEmpty(),
        share("max_quarantined_share"));
  }

  private double share(String key) {
    return guard
        .parsed(key, "a share; write 0 to 1, or 0% to 100%", GuardParser::shareOf)
        .orElse(0.2);
  }

  private static Double shareOf(String text) {
    boolean percent = text.endsWith("%");
    BigDecimal number =
        new BigDecimal(percent ? text.substring(0, text.length() - 1).strip() : text);
    BigDecimal share = percent ? number.movePointLeft(2) : number;
    return share.signum() >= 0 && share.compareTo(BigDecimal.ONE) <= 0 ? share.doubleValue() : null;
  }

  private List<Partition> mayEmpty() {
    Optional<Node> written = guard.value("may_empty");
    if (written.isEmpty()) {
      return List.of();
    }
    if (partitionBy.isEmpty()) {
      if (written.get().isScalar() && written.get().text().equals("all")) {
        return List.of(Partition.WHOLE_TABLE);
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
    List<Partition> partitions = new ArrayList<>();
    written.get().items().forEach(item -> partition(item).ifPresent(partitions::add));
    return partitions;
  }

  private Optional<Partition> partition(Node item) {
    Map<String, String> values = new LinkedHashMap<>();
    if (item.isScalar() && partitionBy.size() == 1) {
      guard.text(item).ifPresent(value -> values.put(partitionBy.get(0), value));
    } else if (item.isMap() && item.entries().keySet().equals(new LinkedHashSet<>(partitionBy))) {
      for (String column : partitionBy) {
        guard.text(item.entries().get(column)).ifPresent(value -> values.put(column, value));
      }
    } else {
      guard
          .problems()
          .add(
              item,
              "must have a value for each partition column; they are "
                  + String.join(", ", partitionBy));
    }
    return values.size() == partitionBy.size()
        ? Optional.of(new Partition(values))
        : Optional.empty();
  }
}
