package io.sluice.run.versions;

import io.sluice.spec.DatasetName;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One kept version of a clean table.
 *
 * @param committed when it became the current one
 * @param runId of the run that made it
 * @param increments the ids of those that it applied, in their order; nothing where the version
 *     before it is not kept or cannot be read
 * @param counts of rows, by the names of docs/merge-law.md
 * @param rows in the table
 * @param bytes of the data files
 */
public record VersionEntry(
    DatasetName dataset,
    long number,
    Instant committed,
    String runId,
    Optional<List<String>> increments,
    Map<String, Long> counts,
    long rows,
    long bytes,
    Kept kept) {
  /** Copies lists and maps; the order of counts is kept. */
  public VersionEntry {
    increments = increments.map(List::copyOf);
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
  }
}
