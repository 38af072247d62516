package io.sluice.read;

import io.sluice.spec.RawSpec.RawFormat;
import io.sluice.storage.Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Text files as rows, a task reading whole files: records may hold line breaks, so no file can be
 * split. Our own parser reads them and not Spark's, so that what was counted is what is read.
 *
 * <p>Local files are opened by their path: Spark's way there takes commas, braces and colons in
 * names for something else.
 */
final class TextRows {
  /** Tasks per core, so that one with large files does not keep all others waiting. */
  private static final int TASKS_PER_CORE = 4;

  private TextRows() {}

  /** Lazy: opens the files when the rows are asked for. */
  static JavaRDD<Row> of(
      JavaSparkContext spark, RawFormat format, List<SourceFile> files, RowParser parser) {
    if (files.stream().allMatch(file -> Location.of(file.location()).isLocal())) {
      return spark
          .parallelize(files, tasks(spark, files))
          .flatMap(file -> rows(format, localBytes(file), file, parser));
    }
    return throughSpark(spark, format, files, parser);
  }

  /** The way for stores that only Hadoop's file systems know. */
  static JavaRDD<Row> throughSpark(
      JavaSparkContext spark, RawFormat format, List<SourceFile> files, RowParser parser) {
    Map<String, SourceFile> byLocation = new HashMap<>();
    files.forEach(file -> byLocation.put(file.location(), file));
    String paths =
        files.stream().map(file -> globbed(file.location())).collect(Collectors.joining(","));
    return spark
        .binaryFiles(paths, tasks(spark, files))
        .filter(found -> byLocation.containsKey(location(found._1())))
        .flatMap(
            found -> {
              SourceFile file = byLocation.get(location(found._1()));
              return rows(format, found._2().open(), file, parser);
            });
  }

  private static int tasks(JavaSparkContext spark, List<SourceFile> files) {
    return Math.min(files.size(), TASKS_PER_CORE * spark.defaultParallelism());
  }

  private static InputStream localBytes(SourceFile file) throws IOException {
    return Files.newInputStream(Location.of(file.location()).localPath());
  }

  private static Iterator<Row> rows(
      RawFormat format, InputStream bytes, SourceFile file, RowParser parser) throws IOException {
    RowSource rows = RowSource.open(format, bytes, file, parser);
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

  private static String location(String path) {
    return Location.of(path).text();
  }

  /**
   * One character of any kind for each that has a meaning in patterns; others found so are filtered
   * out.
   */
  private static String globbed(String location) {
    return location.replaceAll("[,{}\\[\\]*?\\\\]", "?");
  }
}
