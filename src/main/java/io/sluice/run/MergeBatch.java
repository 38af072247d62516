package io.sluice.run;

import static org.apache.spark.sql.functions.col;

import io.sluice.check.Guard;
import io.sluice.error.DataException;
import io.sluice.law.Floors;
import io.sluice.merge.MergeCounts;
import io.sluice.read.ReadColumns;
import io.sluice.spec.Floor;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec.Ties;
import io.sluice.table.ContractChange;
import io.sluice.table.TableReader;
import io.sluice.table.TableVersion;
import io.sluice.table.TableVersion.DataFile;
import io.sluice.table.TableVersion.SideFolder;
import io.sluice.table.TableWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Stages one version of one table: merge, write, prove the counts, ask the guard. Commits nothing;
 * what it staged lies in a folder that no version names.
 */
final class MergeBatch {
  private final BatchInput input;
  private final JobSpec job;
  private final Optional<ContractChange> change;
  private final TableReader reader;
  private final TableWriter writer;
  private final Consumer<String> step;

  /**
   * A batch to stage.
   *
   * @throws io.sluice.error.ConfigurationException if the table cannot follow its job
   */
  MergeBatch(BatchInput input, TableReader reader, TableWriter writer, Consumer<String> step) {
    this.input = input;
    this.job = input.job();
    this.change = input.base().map(version -> ContractChange.between(version, job));
    this.reader = reader;
    this.writer = writer;
    this.step = step;
  }

  /**
   * What was staged.
   *
   * @param held why the guard holds the run; empty where it may be committed
   * @param warnings things somebody should look at
   */
  record Staged(
      List<DataFile> dataFiles,
      Optional<SideFolder> tombstones,
      Optional<SideFolder> quarantine,
      List<Floor> floors,
      Map<String, Long> counts,
      List<String> held,
      List<String> warnings) {}

  /** Stages the merge of these increments, whose rows are in the batch. */
  Staged stage(List<Increment> increments, Batch batch) {
    ReadCounts read = batch.counts();
    read.requireEqual(job.dataset(), input.files());
    List<Floor> raised = read.floors(job, increments);
    List<Floor> floors = floorsAfter(raised);
    step.accept("merging " + read.accepted() + " rows");
    Batch.Merged merged = batch.merge(floors);
    MergeCounts outcome = merged.counts();
    requireNoTies(outcome);
    List<DataFile> below = belowRaised(raised);
    Map<Map<String, String>, Long> removed = below.isEmpty() ? Map.of() : merged.removed(below);
    step.accept("writing");
    List<DataFile> after = stageRows(merged, below, read);
    Optional<SideFolder> quarantine =
        read.quarantined() == 0
            ? Optional.empty()
            : Optional.of(writer.stageQuarantine(quarantined(batch), read.quarantined()));
    Optional<SideFolder> tombstones = stageTombstones(merged, raised);
    RunCounts counts =
        new RunCounts(
            job.dataset(), read, outcome, removed.values().stream().mapToLong(n -> n).sum());
    counts.requireConserved(input.storedRows(), after.stream().mapToLong(DataFile::rows).sum());
    return new Staged(
        after,
        tombstones,
        quarantine,
        floors,
        counts.byName(),
        new Guard(job.guard()).judge(changes(read, outcome, raised, removed, after)),
        warnings(read, outcome));
  }

  private List<Floor> floorsAfter(List<Floor> raised) {
    List<Floor> all = new ArrayList<>(input.base().map(TableVersion::floors).orElse(List.of()));
    all.addAll(raised);
    return Floors.highest(all);
  }

  private void requireNoTies(MergeCounts outcome) {
    if (job.merge().ties() == Ties.FAIL && outcome.ties() > 0) {
      throw new DataException(
          job.dataset()
              + ": rows that share key and version differ in content, found "
              + outcome.ties()
              + " such pairs against ties: fail. Nothing was committed; the table stays as it was."
              + " Add an order_by column, or choose ties: warn or quarantine.");
    }
  }

  /** Stored files that may hold rows below a floor which this run raises. */
  private List<DataFile> belowRaised(List<Floor> raised) {
    Set<Map<String, String>> partitions = new HashSet<>();
    raised.forEach(floor -> partitions.add(floor.partition()));
    return input.stored().stream()
        .filter(file -> partitions.contains(Map.of()) || partitions.contains(file.partition()))
        .toList();
  }

  private List<DataFile> stageRows(Batch.Merged merged, List<DataFile> below, ReadCounts read) {
    FileChoice choice =
        FileChoice.of(
            input.stored(),
            losing(merged.counts(), below),
            merged.counts().written() > 0 ? read.partitions() : Set.of());
    if (choice.isEmpty()) {
      return input.stored();
    }
    List<DataFile> after =
        new ArrayList<>(
            writer.stageRows(
                merged.rows(List.copyOf(choice.rewritten())),
                choice.bytes(),
                input.incomingBytes() / 4));
    Set<Map<String, String>> whole = new HashSet<>(choice.partitions());
    after.forEach(file -> whole.add(file.partition()));
    List<DataFile> carried = new ArrayList<>();
    for (DataFile file : input.stored()) {
      if (!choice.rewritten().contains(file)) {
        (whole.contains(file.partition()) ? carried : after).add(file);
      }
    }
    after.addAll(writer.carry(carried));
    return after;
  }

  private Set<DataFile> losing(MergeCounts outcome, List<DataFile> below) {
    boolean all = change.map(ContractChange::rewrites).orElse(false);
    Set<String> replaced = new HashSet<>();
    outcome.replacedByFile().keySet().forEach(file -> replaced.add(reader.relativePath(file)));
    Set<DataFile> losing = new LinkedHashSet<>(below);
    for (DataFile file : input.stored()) {
      if (all || replaced.contains(file.path())) {
        losing.add(file);
      }
    }
    return losing;
  }

  private Optional<SideFolder> stageTombstones(Batch.Merged merged, List<Floor> raised) {
    Optional<SideFolder> before = input.base().flatMap(TableVersion::tombstones);
    MergeCounts outcome = merged.counts();
    boolean changes =
        outcome.tombstones() > 0
            || (before.isPresent() && (outcome.written() > 0 || !raised.isEmpty()));
    return changes ? writer.stageTombstones(merged.tombstones()) : before;
  }

  private static Dataset<Row> quarantined(Batch batch) {
    List<Column> columns = new ArrayList<>();
    ReadColumns.QUARANTINE.forEach(name -> columns.add(col(name)));
    columns.add(col(HiddenColumns.INCREMENT));
    columns.add(col(HiddenColumns.PROCESSED_DATE));
    columns.add(col(HiddenColumns.FILE_ORDINAL));
    return batch.quarantined().select(columns.toArray(new Column[0]));
  }

  private List<Guard.Change> changes(
      ReadCounts read,
      MergeCounts outcome,
      List<Floor> raised,
      Map<Map<String, String>, Long> removed,
      List<DataFile> after) {
    Map<Map<String, String>, Long> lost = new LinkedHashMap<>(removed);
    outcome
        .deletedByPartition()
        .forEach((partition, rows) -> lost.merge(partition, rows, Long::sum));
    Set<Map<String, String>> loaded = new HashSet<>();
    raised.forEach(floor -> loaded.add(floor.partition()));
    List<Guard.Change> changes = new ArrayList<>();
    lost.forEach(
        (partition, rows) ->
            changes.add(
                new Guard.Change(
                    partition,
                    rowsOf(input.stored(), partition),
                    rows,
                    rowsOf(after, partition),
                    (loaded.contains(partition) || loaded.contains(Map.of()))
                        && !read.partitions().contains(partition))));
    return changes;
  }

  private static long rowsOf(List<DataFile> files, Map<String, String> partition) {
    return files.stream()
        .filter(file -> file.partition().equals(partition))
        .mapToLong(DataFile::rows)
        .sum();
  }

  private List<String> warnings(ReadCounts read, MergeCounts outcome) {
    List<String> warnings = new ArrayList<>(change.map(ContractChange::notes).orElse(List.of()));
    read.reasons()
        .forEach(
            (reason, rows) ->
                warnings.add(rows + (rows == 1 ? " row" : " rows") + " in quarantine: " + reason));
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
              + " rows tie with another of their increment and differ in content; the row hash decided."
              + " An order_by column would decide by meaning");
    }
    if (outcome.keyCollisions() > 0) {
      warnings.add(
          outcome.keyCollisions()
              + " keys were written in more than one way before they were normalised");
    }
    return warnings;
  }
}
