package io.sluice.run.rollback;

import io.sluice.spec.DatasetName;
import io.sluice.spec.Increment;
import io.sluice.table.Snapshot;
import io.sluice.table.TableState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a rollback would do, or has done.
 *
 * @param from the number of the version that is current before it
 * @param to the number of the version that it makes current again
 * @param committedAt when that version was committed
 * @param rowsBefore of the table before it
 * @param rowsAfter of the table after it
 * @param quarantinedBefore rows in quarantine before it
 * @param quarantinedAfter rows in quarantine after it
 * @param withdrawn ids of the increments that it takes out of the table
 * @param returned ids of withdrawn increments that are in that version, so that it puts them back
 * @param columns of which one version has another type than the other, or which it lacks
 * @param lost ids of increments that stay withdrawn for good, as their raw files are not there any
 *     more as they were applied, with why
 */
public record RollbackPlan(
    DatasetName dataset,
    long from,
    long to,
    Instant committedAt,
    long rowsBefore,
    long rowsAfter,
    long quarantinedBefore,
    long quarantinedAfter,
    List<String> withdrawn,
    List<String> returned,
    List<String> columns,
    Map<String, String> lost) {
  /** Copies lists and map; their order is kept. */
  public RollbackPlan {
    withdrawn = List.copyOf(withdrawn);
    returned = List.copyOf(returned);
    columns = List.copyOf(columns);
    lost = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(lost));
  }

  /**
   * Of a version to an older one.
   *
   * @param lost of all increments that would be withdrawn after it, those that cannot come back
   */
  static RollbackPlan of(
      DatasetName dataset, Snapshot current, Snapshot target, Map<String, String> lost) {
    return new RollbackPlan(
        dataset,
        current.number(),
        target.number(),
        target.committedAt(),
        current.rows(),
        target.rows(),
        current.quarantinedRows(),
        target.quarantinedRows(),
        without(current.state().applied(), target.state().applied()).stream()
            .map(Increment::id)
            .toList(),
        without(target.state().applied(), current.state().applied()).stream()
            .map(Increment::id)
            .toList(),
        differing(current.state().columns(), target.state().columns()),
        lost);
  }

  /**
   * What the law knows after it: all that was ever known and is not in that version is withdrawn.
   */
  static TableState after(Snapshot current, Snapshot target) {
    TableState then = target.state();
    return new TableState(
        then.fingerprint(),
        then.columns(),
        then.applied(),
        withdrawn(current, target),
        then.floors(),
        Map.of());
  }

  /** The increments that are withdrawn after it. */
  static List<Increment> withdrawn(Snapshot current, Snapshot target) {
    List<Increment> known = new ArrayList<>(current.state().known());
    known.addAll(target.state().withdrawn());
    return without(known, target.state().applied());
  }

  /** Each once, by id. */
  private static List<Increment> without(List<Increment> all, List<Increment> others) {
    Set<String> ids = new HashSet<>();
    others.forEach(increment -> ids.add(increment.id()));
    return all.stream().filter(increment -> ids.add(increment.id())).toList();
  }

  private static List<String> differing(Map<String, String> before, Map<String, String> after) {
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    return names.stream()
        .filter(name -> !before.getOrDefault(name, "").equals(after.getOrDefault(name, "")))
        .toList();
  }
}
