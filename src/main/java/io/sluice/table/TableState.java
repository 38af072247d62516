package io.sluice.table;

import io.sluice.spec.ColumnSpec;
import io.sluice.spec.Floor;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the law knows of a table, whatever its files look like.
 *
 * @param fingerprint the law that it was made under
 * @param columns the stored columns of the contract and their types as text, in order
 * @param applied every increment that is in it, in the order of application
 * @param withdrawn the increments that a rollback took out of it: known, and not pending, until
 *     somebody puts them back
 * @param floors the highest floor of each partition
 * @param counts of the run that made this state
 */
public record TableState(
    Map<String, String> fingerprint,
    Map<String, String> columns,
    List<Increment> applied,
    List<Increment> withdrawn,
    List<Floor> floors,
    Map<String, Long> counts) {

  /** Copies lists and maps; the order of columns is kept. */
  public TableState {
    fingerprint = Collections.unmodifiableMap(new LinkedHashMap<>(fingerprint));
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    applied = List.copyOf(applied);
    withdrawn = List.copyOf(withdrawn);
    floors = List.copyOf(floors);
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
  }

  /** The increments that are not pending, whatever lies in the raw folder. */
  public List<Increment> known() {
    if (withdrawn.isEmpty()) {
      return applied;
    }
    List<Increment> known = new ArrayList<>(applied);
    known.addAll(withdrawn);
    return known;
  }

  /** The same where a version changes no row. */
  public TableState withoutCounts() {
    return new TableState(fingerprint, columns, applied, withdrawn, floors, Map.of());
  }

  /** The state of a job's table from which nothing is withdrawn. */
  public static TableState of(
      JobSpec job, List<Increment> applied, List<Floor> floors, Map<String, Long> counts) {
    return of(job, applied, List.of(), floors, counts);
  }

  /** The state of a job's table. */
  public static TableState of(
      JobSpec job,
      List<Increment> applied,
      List<Increment> withdrawn,
      List<Floor> floors,
      Map<String, Long> counts) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (ColumnSpec column : job.storedColumns()) {
      columns.put(column.name(), column.type().text());
    }
    return new TableState(job.fingerprint(), columns, applied, withdrawn, floors, counts);
  }
}
