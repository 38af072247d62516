package io.sluice.run.why;

import io.sluice.law.Floors;
import io.sluice.merge.KeyHistory;
import io.sluice.merge.KeyHistory.Fate;
import io.sluice.read.AskedKey;
import io.sluice.spec.Floor;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Partition;
import io.sluice.table.Snapshot;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of a key, increment by increment: those of the table in the order in which they were
 * applied, then the pending ones.
 */
final class Replay {
  private final JobSpec job;
  private final Partition partition;
  private final Map<String, List<Row>> accepted;
  private final Set<String> loaded;
  private final Set<String> quarantined;
  private final List<Floor> known;
  private final KeyHistory history;
  private List<Floor> floors = new ArrayList<>();

  /**
   * A replay under the floors that a version knows.
   *
   * @param accepted the rows that take part, by increment
   * @param loaded increments with rows of the key's partition
   * @param quarantined increments with rows in quarantine
   */
  Replay(
      JobSpec job,
      AskedKey key,
      Snapshot version,
      StructType schema,
      Map<String, List<Row>> accepted,
      Set<String> loaded,
      Set<String> quarantined) {
    this.job = job;
    this.partition = key.partition(job);
    this.accepted = accepted;
    this.loaded = loaded;
    this.quarantined = quarantined;
    this.known = version.state().floors().stream().filter(this::isOfKey).toList();
    this.history = new KeyHistory(job, schema);
  }

  /**
   * Where the key stood after some increments.
   *
   * @param rows all rows so far, the least version first
   * @param fates what became of them, by the row's identity
   * @param live the row of the table
   * @param dead the delete that is the tombstone
   */
  record Stand(
      List<Row> rows, IdentityHashMap<Row, Fate> fates, Optional<Row> live, Optional<Row> dead) {}

  KeyHistory history() {
    return history;
  }

  /** Applies increments that the table has. */
  Stand applied(List<Increment> increments) {
    for (Increment increment : increments) {
      List<Floor> raised = new ArrayList<>(raised(increment, quarantined));
      // Floors that were derived are never above those that the table has.
      raised.removeIf(floor -> known.stream().noneMatch(one -> isAtMost(floor, one)));
      known.stream().filter(floor -> floor.increment().equals(increment.id())).forEach(raised::add);
      apply(increment, raised);
    }
    return stand();
  }

  /** Applies pending increments, as if all of their rows could be used. */
  Stand pending(List<Increment> increments) {
    for (Increment increment : increments) {
      apply(increment, raised(increment, Set.of()));
    }
    return stand();
  }

  private void apply(Increment increment, List<Floor> raised) {
    List<Row> rows = accepted.getOrDefault(increment.id(), List.of());
    if (!rows.isEmpty() || !raised.isEmpty()) {
      floors.addAll(raised);
      floors = new ArrayList<>(Floors.highest(floors));
      history.apply(rows, floors);
    }
  }

  private List<Floor> raised(Increment increment, Set<String> unusable) {
    boolean here = loaded.contains(increment.id()) || accepted.containsKey(increment.id());
    Map<String, Set<Partition>> partitions =
        here ? Map.of(increment.id(), Set.of(partition)) : Map.of();
    return Floors.raisedBy(job.merge(), List.of(increment), unusable, partitions).stream()
        .filter(this::isOfKey)
        .toList();
  }

  private boolean isOfKey(Floor floor) {
    return floor.partition().isEmpty() || floor.partition().equals(partition);
  }

  private static boolean isAtMost(Floor floor, Floor other) {
    return floor.partition().equals(other.partition()) && other.higher(floor).equals(other);
  }

  private Stand stand() {
    List<Row> rows = history.inOrder();
    IdentityHashMap<Row, Fate> fates = new IdentityHashMap<>();
    rows.forEach(row -> fates.put(row, history.fate(row)));
    return new Stand(rows, fates, history.live(), history.dead());
  }
}
