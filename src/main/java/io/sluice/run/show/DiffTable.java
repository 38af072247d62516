package io.sluice.run.show;

import io.sluice.error.UsageException;
import io.sluice.run.KeptVersions;
import io.sluice.run.Lake;
import io.sluice.run.Progress;
import io.sluice.run.show.RowChange.Kind;
import io.sluice.spark.Sessions;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.JobSpec;
import io.sluice.table.Snapshot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows that differ between two versions of a clean table, by key. Reads only the files that one
 * of the versions lacks, so its cost follows what changed.
 */
final class DiffTable {
  private static final Logger LOG = LoggerFactory.getLogger(DiffTable.class);

  private final Lake lake;
  private final JobSpec job;
  private final Sessions sessions;
  private final Progress progress;

  DiffTable(Lake lake, JobSpec job, Sessions sessions, Progress progress) {
    this.lake = lake;
    this.job = job;
    this.sessions = sessions;
    this.progress = progress;
  }

  /**
   * Counts the rows that differ, and reads as many as are asked for, in the order of the key; the
   * session ends with the process.
   *
   * @throws UsageException if a version is not kept, or rows have no key to compare them by
   */
  ShownDiff diff(DiffOptions options) {
    List<String> key = job.merge().key();
    if (key.isEmpty()) {
      throw new UsageException(
          job.dataset()
              + ": --diff compares rows by their key, and the job file has none. Nothing was read."
              + " Use show --version for the rows of one version");
    }
    KeptVersions kept = new KeptVersions(lake, job);
    Snapshot before = kept.numbered(options.from());
    Snapshot after = kept.numbered(options.to());
    requireKey(before);
    requireKey(after);
    List<StructField> asked =
        ShownColumns.of(job, options.columns(), options.allColumns()).stream()
            .filter(field -> !key.contains(field.name()))
            .toList();
    List<StructField> compared =
        asked.stream().filter(field -> has(before, field) && has(after, field)).toList();
    before.requireWhole();
    after.requireWhole();

    progress.step(job.dataset(), "comparing versions " + options.from() + " and " + options.to());
    RowDiff diff = new RowDiff(job, compared);
    Dataset<Row> changes = changes(diff, before, after, options.where());
    Function<Exception, RuntimeException> explained =
        failure -> Failures.explained(lake, job, List.of(before, after), failure);
    Map<Kind, Long> counts = counts(changes, explained);
    Supplier<Iterator<Row>> rows = () -> diff.inOrder(changes, options.limit()).toLocalIterator();
    return new ShownDiff(
        before.number(),
        after.number(),
        key,
        diff.bare(),
        notes(before, after, asked),
        counts,
        () -> new Explaining<>(() -> diff.read(rows.get()), explained, progress));
  }

  private void requireKey(Snapshot version) {
    String ours = job.fingerprint().get("key");
    String before = job.fingerprint(renamed(version)).get("key");
    String stored = version.state().fingerprint().getOrDefault("key", before);
    if (!stored.equals(before)) {
      throw new UsageException(
          job.dataset()
              + ": --diff compares rows by their key, and that of version "
              + version.number()
              + " is ("
              + stored
              + "), that of the job file is ("
              + ours
              + "). Nothing was read. Use show --version for the rows of one version");
    }
  }

  private Map<String, String> renamed(Snapshot version) {
    return job.renamed(version.state().columns().keySet());
  }

  private boolean has(Snapshot version, StructField field) {
    return has(job, version, field);
  }

  /** Whether the version has a column of the job, by its present or its former name. */
  static boolean has(JobSpec job, Snapshot version, StructField field) {
    Map<String, String> renamed = job.renamed(version.state().columns().keySet());
    return HiddenColumns.ALL.contains(field.name())
        || version.state().columns().containsKey(renamed.getOrDefault(field.name(), field.name()));
  }

  private List<String> notes(Snapshot before, Snapshot after, List<StructField> asked) {
    List<String> notes = new ArrayList<>();
    if (!renamed(before).equals(renamed(after))) {
      renamed(before).forEach((name, was) -> notes.add(renamed(name, was, before)));
      renamed(after).forEach((name, was) -> notes.add(renamed(name, was, after)));
    }
    for (Snapshot version : List.of(before, after)) {
      Snapshot other = version == before ? after : before;
      List<String> only =
          asked.stream()
              .filter(field -> has(version, field) && !has(other, field))
              .map(StructField::name)
              .toList();
      if (!only.isEmpty()) {
        notes.add(
            (only.size() == 1 ? "column " : "columns ")
                + String.join(", ", only)
                + " of version "
                + version.number()
                + (only.size() == 1 ? " is" : " are")
                + " left out: version "
                + other.number()
                + (only.size() == 1 ? " lacks it" : " lacks them"));
      }
    }
    return notes;
  }

  private static String renamed(String name, String was, Snapshot version) {
    return "column "
        + name
        + " has the name "
        + was
        + " in version "
        + version.number()
        + "; they are compared as one";
  }

  /** Kept, as it is read twice. */
  private Dataset<Row> changes(
      RowDiff rows, Snapshot before, Snapshot after, Optional<String> where) {
    DiffFiles files = DiffFiles.of(before.files(), after.files());
    LOG.info(
        "comparing dataset={} before={} after={} files={} of {}",
        job.dataset(),
        before.number(),
        after.number(),
        files.before().size() + files.after().size(),
        before.files().size() + after.files().size());
    SparkSession spark = sessions.sessionFor(files.bytes());
    return rows.of(
            before.rows(spark, job, files.before()), after.rows(spark, job, files.after()), where)
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  static Map<Kind, Long> counts(
      Dataset<Row> changes, Function<Exception, RuntimeException> explained) {
    Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    new Explaining<>(
            () -> changes.groupBy(RowDiff.KIND).count().toLocalIterator(), explained, Progress.NONE)
        .forEachRemaining(row -> counts.put(Kind.valueOf(row.getString(0)), row.getLong(1)));
    return counts;
  }
}
