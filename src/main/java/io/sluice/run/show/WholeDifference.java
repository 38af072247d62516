package io.sluice.run.show;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a table that was built anew differs from the current version.
 *
 * @param diff {@code inserted} rows are in the new one only, {@code deleted} ones in the old one
 *     only; the changes are the first ones of each kind
 * @param columns in how many updated rows each column differs
 */
public record WholeDifference(ShownDiff diff, Map<String, Long> columns) {
  /** Copies the map; its order is kept. */
  public WholeDifference {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** The same of a version of this number, with notes. */
  WholeDifference with(long version, List<String> notes) {
    return new WholeDifference(
        new ShownDiff(
            version, version + 1, diff.key(), diff.bare(), notes, diff.counts(), diff.changes()),
        columns);
  }
}
