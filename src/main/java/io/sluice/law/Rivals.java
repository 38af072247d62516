package io.sluice.law;

import io.sluice.law.Verdict.Beaten;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the incoming rows of one key one by one, finds their winner, and compares it with the
 * table. Keeps two rows, however many are added.
 *
 * <p>The first line that fits decides. A stored row or a tombstone below its floor beats nothing. A
 * stored row below its floor is never kept: any winner above the floor replaces it.
 *
 * <pre>
 * winner                              | class     | live | dead | replaces
 * below its floor                     | blocked   |      |      |
 * beaten by the tombstone             | blocked   |      |      |
 * beaten by the stored row            | stale     |      |      |
 * equal to the stored row             | unchanged |      |      |
 * delete, a row is stored             | deleted   |      | yes  | yes
 * upsert, stored with the same values | refreshed | yes  |      | yes
 * upsert, stored with other values    | updated   | yes  |      | yes
 * delete, equal to the tombstone      | unchanged |      |      |
 * delete, no row is stored            | unchanged |      | yes  |
 * upsert, no row is stored            | inserted  | yes  |      |
 * </pre>
 *
 * @param <C> what the caller knows rows by
 */
public final class Rivals<C extends Contender> {
  private final VersionOrder order;
  private final Set<String> originals = new HashSet<>();
  private C winner;
  private C last;
  private long rows;
  private long duplicate;
  private long ties;

  /** No rows yet; add one at least. */
  public Rivals(VersionOrder order) {
    this.order = order;
  }

  /**
   * Adds a row. The caller adds rows of equal version one after the other, and among them rows of
   * equal content.
   *
   * @param keyOriginal the key before it was normalised; null where nothing changes it
   */
  public void add(C row, String keyOriginal) {
    rows++;
    originals.add(keyOriginal);
    if (last != null && isSame(order, last, row)) {
      duplicate++;
      return;
    }
    if (last != null && order.compare(last.version(), row.version()) == 0) {
      ties++;
    }
    last = row;
    if (winner == null || beats(row, winner)) {
      winner = row;
    }
  }

  /** Whether two rows of one key are equal, version and content; deletes have no content. */
  public static boolean isSame(VersionOrder order, Contender left, Contender right) {
    return order.compare(left.version(), right.version()) == 0
        && (Verdict.isDelete(right) || left.hasContentOf(right));
  }

  /** How often the row hash alone decided so far. */
  public long ties() {
    return ties;
  }

  /** The verdict for the key. */
  public Verdict<C> meet(Optional<C> stored, Optional<C> tombstone) {
    Optional<C> dead = tombstone.filter(row -> !row.isBelowFloor());
    MergeClass mergeClass = mergeClass(stored, dead);
    boolean known = dead.filter(row -> compare(row, winner) == 0).isPresent();
    boolean leavesTombstone =
        mergeClass == MergeClass.DELETED
            || (mergeClass == MergeClass.UNCHANGED && Verdict.isDelete(winner) && !known);
    return new Verdict<>(
        winner,
        stored,
        mergeClass,
        decidedBy(mergeClass, stored, dead),
        leavesTombstone,
        new Beaten(duplicate, rows - duplicate - 1, ties, originals.size() - 1L));
  }

  private MergeClass mergeClass(Optional<C> stored, Optional<C> dead) {
    if (winner.isBelowFloor() || dead.filter(row -> order.wins(compare(row, winner))).isPresent()) {
      return MergeClass.BLOCKED;
    }
    boolean delete = Verdict.isDelete(winner);
    if (stored.isEmpty()) {
      return delete ? MergeClass.UNCHANGED : MergeClass.INSERTED;
    }
    C old = stored.get();
    boolean sameContent = !delete && winner.hasContentOf(old);
    if (!old.isBelowFloor() && (sameContent ? !beatsByVersion(old) : !beats(winner, old))) {
      return sameContent && compare(winner, old) == 0 ? MergeClass.UNCHANGED : MergeClass.STALE;
    }
    if (delete) {
      return MergeClass.DELETED;
    }
    return sameContent ? MergeClass.REFRESHED : MergeClass.UPDATED;
  }

  private Optional<Part> decidedBy(MergeClass mergeClass, Optional<C> stored, Optional<C> dead) {
    if (winner.isBelowFloor()) {
      return Optional.empty();
    }
    Optional<C> met = mergeClass == MergeClass.BLOCKED ? dead : stored.or(() -> dead);
    return met.filter(row -> !row.isBelowFloor())
        .filter(row -> mergeClass != MergeClass.UNCHANGED)
        .map(row -> order.decisive(winner.version(), row.version()).orElse(Part.ROW_HASH));
  }

  private boolean beatsByVersion(C old) {
    return order.wins(compare(winner, old));
  }

  /** By the version, and by the hash where versions are equal and contents are not. */
  private boolean beats(C row, C other) {
    int compared = compare(row, other);
    return order.wins(compared == 0 ? row.hash().compareTo(other.hash()) : compared);
  }

  private int compare(C left, C right) {
    return order.compare(left.version(), right.version());
  }
}
