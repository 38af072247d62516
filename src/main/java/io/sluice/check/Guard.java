package io.sluice.check;

import io.sluice.spec.GuardSpec;
import io.sluice.spec.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Holds a run that would delete or remove too many rows of a table or of one of its partitions. */
public final class Guard {
  /** A smaller increment may have any share of its rows in quarantine. */
  private static final long FEW_ROWS = 100;

  /** A run may take all rows of a smaller table. */
  private static final long SMALL_TABLE = 10;

  private final GuardSpec spec;

  /** A guard with these limits. */
  public Guard(GuardSpec spec) {
    this.spec = spec;
  }

  /**
   * What a run does to a partition, or to a table without partitions.
   *
   * @param partition empty for a table without partitions
   * @param before rows of the current version
   * @param lost rows deleted or removed
   * @param emptied whether a load that brings no row for it leaves none there
   */
  public record Change(Partition partition, long before, long lost, boolean emptied) {}

  /** Returns why the run is held, a sentence for each partition; empty if it may go on. */
  public List<String> judge(List<Change> changes) {
    List<String> reasons = new ArrayList<>();
    for (Change change : changes) {
      if (change.lost() == 0 || spec.mayEmpty().contains(change.partition())) {
        continue;
      }
      String what = change.partition().isEmpty() ? "the table" : "partition " + change.partition();
      if (change.emptied()) {
        reasons.add(
            "a load without rows would empty "
                + what
                + " of its "
                + number(change.before())
                + " rows");
      } else if (change.before() > spec.minRows()
          && change.lost() > spec.maxDeletedShare() * change.before()) {
        reasons.add(
            String.format(
                Locale.ROOT,
                "%s of %s rows of %s would be deleted or removed, %.1f %% against %.1f %% allowed",
                number(change.lost()),
                number(change.before()),
                what,
                100.0 * change.lost() / change.before(),
                100.0 * spec.maxDeletedShare()));
      }
    }
    return reasons;
  }

  /** Why a run that leaves no row in the table is held; empty where it may go on. */
  public List<String> judgeEmptied(long before, long after) {
    return before > SMALL_TABLE && after == 0 && spec.mayEmpty().isEmpty()
        ? List.of("all " + number(before) + " rows of the table would go")
        : List.of();
  }

  /**
   * Why an increment is held for the rows of it that cannot be used; empty where it may be applied.
   *
   * @param rows of the increment
   * @param quarantined those in quarantine
   */
  public Optional<String> judgeQuarantine(long rows, long quarantined) {
    return rows > FEW_ROWS && quarantined > spec.maxQuarantinedShare() * rows
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "%s of its %s rows would go to quarantine, %.1f %% against %.1f %% allowed",
                number(quarantined),
                number(rows),
                100.0 * quarantined / rows,
                100.0 * spec.maxQuarantinedShare()))
        : Optional.empty();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
