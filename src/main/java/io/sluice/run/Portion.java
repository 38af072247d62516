package io.sluice.run;

import io.sluice.spec.Increment;
import io.sluice.spec.Increment.RawFile;
import java.util.List;

/**
 * The increments of one commit. The merge does not depend on how increments are split, so a run may
 * take any number of portions.
 *
 * @param last whether they are all that was left
 */
record Portion(List<Increment> increments, boolean last) {
  Portion {
    increments = List.copyOf(increments);
  }

  /**
   * Takes from the front of the list as many as their raw files have bytes for, and at least one.
   */
  static Portion first(List<Increment> pending, long maxBytes) {
    long bytes = 0;
    int count = 0;
    for (Increment increment : pending) {
      bytes += increment.files().stream().mapToLong(RawFile::bytes).sum();
      if (bytes > maxBytes && count > 0) {
        break;
      }
      count++;
    }
    return new Portion(pending.subList(0, count), count == pending.size());
  }
}
