package io.sluice.check;

import io.sluice.spec.GuardSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Holds a run that would delete or remove too many rows of a table or of one of its partitions. */
public final class Guard {
  private final GuardSpec spec;

  /** A guard with these limits. */
  public Guard(GuardSpec spec) {
    this.spec = spec;
  }

  /**
   * What a run does to a partition, or to a table without partitions.
   *
   * @param partition its values; empty for a table without partitions
   * @param before rows of the current version
   * @param lost rows deleted or removed
   * @param emptied whether a load that brings no row for it leaves none there
   */
  public record Change(Map<String, String> partition, long before, long lost, boolean emptied) {}

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

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
