package io.sluice.run.ingest;

import io.sluice.law.MergeClass;
import io.sluice.merge.MergeCounts;
import io.sluice.spec.DatasetName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The counts of a run, as summary, ledger and version file have them. */
final class RunCounts {
  private final DatasetName dataset;
  private final MergeCounts outcome;
  private final Map<String, Long> counts = new LinkedHashMap<>();

  RunCounts(DatasetName dataset, ReadCounts read, MergeCounts outcome, long removed) {
    this.dataset = dataset;
    this.outcome = outcome;
    counts.put("read", read.read());
    counts.put("accepted", read.accepted());
    counts.put("quarantined", read.quarantined());
    for (MergeClass name : MergeClass.values()) {
      counts.put(name.text(), outcome.count(name));
    }
    counts.put("removed", removed);
    counts.put("ties", outcome.ties());
    counts.put("key_collisions", outcome.keyCollisions());
  }

  /** By name, in the order in which they are reported. */
  Map<String, Long> byName() {
    return Collections.unmodifiableMap(counts);
  }

  /**
   * Proves that no row was lost and none made up.
   *
   * @param before rows of the table before the run
   * @param after rows in the files that were staged
   * @throws IllegalStateException if a sum differs
   */
  void requireConserved(long before, long after) {
    requireSum(
        "accepted rows and the sum of their classes", counts.get("accepted"), outcome.accepted());
    requireSum(
        "rows before + inserted - deleted - removed and rows after", rowsAfter(before), after);
  }

  /** The rows of the table after the run, where it had so many before. */
  long rowsAfter(long before) {
    return before + counts.get("inserted") - counts.get("deleted") - counts.get("removed");
  }

  private void requireSum(String what, long expected, long found) {
    if (expected != found) {
      throw new IllegalStateException(
          dataset
              + ": rows are not conserved: "
              + what
              + " differ, "
              + found
              + " against "
              + expected
              + ". Nothing was committed; the table stays as it was. Counts: "
              + counts);
    }
  }
}
