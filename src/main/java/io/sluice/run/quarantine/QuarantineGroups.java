package io.sluice.run.quarantine;

import io.sluice.error.UsageException;
import io.sluice.run.OpenQuarantine;
import io.sluice.run.QuarantinedRow;
import io.sluice.settings.Nearest;
import io.sluice.spec.DatasetName;
import io.sluice.table.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts the rows of a version's quarantine by reason and column. */
final class QuarantineGroups {
  private record By(String reason, Optional<String> column) {}

  private static final class Group {
    private long rows;
    private Optional<String> sample = Optional.empty();
    private final Set<String> increments = new LinkedHashSet<>();
  }

  private final DatasetName dataset;
  private final QuarantineFilter filter;
  private final Map<By, Group> groups = new LinkedHashMap<>();
  private final Set<String> reasons = new LinkedHashSet<>();
  private final Set<String> increments = new LinkedHashSet<>();

  private QuarantineGroups(DatasetName dataset, QuarantineFilter filter) {
    this.dataset = dataset;
    this.filter = filter;
  }

  /**
   * The groups of the rows that are asked for, those with most rows first.
   *
   * @throws UsageException if no row is in quarantine for the reason, or of the increment, although
   *     others are
   */
  static List<QuarantineGroup> of(DatasetName dataset, Snapshot version, QuarantineFilter filter) {
    QuarantineGroups counted = new QuarantineGroups(dataset, filter);
    OpenQuarantine.each(
        version,
        version.quarantine(),
        row -> {
          counted.add(row);
          return true;
        });
    counted.requireKnown(version);
    return counted.sorted();
  }

  private void add(QuarantinedRow row) {
    reasons.add(row.reason());
    increments.add(row.increment());
    if (filter.matches(row)) {
      Group group = groups.computeIfAbsent(new By(row.reason(), row.column()), by -> new Group());
      group.rows++;
      group.increments.add(row.increment());
      group.sample = group.sample.or(row::value);
    }
  }

  private List<QuarantineGroup> sorted() {
    List<QuarantineGroup> sorted = new ArrayList<>();
    groups.forEach(
        (by, group) ->
            sorted.add(
                new QuarantineGroup(
                    by.reason(),
                    by.column(),
                    group.rows,
                    group.sample,
                    List.copyOf(group.increments))));
    sorted.sort(Comparator.comparing(QuarantineGroup::rows).reversed());
    return sorted;
  }

  private void requireKnown(Snapshot version) {
    if (reasons.isEmpty() || !groups.isEmpty()) {
      return;
    }
    filter.reason().ifPresent(reason -> requireKnown(version, "--reason", reason, reasons));
    filter.increment().ifPresent(id -> requireKnown(version, "--increment", id, increments));
    throw new UsageException(
        dataset
            + ": version "
            + version.number()
            + " has rows in quarantine for the reason \""
            + filter.reason().orElse("")
            + "\" and rows of increment \""
            + filter.increment().orElse("")
            + "\", but no row is both. Nothing was changed. See: sluice quarantine "
            + dataset);
  }

  private void requireKnown(Snapshot version, String option, String word, Set<String> known) {
    if (!known.contains(word)) {
      throw new UsageException(
          dataset
              + ": "
              + option
              + " is \""
              + word
              + "\", but version "
              + version.number()
              + " has no such row in quarantine"
              + Nearest.to(word, known).map(near -> "; did you mean \"" + near + "\"?").orElse(".")
              + " Nothing was changed. See: sluice quarantine "
              + dataset);
    }
  }
}
