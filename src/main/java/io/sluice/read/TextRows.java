package io.sluice.read;

import io.sluice.storage.Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Text files as rows, a task reading whole files or the parts at whose starts a record is known to
 * begin: records may hold line breaks, so no other place will do. Our own parser reads them and not
 * Spark's, so that what was counted is what is read.
 */
final class TextRows {
  /** Tasks per core, so that one with large files does not keep all others waiting. */
  private static final int TASKS_PER_CORE = 4;

  /** So that what a task keeps of its rows fits into the memory of one. */
  private static final long MOST_BYTES_PER_TASK = 128L << 20;

  private TextRows() {}

  /**
   * Lazy: opens the files when the rows are asked for.
   *
   * @param bytes of all files
   */
  static JavaRDD<Row> of(
      JavaSparkContext spark, FileForm form, List<SourceFile> files, long bytes, RowParser parser) {
    return files.stream().allMatch(file -> Location.of(file.location()).isLocal())
        ? shared(spark, files, bytes).flatMap(file -> rows(form, localBytes(file), file, parser))
        : throughHadoop(spark, form, files, bytes, parser);
  }

  /** For stores that only Hadoop's file systems can read. */
  static JavaRDD<Row> throughHadoop(
      JavaSparkContext spark, FileForm form, List<SourceFile> files, long bytes, RowParser parser) {
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    return shared(spark, files, bytes)
        .flatMap(file -> rows(form, bytes(file, hadoop.value()), file, parser));
  }

  private static JavaRDD<SourceFile> shared(
      JavaSparkContext spark, List<SourceFile> files, long bytes) {
    long tasks = Math.max(TASKS_PER_CORE * spark.defaultParallelism(), bytes / MOST_BYTES_PER_TASK);
    return spark.parallelize(files, (int) Math.min(files.size(), tasks));
  }

  private static InputStream localBytes(SourceFile file) throws IOException {
    InputStream bytes = Files.newInputStream(Location.of(file.location()).localPath());
    bytes.skipNBytes(file.from());
    return bytes;
  }

  private static InputStream bytes(SourceFile file, SerializableConfiguration hadoop)
      throws IOException {
    Path path = new Path(file.location());
    FSDataInputStream bytes = path.getFileSystem(hadoop.value()).open(path);
    bytes.seek(file.from());
    return bytes;
  }

  private static Iterator<Row> rows(
      FileForm form, InputStream bytes, SourceFile file, RowParser parser) throws IOException {
    RowSource rows = RowSource.open(form, bytes, file, parser);
    TaskContext.get()
        .addTaskCompletionListener(
            new TaskCompletionListener() {
              @Override
              public void onTaskCompletion(TaskContext context) {
                rows.close();
              }
            });
    return rows;
  }
}
