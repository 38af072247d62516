package io.sluice.run.ingest;

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

  List<String> ids() {
    return increments.stream().map(Increment::id).toList();
  }

  /** What text becomes when it is unpacked, at a guess: its size is known once it was scanned. */
  private static final long UNPACKED = 10;

  /**
   * Takes from the front of the list as many as their raw files have bytes for, and at least one.
   * Compressed ones are taken for as large as they are likely to become.
   */
  static Portion first(List<Increment> pending, long maxBytes) {
    long bytes = 0;
    int count = 0;
    for (Increment increment : pending) {
      bytes += increment.files().stream().mapToLong(Portion::bytes).sum();
      if (bytes > maxBytes && count > 0) {
        break;
      }
      count++;
    }
    return new Portion(pending.subList(0, count), count == pending.size());
  }

  private static long bytes(RawFile file) {
    return file.path().endsWith(".gz") ? file.bytes() * UNPACKED : file.bytes();
  }
}
