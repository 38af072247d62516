package io.sluice.run.show;

import io.sluice.error.ConfigurationException;
import io.sluice.merge.MergeHistory;
import io.sluice.run.KeptVersions;
import io.sluice.run.Lake;
import io.sluice.run.Progress;
import io.sluice.spark.Names;
import io.sluice.spark.Sessions;
import io.sluice.spec.HistoryColumns;
import io.sluice.spec.JobSpec;
import io.sluice.table.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/** Rows of one version of a clean table as text. */
final class ShowTable {
  private final Lake lake;
  private final JobSpec job;
  private final Sessions sessions;
  private final Progress progress;

  ShowTable(Lake lake, JobSpec job, Sessions sessions, Progress progress) {
    this.lake = lake;
    this.job = job;
    this.sessions = sessions;
    this.progress = progress;
  }

  /** Reads the rows, in the order of the key; the session ends with the process. */
  ShownRows rows(ShowOptions options) {
    Snapshot version = version(options);
    return options.history() ? history(version, options) : rows(version, options);
  }

  private ShownRows rows(Snapshot version, ShowOptions options) {
    List<StructField> fields = ShownColumns.of(job, options.columns(), options.allColumns());
    version.requireWhole();
    progress.step(job.dataset(), "reading version " + version.number());
    Dataset<Row> rows = version.rows(sessions.sessionFor(version.bytes()), job, version.files());
    return shown(version, options, fields, job.merge().key(), rows);
  }

  private ShownRows history(Snapshot version, ShowOptions options) {
    if (!version.history().isKept()) {
      throw noHistory(version);
    }
    List<StructField> fields =
        ShownColumns.of(
            job,
            MergeHistory.schema(job),
            options.columns(),
            field ->
                options.allColumns()
                    || !field.name().startsWith("_")
                    || HistoryColumns.OF_PERIODS.contains(field.name()));
    version.requireWholeHistory();
    progress.step(job.dataset(), "reading the history of version " + version.number());
    SparkSession spark = sessions.sessionFor(version.history().bytes());
    List<String> order = new ArrayList<>(job.merge().key());
    order.add(MergeHistory.NUMBER);
    return shown(
        version,
        options,
        fields,
        order,
        new MergeHistory(job).periods(version.historyRows(spark, job)));
  }

  private ConfigurationException noHistory(Snapshot version) {
    long rows = version.history().rows();
    return new ConfigurationException(
        job.dataset()
            + ": version "
            + version.number()
            + (rows == 0
                ? " has no history"
                : " no longer adds to its history of " + rows + " rows, so it has a gap")
            + (job.history()
                ? ". It begins with the next increment that ingest applies"
                : ". Write history: true into the job file; it begins with the next increment that"
                    + " ingest applies")
            + ". Nothing was read");
  }

  private ShownRows shown(
      Snapshot version,
      ShowOptions options,
      List<StructField> fields,
      List<String> orderBy,
      Dataset<Row> all) {
    Dataset<Row> rows = all;
    if (options.where().isPresent()) {
      rows = Condition.filtered(rows, options.where().get());
    }
    Column[] order = Names.columns(orderBy, Names.PLAIN);
    if (order.length > 0) {
      rows = rows.orderBy(order);
    }
    if (options.limit() > 0) {
      rows = rows.limit((int) Math.min(Integer.MAX_VALUE, options.limit()));
    }
    List<String> names = new ArrayList<>();
    Set<String> bare = new HashSet<>();
    List<Column> cells = new ArrayList<>();
    for (StructField field : fields) {
      names.add(field.name());
      if (CellText.isBare(job, field)) {
        bare.add(field.name());
      }
      cells.add(CellText.of(Names.PLAIN.apply(field.name()), field.dataType()));
    }
    Dataset<Row> shown = rows.select(cells.toArray(new Column[0]));
    return new ShownRows(
        names,
        Set.copyOf(job.merge().key()),
        bare,
        () ->
            new Explaining<>(
                () -> new Cells(shown.toLocalIterator()),
                failure -> Failures.explained(lake, job, List.of(version), failure),
                progress));
  }

  private Snapshot version(ShowOptions options) {
    KeptVersions kept = new KeptVersions(lake, job);
    if (options.asOf().isPresent()) {
      return kept.asOf(options.asOf().get());
    }
    return options.version().isPresent()
        ? kept.numbered(options.version().getAsLong())
        : kept.current();
  }
}
