package io.sluice.run.ingest;

import io.sluice.run.DatasetOutcome;
import io.sluice.settings.Nearest;
import io.sluice.spec.DatasetName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The ids after an option against what the datasets of a run have: an id may be of any of them.
 * Thread-safe.
 */
final class NamedIds {
  private static final String PENDING = "pending";

  private final String option;
  private final String state;
  private final List<String> ids;
  private final Set<String> applied = ConcurrentHashMap.newKeySet();
  private final Map<DatasetName, Set<String>> having = new ConcurrentHashMap<>();

  private NamedIds(String option, String state, Optional<List<String>> ids) {
    this.option = option;
    this.state = state;
    this.ids = ids.orElse(List.of());
  }

  /** Those after {@code --approve}, which must be pending. */
  static NamedIds approved(IngestOptions options) {
    return new NamedIds("--approve", PENDING, options.approval());
  }

  /** Those after {@code --reapply}, which must be withdrawn. */
  static NamedIds reapplied(IngestOptions options) {
    return new NamedIds("--reapply", "withdrawn", options.reapplied());
  }

  /** Takes what a dataset has before the run; what was applied already need not be named again. */
  void see(
      DatasetName dataset,
      Set<String> pendingIds,
      Set<String> withdrawnIds,
      Set<String> appliedIds) {
    if (!ids.isEmpty()) {
      having.put(dataset, Set.copyOf(state.equals(PENDING) ? pendingIds : withdrawnIds));
      ids.stream().filter(appliedIds::contains).forEach(applied::add);
    }
  }

  /**
   * What is wrong with ids that no dataset has, for the dataset that is to tell of them: the one
   * with the nearest id, or else the first. Nothing while a dataset was not seen, whose they may
   * be.
   *
   * @param all the datasets of the run
   */
  Optional<String> problem(DatasetOutcome teller, List<DatasetName> all) {
    if (ids.isEmpty() || !having.keySet().containsAll(all)) {
      return Optional.empty();
    }
    List<String> problems =
        ids.stream()
            .distinct()
            .filter(id -> !applied.contains(id))
            .filter(id -> having.values().stream().noneMatch(known -> known.contains(id)))
            .filter(id -> teller(id, all).equals(teller.dataset()))
            .map(this::problem)
            .toList();
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", problems));
  }

  private DatasetName teller(String id, List<DatasetName> all) {
    return nearest(id)
        .flatMap(near -> all.stream().filter(name -> having.get(name).contains(near)).findFirst())
        .orElse(all.get(0));
  }

  private Optional<String> nearest(String id) {
    Set<String> known = new TreeSet<>();
    having.values().forEach(known::addAll);
    return Nearest.to(id, known);
  }

  private String problem(String id) {
    String others =
        having.values().stream()
            .flatMap(Set::stream)
            .sorted()
            .limit(3)
            .collect(Collectors.joining(", "));
    return option
        + ": no increment \""
        + id
        + "\" is "
        + state
        + nearest(id)
            .map(near -> "; did you mean \"" + near + "\"?")
            .orElse(others.isEmpty() ? "; none is" : "; " + state + " was " + others);
  }
}
