package io.sluice.extract;

import io.sluice.spec.DatasetName;
import java.util.Locale;

/** Told how exports go on; called from several threads. */
@FunctionalInterface
public interface ExtractProgress {
  /** A dataset has come to a step. */
  void step(DatasetName dataset, String step);

  /** Such as {@code Account.csv: 12.5 MB, 40,000 rows}. */
  static String shown(String name, long bytes, long rows) {
    String counted = rows == 1 ? "row" : "rows";
    return String.format(
        Locale.ROOT, "%s: %.1f MB, %,d %s", name, bytes / 1_000_000.0, rows, counted);
  }
}
