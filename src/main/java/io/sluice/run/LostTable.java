package io.sluice.run;

import io.sluice.ledger.RunRecord;
import io.sluice.read.Pending;
import io.sluice.read.RefusedIncrement;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A table that is not there though the ledger tells of runs that loaded it: what the raw zone lacks
 * to load it again.
 */
public final class LostTable {
  private static final int MOST_RUNS = 50;
  private static final int MOST_NAMED = 3;

  private LostTable() {}

  /**
   * Says which increments were applied and are not there any more, a sentence; nothing where all
   * are. Reads the newest runs of the ledger; to be asked only where there is no table.
   *
   * @param pending what the raw folder holds
   */
  public static Optional<String> told(Lake lake, JobSpec job, Pending pending) {
    // One more says whether there are others. A file that is no run is a matter of check.
    List<RunRecord> runs = lake.ledger().runs(job.dataset(), MOST_RUNS + 1, broken -> {});
    Map<String, String> missing = new LinkedHashMap<>();
    runs.stream()
        .filter(run -> run.verb().equals("ingest"))
        .flatMap(run -> run.applied().stream())
        .forEach(id -> missing.put(withoutRevision(id), id));
    Stream.concat(
            pending.increments().stream().map(Increment::id),
            pending.refused().stream().map(RefusedIncrement::id))
        .forEach(id -> missing.remove(withoutRevision(id)));
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    int more = missing.size() - MOST_NAMED;
    return Optional.of(
        job.dataset()
            + ": there is no table at "
            + lake.table(job).root()
            + ", but the ledger tells of runs that loaded it"
            + (runs.size() > MOST_RUNS ? " (only the newest " + MOST_RUNS + " were read)" : "")
            + "; of the increments that they applied, "
            + missing.size()
            + (missing.size() == 1 ? " is" : " are")
            + " not in "
            + lake.rawFolder(job)
            + " any more: "
            + String.join(", ", missing.values().stream().limit(MOST_NAMED).toList())
            + (more > 0 ? " and " + more + " more" : ""));
  }

  /** A changed file is known by its path once its table is gone. */
  private static String withoutRevision(String id) {
    return id.replaceFirst("#[0-9]+$", "");
  }
}
