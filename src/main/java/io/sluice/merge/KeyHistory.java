package io.sluice.merge;

import io.sluice.law.MergeClass;
import io.sluice.law.Part;
import io.sluice.law.Rivals;
import io.sluice.law.Verdict;
import io.sluice.law.Version;
import io.sluice.law.VersionOrder;
import io.sluice.spark.Rows;
import io.sluice.spec.Floor;
import io.sluice.spec.JobSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * What becomes of each row of one key, where increments come one after the other in the order in
 * which they were applied. Decides as {@link LocalMerge} does, with a table of one key. Which
 * increments a run took together does not matter to where a key ends, only to the words: a row that
 * came later is taken for one that met the table.
 */
public final class KeyHistory {
  private final JobSpec job;
  private final VersionOrder order;
  private final StructType schema;
  private final List<Row> rows = new ArrayList<>();

  /** By the row's identity: two rows may be equal. */
  private final IdentityHashMap<Row, Fate> fates = new IdentityHashMap<>();

  private Optional<Floor> floor = Optional.empty();
  private Optional<Row> live = Optional.empty();
  private Optional<Row> dead = Optional.empty();

  /** What became of a row. */
  public enum End {
    /** It is in the table, or is the tombstone. */
    WON,
    /** A row that came later, or in the same increment, beats it. */
    SUPERSEDED,
    /** Another row of its increment is equal. */
    DUPLICATE,
    /** The row that was in the table when it came beats it. */
    STALE,
    /** The tombstone that was there when it came beats it. */
    BLOCKED_BY_TOMBSTONE,
    /** It lay below a floor when it came. */
    BLOCKED_BY_FLOOR,
    /** It was there, and a load did not have it. */
    REMOVED
  }

  /**
   * The end of a row.
   *
   * @param against the row that beat it, or is equal to it
   * @param part the part of the version that decided
   * @param floor that decided, where one did
   */
  public record Fate(End end, Optional<Row> against, Optional<Part> part, Optional<Floor> floor) {}

  /**
   * The history of a key before anything came.
   *
   * @param schema of its rows: as they were read and accepted
   */
  public KeyHistory(JobSpec job, StructType schema) {
    this.job = job;
    this.order = new VersionOrder(job.merge());
    this.schema = schema;
  }

  /**
   * Applies an increment.
   *
   * @param incoming its rows of the key; perhaps none
   * @param floors those in force for the key once it is applied
   */
  public void apply(List<Row> incoming, List<Floor> floors) {
    floor = floors.stream().reduce(Floor::higher);
    LocalMerge merge = new LocalMerge(job, floors);
    Map<LocalRow, Row> known = new HashMap<>();
    Optional<LocalRow> stored = live.map(row -> contender(merge, row, known));
    Optional<LocalRow> tombstone = dead.map(row -> contender(merge, row, known));
    if (!incoming.isEmpty()) {
      rows.addAll(incoming);
      meet(merge, incoming, known, stored, tombstone);
    }
    // What a winner replaced is superseded; what is left may lie below a floor that is new.
    live = live.filter(row -> staysAbove(row, stored, known));
    dead = dead.filter(row -> staysAbove(row, tombstone, known));
  }

  private void meet(
      LocalMerge merge,
      List<Row> incoming,
      Map<LocalRow, Row> known,
      Optional<LocalRow> stored,
      Optional<LocalRow> tombstone) {
    List<LocalRow> contenders = new ArrayList<>();
    incoming.forEach(row -> contenders.add(contender(merge, row, known)));
    contenders.sort(LocalMerge.byVersion(order));
    Rivals<LocalRow> rivals = new Rivals<>(order);
    contenders.forEach(row -> rivals.add(row, null));
    Verdict<LocalRow> verdict = rivals.meet(stored, tombstone);
    LocalRow winner = verdict.winner();
    LocalRow first = null;
    for (LocalRow row : contenders) {
      if (first != null && Rivals.isSame(order, first, row)) {
        fate(known, row, End.DUPLICATE, Optional.of(first), Optional.empty());
        continue;
      }
      first = row;
      if (row != winner) {
        fate(known, row, End.SUPERSEDED, Optional.of(winner), Optional.of(decisive(winner, row)));
      }
    }
    settle(verdict, known, stored, tombstone);
  }

  /** What becomes of the winner, and of what it met. */
  private void settle(
      Verdict<LocalRow> verdict,
      Map<LocalRow, Row> known,
      Optional<LocalRow> stored,
      Optional<LocalRow> tombstone) {
    LocalRow winner = verdict.winner();
    if (winner.isBelowFloor()) {
      fate(known, winner, End.BLOCKED_BY_FLOOR, Optional.empty(), Optional.empty());
    } else if (verdict.mergeClass() == MergeClass.BLOCKED) {
      fate(known, winner, End.BLOCKED_BY_TOMBSTONE, tombstone, verdict.decidedBy());
    } else if (verdict.live() || verdict.dead()) {
      fate(known, winner, End.WON, Optional.empty(), Optional.empty());
      for (Optional<LocalRow> met : List.of(stored, tombstone)) {
        met.ifPresent(
            old ->
                fate(
                    known,
                    old,
                    End.SUPERSEDED,
                    Optional.of(winner),
                    Optional.of(decisive(winner, old))));
      }
      Optional<Row> row = Optional.of(known.get(winner));
      live = verdict.live() ? row : Optional.empty();
      dead = verdict.dead() ? row : Optional.empty();
    } else if (verdict.mergeClass() == MergeClass.STALE) {
      fate(known, winner, End.STALE, stored, verdict.decidedBy());
    } else {
      fate(known, winner, End.DUPLICATE, stored.or(() -> tombstone), Optional.empty());
    }
  }

  private LocalRow contender(LocalMerge merge, Row row, Map<LocalRow, Row> known) {
    LocalRow contender = merge.contenders(new Rows.Local(schema, List.of(row))).get(0);
    known.put(contender, row);
    return contender;
  }

  private boolean staysAbove(Row row, Optional<LocalRow> before, Map<LocalRow, Row> known) {
    boolean removed = before.filter(old -> known.get(old) == row && old.isBelowFloor()).isPresent();
    if (removed) {
      fates.put(row, new Fate(End.REMOVED, Optional.empty(), Optional.empty(), floor));
    }
    return !removed;
  }

  private Part decisive(LocalRow winner, LocalRow loser) {
    return order.decisive(winner.version(), loser.version()).orElse(Part.ROW_HASH);
  }

  private void fate(
      Map<LocalRow, Row> known,
      LocalRow row,
      End end,
      Optional<LocalRow> against,
      Optional<Part> part) {
    Optional<Floor> above = end == End.BLOCKED_BY_FLOOR ? floor : Optional.empty();
    fates.put(known.get(row), new Fate(end, against.map(known::get), part, above));
  }

  /** All rows so far, the least version first. */
  public List<Row> inOrder() {
    LocalMerge merge = new LocalMerge(job, List.of());
    Map<LocalRow, Row> known = new HashMap<>();
    return rows.stream()
        .map(row -> contender(merge, row, known))
        .sorted(LocalMerge.byVersion(order))
        .map(known::get)
        .toList();
  }

  /** What became of a row that {@link #inOrder} gives, so far. */
  public Fate fate(Row row) {
    return fates.get(row);
  }

  /** The row of the table. */
  public Optional<Row> live() {
    return live;
  }

  /** The delete that is the tombstone. */
  public Optional<Row> dead() {
    return dead;
  }

  /** The version of a row but for its hash. */
  public Version version(Row row) {
    return alone(row).version();
  }

  /** Whether two rows have the same content; of deletes it is not asked. */
  public boolean haveSameContent(Row left, Row right) {
    return alone(left).hasContentOf(alone(right));
  }

  private LocalRow alone(Row row) {
    return contender(new LocalMerge(job, List.of()), row, new HashMap<>());
  }
}
