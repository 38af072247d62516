package io.sluice.run.ingest;

import io.sluice.check.Guard;
import io.sluice.error.DataException;
import io.sluice.law.Floors;
import io.sluice.law.MergeClass;
import io.sluice.merge.MergeCounts;
import io.sluice.read.ReadColumns;
import io.sluice.spec.DatasetName;
import io.sluice.spec.Floor;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.MergeSpec.Ties;
import io.sluice.spec.Partition;
import io.sluice.table.ContractChange;
import io.sluice.table.DataFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the law says of a batch, and the guard of that; nothing is written yet.
 *
 * @param read what was read
 * @param loads the floors that the increments set, each of them
 * @param raised the highest of them
 * @param floors those in force after them
 * @param merged what becomes of the table
 * @param below files that may hold rows below a floor which is raised
 * @param removed rows that a floor takes away, by partition
 * @param held why the guard holds the run; empty where it may be committed
 * @param warnings things somebody should look at
 * @param rewrites whether the whole table is written again
 */
record Decided(
    ReadCounts read,
    List<Floor> loads,
    List<Floor> raised,
    List<Floor> floors,
    Merged merged,
    List<DataFile> below,
    Map<Partition, Long> removed,
    List<String> held,
    List<String> warnings,
    boolean rewrites) {

  /**
   * Merges the batch, of these increments.
   *
   * @param change of the table's contract; empty for its first version
   * @throws DataException if rows were lost while they were read, or tie where they must not
   */
  static Decided of(
      BatchInput input, List<Increment> increments, Batch batch, Optional<ContractChange> change) {
    JobSpec job = input.job();
    ReadCounts read = batch.counts();
    read.requireEqual(job.dataset(), input.files());
    List<Floor> loads = read.floors(job, increments);
    List<Floor> raised = Floors.highest(loads);
    List<Floor> floors = new ArrayList<>(input.floors());
    floors.addAll(raised);
    floors = Floors.highest(floors);
    Merged merged = batch.merge(floors);
    MergeCounts counts = merged.counts();
    requireNoTies(job, counts);
    List<DataFile> below = below(input.stored(), raised);
    Map<Partition, Long> removed = below.isEmpty() ? Map.of() : merged.removed(below);
    return new Decided(
        read,
        loads,
        raised,
        floors,
        merged,
        below,
        removed,
        held(input, counts, changes(input, read, counts, raised, removed), removed),
        warnings(job, change, read, counts, read.incomplete(job, increments)),
        change.map(ContractChange::rewrites).orElse(false));
  }

  /** The files of the version that lose rows. */
  Set<DataFile> losing(BatchInput input) {
    if (rewrites) {
      return new LinkedHashSet<>(input.stored());
    }
    Set<String> replaced = new HashSet<>();
    merged.counts().replacedByFile().keySet().forEach(file -> replaced.add(input.pathOf(file)));
    Set<DataFile> losing = new LinkedHashSet<>(below);
    input.stored().stream().filter(file -> replaced.contains(file.path())).forEach(losing::add);
    return losing;
  }

  /** The partitions that may get rows. */
  Set<Partition> growing() {
    return merged.counts().written() > 0 ? read.partitions() : Set.of();
  }

  /** The counts of the run. */
  RunCounts counts(DatasetName dataset) {
    return new RunCounts(dataset, read, merged.counts(), ReadCounts.sum(removed));
  }

  private static List<String> held(
      BatchInput input,
      MergeCounts counts,
      List<Guard.Change> changes,
      Map<Partition, Long> removed) {
    Guard guard = new Guard(input.job().guard());
    List<String> reasons = guard.judge(changes);
    long before = input.storedRows();
    long after =
        before
            + counts.count(MergeClass.INSERTED)
            - counts.count(MergeClass.DELETED)
            - ReadCounts.sum(removed);
    return reasons.isEmpty() ? guard.judgeEmptied(before, after) : reasons;
  }

  private static void requireNoTies(JobSpec job, MergeCounts outcome) {
    if (job.merge().ties() == Ties.FAIL && outcome.ties() > 0) {
      throw new DataException(
          job.dataset()
              + ": rows that share key and version differ in content, found "
              + outcome.ties()
              + " such pairs against ties: fail. Nothing was committed; the table stays as it was."
              + " Add an order_by column, or choose ties: warn or quarantine.");
    }
  }

  private static List<DataFile> below(List<DataFile> stored, List<Floor> raised) {
    Set<Partition> partitions = new HashSet<>();
    raised.forEach(floor -> partitions.add(floor.partition()));
    return stored.stream()
        .filter(
            file ->
                partitions.contains(Partition.WHOLE_TABLE) || partitions.contains(file.partition()))
        .toList();
  }

  private static List<Guard.Change> changes(
      BatchInput input,
      ReadCounts read,
      MergeCounts outcome,
      List<Floor> raised,
      Map<Partition, Long> removed) {
    Map<Partition, Long> lost = new LinkedHashMap<>(removed);
    outcome
        .deletedByPartition()
        .forEach((partition, rows) -> lost.merge(partition, rows, Long::sum));
    Set<Partition> loaded = new HashSet<>();
    raised.forEach(floor -> loaded.add(floor.partition()));
    List<Guard.Change> changes = new ArrayList<>();
    lost.forEach(
        (partition, rows) -> {
          long before = input.storedRows(partition);
          long left =
              outcome.leftByPartition().getOrDefault(partition, 0L)
                  + removed.getOrDefault(partition, 0L);
          boolean loadOfNothing =
              (loaded.contains(partition) || loaded.contains(Partition.WHOLE_TABLE))
                  && !read.partitions().contains(partition);
          changes.add(new Guard.Change(partition, before, rows, loadOfNothing && left == before));
        });
    return changes;
  }

  /** How rows are read after all: a file that was applied is known by name and content. */
  private static String toBeRead(JobSpec job) {
    boolean bare = job.extract().isEmpty() && job.raw().sealedBy().isEmpty();
    String rows =
        switch (job.merge().mode()) {
          case UPSERT, APPEND, INSERT -> "them";
          case FULL -> "the whole load";
          case PARTITION -> "the whole partition";
        };
    return "; to have them read, correct them or the job file and send "
        + rows
        + " again in "
        + (bare ? "a new or changed file" : "a new increment");
  }

  /** A warning for each reason; the last one that somebody can mend says how. */
  private static List<String> quarantine(JobSpec job, ReadCounts read) {
    List<String> warnings = new ArrayList<>();
    int last = -1;
    for (Map.Entry<String, Long> one : read.reasons().entrySet()) {
      if (!one.getKey().startsWith(ReadColumns.REPEATED_HEADER)) {
        last = warnings.size();
      }
      warnings.add(
          one.getValue()
              + (one.getValue() == 1 ? " row" : " rows")
              + " in quarantine: "
              + read.withExample(job, one.getKey(), one.getValue()));
    }
    if (last >= 0) {
      warnings.set(last, warnings.get(last) + toBeRead(job));
    }
    return warnings;
  }

  private static String incomplete(Mode mode) {
    return mode == Mode.PARTITION
        ? " is the whole of its partitions and has rows in quarantine: rows that it no longer has"
            + " stay in them until it comes again without such rows"
        : " is a full load with rows in quarantine: rows that it no longer has stay in the table"
            + " until a full load comes without such rows";
  }

  private static List<String> warnings(
      JobSpec job,
      Optional<ContractChange> change,
      ReadCounts read,
      MergeCounts outcome,
      List<Increment> incomplete) {
    List<String> warnings = new ArrayList<>(change.map(ContractChange::notes).orElse(List.of()));
    warnings.addAll(quarantine(job, read));
    incomplete.forEach(
        increment -> warnings.add("increment " + increment.id() + incomplete(job.merge().mode())));
    read.cut()
        .forEach(
            (columns, rows) ->
                warnings.add(
                    rows
                        + (rows == 1 ? " row has" : " rows have")
                        + " nanoseconds in "
                        + columns
                        + "; they were cut to microseconds, which is all that a timestamp holds"));
    if (outcome.ties() > 0) {
      warnings.add(
          outcome.ties()
              + (outcome.ties() == 1
                  ? " row ties with another of its increment and differs"
                  : " rows tie with another of their increment and differ")
              + " in content; the row hash decided. Add an order_by column to decide by meaning;"
              + " a table that has rows must be loaded anew for it");
    }
    if (outcome.keyCollisions() > 0) {
      warnings.add(
          outcome.keyCollisions() + " keys had several spellings before they were normalised");
    }
    return warnings;
  }
}
