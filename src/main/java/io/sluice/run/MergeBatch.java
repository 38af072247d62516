package io.sluice.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.sluice.check.Guard;
import io.sluice.error.DataException;
import io.sluice.merge.JoinPlan;
import io.sluice.merge.Merge;
import io.sluice.merge.MergeClass;
import io.sluice.merge.MergeColumns;
import io.sluice.merge.MergeCounts;
import io.sluice.read.IncrementReader;
import io.sluice.read.ReadColumns;
import io.sluice.read.ScannedFile;
import io.sluice.spec.ColumnSpec;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stages one version of one table: read, merge, write, prove the counts, ask the guard. Commits
 * nothing; what it staged lies in a folder that no version names.
 */
final class MergeBatch {
  private static final Logger LOG = LoggerFactory.getLogger(MergeBatch.class);

  /**
   * Files below this size are written again with the rest of their partition, so that few remain.
   */
  private static final long SMALL_FILE_BYTES = 16L << 20;

  private final SparkSession spark;
  private final boolean small;
  private final JobSpec job;
  private final Optional<TableVersion> base;
  private final TableReader reader;
  private final TableWriter writer;
  private final Consumer<String> step;
  private final List<DataFile> stored;

  MergeBatch(
      SparkSession spark,
      boolean small,
      JobSpec job,
      Optional<TableVersion> base,
      TableReader reader,
      TableWriter writer,
      Consumer<String> step) {
    this.spark = spark;
    this.small = small;
    this.job = job;
    this.base = base;
    this.reader = reader;
    this.writer = writer;
    this.step = step;
    this.stored = base.map(TableVersion::dataFiles).orElse(List.of());
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

  /** Stages the merge of these increments, whose files were scanned, with the base version. */
  Staged stage(List<Increment> increments, List<ScannedFile> files) {
    step.accept(
        "reading " + increments.size() + (increments.size() == 1 ? " increment" : " increments"));
    Dataset<Row> read = new IncrementReader(job).read(spark, files);
    Dataset<Row> judged = kept(withTies(read));
    Dataset<Row> decisions = null;
    try {
      ReadCounts counted = ReadCounts.of(job, judged);
      counted.requireEqual(job.dataset(), files);
      List<Floor> raised = counted.floors(job, increments);
      List<Floor> floors = floorsAfter(raised);
      step.accept("merging " + counted.accepted() + " rows");
      Merge merge = new Merge(job, plan(counted));
      decisions =
          kept(
              merge.decide(
                  judged.filter(col(ReadColumns.REASON).isNull()),
                  reader.rows(base, stored),
                  reader.tombstones(base),
                  floors));
      MergeCounts outcome = MergeCounts.of(decisions);
      requireNoTies(outcome);
      Map<Map<String, String>, Long> removed = removed(merge, decisions, raised, floors);
      step.accept("writing");
      List<DataFile> after = stageRows(merge, decisions, outcome, counted, raised, floors, files);
      Optional<SideFolder> quarantine =
          counted.quarantined() == 0
              ? Optional.empty()
              : Optional.of(writer.stageQuarantine(quarantined(judged), counted.quarantined()));
      Optional<SideFolder> tombstones = stageTombstones(merge, decisions, outcome, raised, floors);
      Map<String, Long> counts = counts(counted, outcome, removed);
      requireConserved(counts, outcome, after);
      return new Staged(
          after,
          tombstones,
          quarantine,
          floors,
          counts,
          guarded(outcome, counted, raised, removed, after),
          warnings(counted, outcome));
    } finally {
      if (decisions != null) {
        decisions.unpersist();
      }
      judged.unpersist();
    }
  }

  /**
   * Keeps rows that several jobs use. Those of a small batch come to the driver, as each plan over
   * them would otherwise be planned through all that they were made of.
   */
  private Dataset<Row> kept(Dataset<Row> rows) {
    return small
        ? spark.createDataFrame(rows.collectAsList(), rows.schema())
        : rows.persist(StorageLevel.MEMORY_AND_DISK());
  }

  private Dataset<Row> withTies(Dataset<Row> read) {
    if (job.merge().ties() != Ties.QUARANTINE) {
      return read;
    }
    Column[] contract =
        job.columns().stream().map(ColumnSpec::name).map(MergeBatch::named).toArray(Column[]::new);
    Column tied = col(MergeColumns.TIED);
    Dataset<Row> marked =
        new Merge(job)
            .withTies(read.filter(col(ReadColumns.REASON).isNull()))
            .withColumn(ReadColumns.REASON, when(tied, lit("tie")))
            .withColumn(ReadColumns.RAW, when(tied, to_json(struct(contract))))
            .drop(MergeColumns.TIED);
    return read.filter(col(ReadColumns.REASON).isNotNull()).unionByName(marked);
  }

  private List<Floor> floorsAfter(List<Floor> raised) {
    Map<Map<String, String>, Floor> highest = new LinkedHashMap<>();
    base.map(TableVersion::floors).orElse(List.of()).forEach(f -> highest.put(f.partition(), f));
    raised.forEach(floor -> highest.merge(floor.partition(), floor, Floor::higher));
    return List.copyOf(highest.values());
  }

  private JoinPlan plan(ReadCounts counted) {
    long rows = stored.stream().mapToLong(DataFile::rows).sum();
    JoinPlan plan = JoinPlan.choose(counted.accepted(), rows);
    LOG.info(
        "chose plan dataset={} plan={} rows_in={} rows_stored={}",
        job.dataset(),
        plan,
        counted.accepted(),
        rows);
    return plan;
  }

  private void requireNoTies(MergeCounts outcome) {
    if (job.merge().ties() == Ties.FAIL && outcome.ties() > 0) {
      throw new DataException(
          job.dataset()
              + ": "
              + outcome.ties()
              + " rows of one increment have the same key and version and differ in content, and the job says"
              + " ties: fail. Nothing was committed. Add an order_by column, or choose ties: warn or"
              + " quarantine");
    }
  }

  private Map<Map<String, String>, Long> removed(
      Merge merge, Dataset<Row> decisions, List<Floor> raised, List<Floor> floors) {
    Map<Map<String, String>, Long> removed = new LinkedHashMap<>();
    List<DataFile> below = belowRaised(raised);
    if (!below.isEmpty()) {
      Column[] partition = ReadCounts.partitionColumns(job);
      merge
          .removed(reader.rows(base, below), decisions, floors)
          .groupBy(partition)
          .count()
          .collectAsList()
          .forEach(
              row -> removed.put(ReadCounts.partition(job, row, 0), row.getLong(partition.length)));
    }
    return removed;
  }

  /** Stored files that may hold rows below a floor which this run raises. */
  private List<DataFile> belowRaised(List<Floor> raised) {
    Set<Map<String, String>> partitions = new HashSet<>();
    raised.forEach(floor -> partitions.add(floor.partition()));
    return stored.stream()
        .filter(file -> partitions.contains(Map.of()) || partitions.contains(file.partition()))
        .toList();
  }

  private List<DataFile> stageRows(
      Merge merge,
      Dataset<Row> decisions,
      MergeCounts outcome,
      ReadCounts counted,
      List<Floor> raised,
      List<Floor> floors,
      List<ScannedFile> files) {
    Set<DataFile> touched = new HashSet<>(belowRaised(raised));
    Set<String> replaced = new HashSet<>();
    outcome.replacedByFile().keySet().forEach(file -> replaced.add(reader.relativePath(file)));
    boolean rewritesAll =
        base.map(version -> ContractChange.between(version, job).rewrites()).orElse(false);
    boolean grows = outcome.written() > 0;
    Set<Map<String, String>> whole = new HashSet<>();
    if (grows) {
      whole.addAll(counted.partitions());
    }
    for (DataFile file : stored) {
      if (rewritesAll || replaced.contains(file.path())) {
        touched.add(file);
      }
    }
    touched.forEach(file -> whole.add(file.partition()));
    if (!grows && touched.isEmpty()) {
      return stored;
    }
    for (DataFile file : stored) {
      if (file.bytes() < SMALL_FILE_BYTES && whole.contains(file.partition())) {
        touched.add(file);
      }
    }
    long bytes =
        touched.stream().mapToLong(DataFile::bytes).sum()
            + files.stream().mapToLong(file -> file.file().bytes()).sum() / 4;
    List<DataFile> after =
        new ArrayList<>(
            writer.stageRows(
                merge.rows(reader.rows(base, List.copyOf(touched)), decisions, floors), bytes));
    after.forEach(file -> whole.add(file.partition()));
    for (DataFile file : stored) {
      if (!touched.contains(file)) {
        after.add(whole.contains(file.partition()) ? writer.carry(file) : file);
      }
    }
    return after;
  }

  private Optional<SideFolder> stageTombstones(
      Merge merge,
      Dataset<Row> decisions,
      MergeCounts outcome,
      List<Floor> raised,
      List<Floor> floors) {
    Optional<SideFolder> before = base.flatMap(TableVersion::tombstones);
    boolean changes =
        outcome.tombstones() > 0
            || (before.isPresent() && (outcome.written() > 0 || !raised.isEmpty()));
    return changes
        ? writer.stageTombstones(merge.tombstones(reader.tombstones(base), decisions, floors))
        : before;
  }

  private Dataset<Row> quarantined(Dataset<Row> judged) {
    List<Column> columns = new ArrayList<>();
    ReadColumns.QUARANTINE.forEach(name -> columns.add(col(name)));
    columns.add(col(HiddenColumns.INCREMENT));
    columns.add(col(HiddenColumns.PROCESSED_DATE));
    columns.add(col(HiddenColumns.FILE_ORDINAL));
    return judged
        .filter(col(ReadColumns.REASON).isNotNull())
        .select(columns.toArray(new Column[0]));
  }

  private static Map<String, Long> counts(
      ReadCounts counted, MergeCounts outcome, Map<Map<String, String>, Long> removed) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("read", counted.read());
    counts.put("accepted", counted.accepted());
    counts.put("quarantined", counted.quarantined());
    for (MergeClass name : MergeClass.values()) {
      counts.put(name.text(), outcome.count(name));
    }
    counts.put("removed", removed.values().stream().mapToLong(Long::longValue).sum());
    counts.put("ties", outcome.ties());
    counts.put("key_collisions", outcome.keyCollisions());
    return counts;
  }

  private void requireConserved(
      Map<String, Long> counts, MergeCounts outcome, List<DataFile> after) {
    requireSum(
        "accepted rows and the sum of their classes",
        counts.get("accepted"),
        outcome.accepted(),
        counts);
    long before = stored.stream().mapToLong(DataFile::rows).sum();
    requireSum(
        "rows before + inserted - deleted - removed and rows after",
        before + counts.get("inserted") - counts.get("deleted") - counts.get("removed"),
        after.stream().mapToLong(DataFile::rows).sum(),
        counts);
  }

  private void requireSum(String what, long expected, long found, Map<String, Long> counts) {
    if (expected != found) {
      throw new IllegalStateException(
          job.dataset()
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

  private List<String> guarded(
      MergeCounts outcome,
      ReadCounts counted,
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
                    rowsOf(stored, partition),
                    rows,
                    rowsOf(after, partition),
                    (loaded.contains(partition) || loaded.contains(Map.of()))
                        && !counted.partitions().contains(partition))));
    return new Guard(job.guard()).judge(changes);
  }

  private static long rowsOf(List<DataFile> files, Map<String, String> partition) {
    return files.stream()
        .filter(file -> file.partition().equals(partition))
        .mapToLong(DataFile::rows)
        .sum();
  }

  private List<String> warnings(ReadCounts counted, MergeCounts outcome) {
    List<String> warnings =
        new ArrayList<>(
            base.map(version -> ContractChange.between(version, job).notes()).orElse(List.of()));
    counted
        .reasons()
        .forEach((reason, rows) -> warnings.add(rows + " rows in quarantine: " + reason));
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

  private static Column named(String column) {
    return col("`" + column + "`");
  }
}
