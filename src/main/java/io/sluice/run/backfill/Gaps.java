package io.sluice.run.backfill;

import io.sluice.error.DataException;
import io.sluice.run.Lake;
import io.sluice.spec.Floor;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Partition;
import io.sluice.table.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Increments of a table whose raw files are not there any more as they were applied. */
final class Gaps {
  private static final int MOST_NAMED = 5;

  private final Lake lake;
  private final JobSpec job;
  private final Map<String, String> lost;
  private final List<Increment> applied;

  private Gaps(Lake lake, JobSpec job, Map<String, String> lost, List<Increment> applied) {
    this.lake = lake;
    this.job = job;
    this.lost = lost;
    this.applied = applied;
  }

  /** Among these increments; files of another time are read. */
  static Gaps of(Lake lake, JobSpec job, List<Increment> applied) {
    return new Gaps(lake, job, lake.rawZone(job).lost(applied), applied);
  }

  /** The increments that are there. */
  List<Increment> without() {
    return applied.stream().filter(one -> !lost.containsKey(one.id())).toList();
  }

  /** A sentence on those that are gone, where any is. */
  Optional<String> told() {
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of(
            (lost.size() == 1 ? "1 increment was" : lost.size() + " increments were")
                + " left out, as the raw files are gone; a later full load makes up for "
                + (lost.size() == 1 ? "it" : "them"));
  }

  /**
   * Makes sure that a later load of the whole table makes up for each of them, so that it has no
   * row of theirs.
   *
   * @throws DataException with those for which none does
   */
  void requireCovered(Snapshot version) {
    List<String> gaps = new ArrayList<>();
    for (Increment increment : applied) {
      if (lost.containsKey(increment.id()) && !isBelow(increment, version.state().floors())) {
        gaps.add(increment.id() + ", raw file " + lost.get(increment.id()));
      }
    }
    if (gaps.isEmpty()) {
      return;
    }
    int more = gaps.size() - MOST_NAMED;
    throw new DataException(
        job.dataset()
            + ": the table cannot be rebuilt: of its "
            + applied.size()
            + " increments, "
            + gaps.size()
            + (gaps.size() == 1 ? " is" : " are")
            + " not in "
            + lake.rawFolder(job)
            + " any more as they were applied: "
            + String.join("; ", gaps.subList(0, Math.min(MOST_NAMED, gaps.size())))
            + (more > 0 ? "; and " + more + " more" : "")
            + ". The table was not changed. Put back those that are gone from a copy, and run backfill"
            + " again; or begin with a version that has these increments, "
            + "sluice backfill "
            + job.dataset()
            + " --from-version N: sluice versions "
            + job.dataset()
            + " lists them");
  }

  private static boolean isBelow(Increment increment, List<Floor> floors) {
    Floor own = new Floor(Partition.WHOLE_TABLE, increment.processedDate(), increment.id());
    return floors.stream()
        .filter(floor -> floor.partition().equals(Partition.WHOLE_TABLE))
        .anyMatch(
            floor -> !floor.increment().equals(own.increment()) && floor.higher(own).equals(floor));
  }
}
