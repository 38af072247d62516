package io.sluice.table.files;

import io.sluice.spec.JobSpec;
import io.sluice.spec.Partition;
import io.sluice.table.Change;
import io.sluice.table.DataFile;
import io.sluice.table.History;
import io.sluice.table.SideFolder;
import io.sluice.table.Snapshot;
import io.sluice.table.TableState;
import io.sluice.table.files.TableVersion.Layout;
import io.sluice.table.files.TableVersion.Lineage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The next version of a table of files: what changes is written into a folder of its own, which no
 * version names before the commit.
 */
final class FilesChange implements Change {
  private final FilesTable table;
  private final JobSpec job;
  private final String runId;
  private final long number;
  private final Lineage lineage;
  private final String folder;
  private final FolderWriter writer;
  private final List<DataFile> stored;

  /** The version of which most stays. */
  private final Optional<TableVersion> alike;

  private List<DataFile> files;
  private Optional<SideFolder> tombstones;
  private final List<SideFolder> quarantine;
  private History history;
  private final List<SideFolder> dismissed;

  /** The quarantine of the versions before, where it was written again: new rows go beside it. */
  private Optional<SideFolder> renamed = Optional.empty();

  /** Whether a version may name the folder. */
  private boolean named;

  FilesChange(
      SparkSession spark,
      FilesTable table,
      JobSpec job,
      Optional<TableVersion> replaced,
      String runId) {
    Optional<Layout> layout = replaced.map(TableVersion::layout);
    this.table = table;
    this.job = job;
    this.runId = runId;
    this.number = replaced.map(TableVersion::number).orElse(0L) + 1;
    String commit = FilesTable.newCommit();
    this.lineage = Lineage.of(commit, replaced);
    this.folder = FilesTable.newFolder(number, commit);
    this.writer = new FolderWriter(spark, table, job, folder);
    this.alike = replaced;
    this.stored = layout.map(Layout::dataFiles).orElse(List.of());
    this.files = stored;
    this.tombstones = layout.flatMap(Layout::tombstones);
    this.dismissed = layout.map(Layout::dismissed).orElse(List.of());
    this.quarantine = new ArrayList<>(layout.map(Layout::quarantine).orElse(List.of()));
    this.history =
        layout.map(before -> new History(before.history().files(), false)).orElse(History.NONE);
  }

  @Override
  public long number() {
    return number;
  }

  /** Small files of a partition that changes are written anew, so that it stays of few files. */
  @Override
  public void replace(
      Set<DataFile> losing,
      Set<Partition> growing,
      long added,
      Function<List<DataFile>, Dataset<Row>> rows) {
    FileChoice choice = FileChoice.of(stored, losing, growing);
    if (choice.isEmpty()) {
      return;
    }
    List<DataFile> after =
        new ArrayList<>(
            writer.stageRows(rows.apply(List.copyOf(choice.rewritten())), choice.bytes(), added));
    Set<Partition> whole = new HashSet<>(choice.partitions());
    after.forEach(file -> whole.add(file.partition()));
    requireForeseen(whole, growing, choice.rewritten());
    List<DataFile> carried = new ArrayList<>();
    for (DataFile file : stored) {
      if (!choice.rewritten().contains(file)) {
        (whole.contains(file.partition()) ? carried : after).add(file);
      }
    }
    after.addAll(writer.carry(carried));
    files = after;
  }

  /** A partition whose rows and files have other names would be merged with none of its rows. */
  private static void requireForeseen(
      Set<Partition> written, Set<Partition> growing, Set<DataFile> rewritten) {
    Set<Partition> foreseen = new HashSet<>(growing);
    rewritten.forEach(file -> foreseen.add(file.partition()));
    written.stream()
        .filter(partition -> !foreseen.contains(partition))
        .findFirst()
        .ifPresent(
            partition -> {
              throw new IllegalStateException(
                  "rows were written to the partition " + partition + ", which none should get");
            });
  }

  @Override
  public void tombstones(Dataset<Row> rows) {
    tombstones = writer.stageTombstones(rows);
  }

  @Override
  public void quarantine(Dataset<Row> rows, long count) {
    long before = renamed.map(SideFolder::rows).orElse(0L);
    renamed.ifPresent(quarantine::remove);
    quarantine.add(writer.stageQuarantine(rows, before + count));
  }

  @Override
  public void renameInQuarantine(Map<String, String> names) {
    if (!quarantine.isEmpty()) {
      renamed = Optional.of(writer.renameInQuarantine(List.copyOf(quarantine), names));
      quarantine.clear();
      renamed.ifPresent(quarantine::add);
    }
  }

  @Override
  public void history(Dataset<Row> rows, long count, boolean anew) {
    List<DataFile> all = new ArrayList<>(anew ? List.of() : history.files());
    if (count > 0) {
      List<DataFile> written = writer.stageHistory(rows, count);
      long found = written.stream().mapToLong(DataFile::rows).sum();
      if (found != count) {
        throw new IllegalStateException(
            job.dataset() + ": " + found + " rows of history were written, expected " + count);
      }
      all.addAll(written);
    }
    history = new History(all, true);
  }

  @Override
  public long rows() {
    return files.stream().mapToLong(DataFile::rows).sum();
  }

  @Override
  public Optional<Snapshot> commit(TableState next, Instant now) {
    TableVersion version =
        new TableVersion(
            number,
            now,
            runId,
            lineage,
            next,
            new Layout(
                job.clean().format(),
                job.merge().partitionBy(),
                files,
                tombstones,
                quarantine,
                dismissed,
                history));
    named = true;
    // An exception leaves it open whether the version is there.
    Optional<TableVersion> committed = table.commit(version, alike);
    named = committed.isPresent();
    return committed.map(one -> new FilesSnapshot(table, one));
  }

  @Override
  public void close() {
    if (!named) {
      table.discard(folder);
    }
  }
}
