package io.sluice.table.files;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.sluice.error.TemporaryException;
import io.sluice.spark.FileRows;
import io.sluice.spark.LiteralPaths;
import io.sluice.spark.Names;
import io.sluice.spark.PartitionText;
import io.sluice.spark.Schemas;
import io.sluice.spark.Sessions;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.JobSpec;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import io.sluice.storage.Storage.StoredFile;
import io.sluice.table.DataFile;
import io.sluice.table.DataFile.Mark;
import io.sluice.table.SideFolder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Stages rows in a version's folder. Nothing that it writes is visible before the commit. */
final class FolderWriter {
  private static final long ONE_FILE_BYTES = 32L << 20;

  /** Rows of history in a file, at most; a commit has few as a rule. */
  private static final long HISTORY_ROWS = 1_000_000;

  private static final int HISTORY_TASKS = 1_000;

  /** By default the engine writes milliseconds; the date of a correction is a microsecond later. */
  private static final String MICROSECONDS = "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX";

  static final String QUARANTINE = "/_quarantine";
  private static final String TEXT = ".txt";

  private final SparkSession spark;
  private final Storage storage;
  private final FilesTable table;
  private final JobSpec job;
  private final String folder;

  /** A writer of the given folder, which no version names yet. */
  FolderWriter(SparkSession spark, FilesTable table, JobSpec job, String folder) {
    this.spark = spark;
    this.storage = table.storage();
    this.table = table;
    this.job = job;
    this.folder = folder;
  }

  /**
   * Writes rows of the shape {@link Schemas#clean} and returns the files with their rows, counted
   * in what was written.
   *
   * @param rewritten how many bytes of data files are among them
   * @param added about how many bytes come anew
   */
  List<DataFile> stageRows(Dataset<Row> rows, long rewritten, long added) {
    List<String> partitionBy = job.merge().partitionBy();
    Location place = table.root().append(folder);
    Sessions.shareOut(spark, rewritten);
    DataFrameWriter<Row> writer =
        sized(rows, rewritten, added)
            .write()
            .mode("append")
            .option("compression", codec())
            .format(job.clean().format().text());
    if (!partitionBy.isEmpty()) {
      writer = writer.partitionBy(partitionBy.toArray(new String[0]));
    }
    writer.save(place.text());
    return counted(place, folder);
  }

  /** Writes so many rows of the history, in the format of data files; returns them as those. */
  List<DataFile> stageHistory(Dataset<Row> rows, long count) {
    String below = FilesTable.historyFolder(folder);
    Location place = table.root().append(below);
    rows.coalesce((int) Math.min(HISTORY_TASKS, 1 + count / HISTORY_ROWS))
        .write()
        .mode("append")
        .option("compression", codec())
        .format(job.clean().format().text())
        .save(place.text());
    return counted(place, below);
  }

  /** Carries files that the merge did not touch into the folder, so that the folder is whole. */
  List<DataFile> carry(List<DataFile> files) {
    return new Carrier(table, folder).files(table.root(), files);
  }

  /** Writes the effective tombstones; nothing is written where there is none. */
  Optional<SideFolder> stageTombstones(Dataset<Row> tombstones) {
    String path = folder + "/_tombstones";
    Location place = table.root().append(path);
    tombstones.coalesce(1).write().option("compression", "zstd").parquet(place.text());
    List<StoredFile> written = storage.list(place);
    long rows =
        written.stream()
            .filter(file -> !file.location().name().startsWith("_"))
            .mapToLong(file -> rows(file.location(), CleanFormat.PARQUET))
            .sum();
    if (rows == 0) {
      storage.delete(place);
      return Optional.empty();
    }
    return Optional.of(new SideFolder(path, rows, bytes(written)));
  }

  /** Writes rows in quarantine as JSON lines, a row each; beside those that were renamed. */
  SideFolder stageQuarantine(Dataset<Row> quarantined, long rows) {
    String path = folder + QUARANTINE;
    Location place = table.root().append(path);
    quarantined
        .coalesce(1)
        .write()
        .mode("append")
        .option("timestampFormat", MICROSECONDS)
        .json(place.text());
    return new SideFolder(path, rows, bytes(storage.list(place)));
  }

  /**
   * Writes rows of quarantine again, with other names of columns. Lines stay as they are but for
   * the value of one key: a quote within a text is escaped, so the key is found nowhere else.
   */
  SideFolder renameInQuarantine(List<SideFolder> folders, Map<String, String> renamed) {
    String path = folder + QUARANTINE;
    Location place = table.root().append(path);
    List<String> places =
        folders.stream().map(one -> table.root().append(one.path()).text()).toList();
    Column line = functions.col("value");
    for (Map.Entry<String, String> name : renamed.entrySet()) {
      line =
          functions.regexp_replace(
              line,
              functions.lit(Pattern.quote(blamed(name.getValue()))),
              functions.lit(Matcher.quoteReplacement(blamed(name.getKey()))));
    }
    spark.read().text(LiteralPaths.of(places)).select(line).coalesce(1).write().text(place.text());
    for (StoredFile file : storage.list(place)) {
      String name = file.location().name();
      if (name.endsWith(TEXT)) {
        String json = name.substring(0, name.length() - TEXT.length()) + ".json";
        storage.carry(file.location(), place.append(json));
        storage.delete(file.location());
      }
    }
    long rows = folders.stream().mapToLong(SideFolder::rows).sum();
    return new SideFolder(path, rows, bytes(storage.list(place)));
  }

  /** As a line of quarantine blames a column. */
  private static String blamed(String column) {
    return "\"_column\":\""
        + new String(JsonStringEncoder.getInstance().quoteAsString(column))
        + "\"";
  }

  private static OptionalLong bytes(List<StoredFile> files) {
    return OptionalLong.of(files.stream().mapToLong(StoredFile::bytes).sum());
  }

  private Dataset<Row> sized(Dataset<Row> rows, long rewritten, long added) {
    List<String> partitionBy = job.merge().partitionBy();
    if (rewritten + added < ONE_FILE_BYTES) {
      return rows.coalesce(1);
    }
    int tasks = Sessions.tasks(spark, rewritten + added);
    if (partitionBy.isEmpty()) {
      // Files to be rewritten are shared out as they are read.
      return rewritten == 0 ? rows.coalesce(tasks) : rows;
    }
    return rows.repartition(tasks, Names.columns(partitionBy, Names.PLAIN));
  }

  private String codec() {
    return switch (job.clean().format()) {
      case PARQUET, ORC -> "zstd";
      case AVRO -> "zstandard";
    };
  }

  /** What the files say of themselves; files without rows go. */
  private List<DataFile> counted(Location place, String in) {
    List<StoredFile> written =
        storage.list(place).stream()
            .filter(file -> !place.relativize(file.location()).startsWith("_"))
            .toList();
    return each(written, file -> counted(file, in)).stream().filter(this::kept).toList();
  }

  private <T, R> List<R> each(List<T> all, Function<T, R> step) {
    return Requests.each(table.root(), Requests.AT_ONCE, all, step);
  }

  private long rows(Location file, CleanFormat format) {
    try {
      return new FileRows(spark.sparkContext().hadoopConfiguration()).of(file.text(), format);
    } catch (IOException e) {
      throw new TemporaryException(
          file
              + ": the file just written cannot be read, "
              + e.getMessage()
              + ". Nothing was committed. Try again",
          e);
    }
  }

  private DataFile counted(StoredFile file, String in) {
    long rows = rows(file.location(), job.clean().format());
    String path = table.root().relativize(file.location());
    String below = path.substring(in.length() + 1);
    Optional<Mark> mark = rows == 0 ? Optional.empty() : Optional.of(Damage.mark(storage, file));
    return new DataFile(path, PartitionText.ofPath(below), rows, file.bytes(), mark);
  }

  private boolean kept(DataFile file) {
    if (file.rows() == 0) {
      storage.delete(table.root().append(file.path()));
    }
    return file.rows() > 0;
  }
}
