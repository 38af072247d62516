package io.sluice.run.why;

import static org.apache.spark.sql.functions.col;

import io.sluice.read.AppliedFiles;
import io.sluice.read.AskedKey;
import io.sluice.read.ColumnarCheck;
import io.sluice.read.FileScan;
import io.sluice.read.IncrementReader;
import io.sluice.read.Judging;
import io.sluice.read.Pending;
import io.sluice.read.ReadColumns;
import io.sluice.read.RefusedIncrement;
import io.sluice.read.ScanResult;
import io.sluice.read.ScannedFile;
import io.sluice.run.Lake;
import io.sluice.run.ingest.TieQuarantine;
import io.sluice.spark.Rows;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of a key in the increments that can hold it, as {@code ingest} reads them.
 *
 * @param rows of the key, refused ones among them
 * @param loaded the ids of increments with rows of the key's partition, where loads are of
 *     partitions
 * @param notRead increments that may have more
 */
record KeyRows(Rows.Local rows, Set<String> loaded, List<NotRead> notRead) {
  /** Beyond this many bytes of text, the engine reads faster than one thread. */
  private static final long LOCAL_BYTES = 64L << 20;

  /** Reads applied and pending increments. */
  static KeyRows of(
      Lake lake,
      JobSpec job,
      AskedKey key,
      List<Increment> applied,
      Pending pending,
      SparkSession spark) {
    List<NotRead> notRead = new ArrayList<>();
    List<Increment> readable = new ArrayList<>();
    Set<String> appliedIds = new HashSet<>();
    AppliedFiles files = new AppliedFiles(lake.storage(), job, lake.rawFolder(job));
    AskedKey reach = key.ofPartition(job);
    for (Increment increment : applied) {
      appliedIds.add(increment.id());
      if (canHold(job, reach, increment)) {
        Optional<String> gap = files.gap(increment);
        gap.ifPresent(why -> notRead.add(new NotRead(increment.id(), true, why)));
        if (gap.isEmpty()) {
          readable.add(increment);
        }
      }
    }
    pending.increments().stream()
        .filter(increment -> canHold(job, reach, increment))
        .forEach(readable::add);
    ScanResult scanned = new FileScan(lake.storage(), job, lake.rawFolder(job)).scan(readable);
    ColumnarCheck check = new ColumnarCheck(job);
    if (check.applies() && !scanned.files().isEmpty()) {
      scanned = check.of(spark, scanned);
    }
    List<RefusedIncrement> refused = new ArrayList<>(scanned.refused());
    refused.addAll(pending.refused());
    for (RefusedIncrement one : refused) {
      boolean ofTable = appliedIds.contains(one.id());
      String why = ofTable ? "by the job file as it is now, " + cause(one.reason()) : one.reason();
      notRead.add(new NotRead(one.id(), ofTable, why));
    }
    return read(lake, job, key, scanned.files(), spark, notRead);
  }

  /** Columns of the key may come from paths; an increment without records holds nothing. */
  private static boolean canHold(JobSpec job, AskedKey key, Increment increment) {
    return increment.files().stream()
        .anyMatch(file -> file.rows().orElse(1L) > 0 && key.canBeIn(job, file.path()));
  }

  /** What is said of pending increments beside the cause does not hold for applied ones. */
  private static String cause(String reason) {
    int end = reason.indexOf(". ");
    return end < 0 ? reason : reason.substring(0, end);
  }

  private static KeyRows read(
      Lake lake,
      JobSpec job,
      AskedKey key,
      List<ScannedFile> files,
      SparkSession spark,
      List<NotRead> notRead) {
    boolean changed = !job.raw().columns().equals(job.columns());
    AskedKey reach = key.ofPartition(job);
    IncrementReader reader = new IncrementReader(job, !changed, reach);
    boolean text = !new ColumnarCheck(job).applies();
    long bytes = files.stream().mapToLong(ScannedFile::unpackedBytes).sum();
    Rows found =
        text && bytes <= LOCAL_BYTES
            ? reader.local(spark, lake.storage(), files)
            : reader.read(spark, files);
    Set<String> loaded = reach == key ? Set.of() : increments(found);
    Rows.Local rows = ofKey(found, key);
    rows = local(changed ? new Judging(job).of(spark, rows) : rows);
    return new KeyRows(local(TieQuarantine.mark(spark, job, rows)), loaded, notRead);
  }

  private static Set<String> increments(Rows rows) {
    Rows accepted = rows.where(ReadColumns.REASON, true);
    Set<String> ids = new HashSet<>();
    if (accepted instanceof Rows.Local local) {
      int at = local.schema().fieldIndex(HiddenColumns.INCREMENT);
      local.rows().forEach(row -> ids.add(row.getString(at)));
    } else {
      Dataset<Row> all = ((Rows.Distributed) accepted).rows();
      all.select(col(HiddenColumns.INCREMENT))
          .distinct()
          .collectAsList()
          .forEach(row -> ids.add(row.getString(0)));
    }
    return ids;
  }

  private static Rows.Local ofKey(Rows rows, AskedKey key) {
    AskedKey placed = key.in(rows.schema());
    return rows instanceof Rows.Local local
        ? local.where(placed::isOf)
        : Rows.Local.of(
            ((Rows.Distributed) rows).rows().filter((FilterFunction<Row>) placed::isOf));
  }

  private static Rows.Local local(Rows rows) {
    return rows instanceof Rows.Local local
        ? local
        : Rows.Local.of(((Rows.Distributed) rows).rows());
  }

  StructType schema() {
    return rows.schema();
  }

  /** Which record of which file a row is; nothing where that is not known. */
  Optional<Quarantine.Place> place(Row row) {
    Object record = row.get(schema().fieldIndex(ReadColumns.RECORD));
    return record == null
        ? Optional.empty()
        : Optional.of(
            new Quarantine.Place(
                row.getString(schema().fieldIndex(HiddenColumns.INCREMENT)),
                row.getInt(schema().fieldIndex(HiddenColumns.FILE_ORDINAL)),
                (Long) record));
  }
}
