package io.sluice.law;

import io.sluice.spec.Floor;
import io.sluice.spec.MergeSpec;
import io.sluice.spec.Partition;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The rows of one key one after another: from when to when each was in force. It is told by their
 * versions and by the loads alone, so rows may be given in any order, and more than once.
 *
 * <p>The time of a version is its first {@code order_by} value where that is a date or a timestamp,
 * and where the law compares it first; else its processed date. A row is in force from its time
 * until that of the next greater version, or until a load that lacks it. Versions that follow each
 * other with one content are one period. A row that a greater version of its time, or of an earlier
 * one, has beaten was never in force: its period ends when it begins.
 *
 * @param <C> what the caller knows rows by
 */
public final class Succession<C extends Contender> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final VersionOrder order;
  private final Loads loads;
  private final boolean ordersByTime;

  /** Of a table whose greatest versions win, with all loads that it had. */
  public Succession(MergeSpec merge, Loads loads) {
    this.order = new VersionOrder(merge);
    this.loads = loads;
    this.ordersByTime = !merge.loadsFirst() && !merge.orderBy().isEmpty();
  }

  /**
   * When a row was in force.
   *
   * @param row the greatest version of this content
   * @param to not in it any more; empty where it still is
   */
  public record Period<C extends Contender>(C row, Instant from, Optional<Instant> to) {
    /** Whether the row is in the table. */
    public boolean isCurrent() {
      return to.isEmpty() && !isDelete();
    }

    /** Whether its key was taken away. */
    public boolean isDelete() {
      return Verdict.isDelete(row);
    }
  }

  /**
   * The periods of a key, the oldest first.
   *
   * @param rows all that was ever accepted for it
   * @param partition of the key; asked for where loads are of partitions
   */
  public List<Period<C>> of(List<C> rows, Supplier<Partition> partition) {
    List<C> versions = distinct(rows);
    List<Period<C>> periods = new ArrayList<>();
    Optional<Instant> next = Optional.empty();
    for (int i = versions.size() - 1; i >= 0; i--) {
      C row = versions.get(i);
      Instant time = time(row.version());
      Optional<Floor> load = loads.after(row.version(), partition);
      if (i + 1 < versions.size() && continues(row, load, versions.get(i + 1))) {
        Period<C> later = periods.remove(periods.size() - 1);
        periods.add(new Period<>(later.row(), earlier(time, later.from()), later.to()));
      } else {
        periods.add(new Period<>(row, time, earliest(next, load.map(Floor::processedDate))));
      }
      next = earliest(Optional.of(time), next);
    }
    Collections.reverse(periods);
    return periods.stream().map(Succession::forward).toList();
  }

  /** Ascending; of those that are equal in version and content one. */
  private List<C> distinct(List<C> rows) {
    List<C> sorted = new ArrayList<>(rows);
    sorted.sort(this::compare);
    List<C> distinct = new ArrayList<>();
    for (C row : sorted) {
      if (distinct.isEmpty() || compare(distinct.get(distinct.size() - 1), row) != 0) {
        distinct.add(row);
      }
    }
    return distinct;
  }

  private int compare(C left, C right) {
    int compared = order.compare(left.version(), right.version());
    return compared == 0 && !Verdict.isDelete(left) && !left.hasContentOf(right)
        ? left.hash().compareTo(right.hash())
        : compared;
  }

  /** Whether nothing changes from one version to the next, and no load between them lacks both. */
  private boolean continues(C row, Optional<Floor> load, C next) {
    boolean delete = Verdict.isDelete(row);
    return delete == Verdict.isDelete(next)
        && (delete || row.hasContentOf(next))
        && load.filter(floor -> isBefore(floor, next.version())).isEmpty();
  }

  private static boolean isBefore(Floor load, Version version) {
    return Floors.compare(load, version.processedDate(), version.increment()) < 0;
  }

  private static <C extends Contender> Period<C> forward(Period<C> period) {
    Instant from = period.from();
    return new Period<>(
        period.row(), from, period.to().map(end -> end.isBefore(from) ? from : end));
  }

  private Instant time(Version version) {
    Object first = ordersByTime ? version.order().get(0) : null;
    if (first instanceof Instant instant) {
      return instant;
    }
    return first instanceof LocalDate date
        ? date.atStartOfDay().toInstant(ZoneOffset.UTC)
        : version.processedDate();
  }

  private static Optional<Instant> earliest(Optional<Instant> left, Optional<Instant> right) {
    return left.isPresent() && right.isPresent()
        ? Optional.of(earlier(left.get(), right.get()))
        : left.or(() -> right);
  }

  private static Instant earlier(Instant left, Instant right) {
    return left.isBefore(right) ? left : right;
  }
}
