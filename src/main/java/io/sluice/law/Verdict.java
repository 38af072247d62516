package io.sluice.law;

import io.sluice.spec.MergeSpec.Operation;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of a key.
 *
 * @param <C> what the caller knows rows by
 * @param winner of the incoming rows
 * @param stored the row of the table, if there is one
 * @param mergeClass the winner's class
 * @param decidedBy the part of the version by which the winner beat, or was beaten by, the stored
 *     row or the tombstone; none where it met none, or a floor decided
 * @param dead whether the winner becomes a tombstone
 * @param beaten the other incoming rows
 */
public record Verdict<C extends Contender>(
    C winner,
    Optional<C> stored,
    MergeClass mergeClass,
    Optional<Part> decidedBy,
    boolean dead,
    Beaten beaten) {
  private static final Set<MergeClass> LIVE =
      EnumSet.of(MergeClass.INSERTED, MergeClass.UPDATED, MergeClass.REFRESHED);
  private static final Set<MergeClass> REPLACES =
      EnumSet.of(MergeClass.UPDATED, MergeClass.REFRESHED, MergeClass.DELETED);

  /**
   * The incoming rows of a key that did not win.
   *
   * @param duplicate equal to another one, version and content
   * @param superseded beaten by another one
   * @param ties how often the row hash alone decided
   * @param keyCollisions originals beyond one that normalised to the key
   */
  public record Beaten(long duplicate, long superseded, long ties, long keyCollisions) {
    static final Beaten NONE = new Beaten(0, 0, 0, 0);
  }

  /** A row of a table without keys, which meets no other. */
  public static <C extends Contender> Verdict<C> appended(C row) {
    return new Verdict<>(
        row, Optional.empty(), MergeClass.INSERTED, Optional.empty(), false, Beaten.NONE);
  }

  /** Whether the winner goes into the table. */
  public boolean live() {
    return LIVE.contains(mergeClass);
  }

  /** Whether the stored row leaves the table. */
  public boolean replaces() {
    return REPLACES.contains(mergeClass);
  }

  /** Whether the key's tombstone leaves, for a newer one or for a row. */
  public boolean beatsTombstone() {
    return dead || live();
  }

  /** The stored row that leaves. */
  public Optional<C> leaving() {
    return stored.filter(row -> replaces());
  }

  static boolean isDelete(Contender row) {
    return row.version().operation() == Operation.DELETE;
  }
}
