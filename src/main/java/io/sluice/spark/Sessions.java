package io.sluice.spark;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * The one session of a run, started when it is first asked for.
 *
 * <p>What is asked for becomes the calling thread's active session. Much of Spark reads its
 * settings from that session. A thread without one would use defaults, not the pinned settings.
 *
 * <p>Settings that change values are pinned, so that the same input gives the same rows under any
 * environment; all others are defaults, and what spark-submit was given wins.
 */
public final class Sessions implements AutoCloseable {
  private static final Map<String, String> PINNED =
      Map.ofEntries(
          Map.entry("spark.sql.session.timeZone", "UTC"),
          Map.entry("spark.sql.datetime.java8API.enabled", "true"),
          Map.entry("spark.sql.ansi.enabled", "false"),
          Map.entry("spark.sql.caseSensitive", "false"),
          Map.entry("spark.sql.csv.parser.columnPruning.enabled", "false"),
          Map.entry("spark.sql.sources.partitionColumnTypeInference.enabled", "false"),
          Map.entry("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS"),
          Map.entry("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED"),
          Map.entry("spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED"),
          Map.entry("spark.sql.avro.datetimeRebaseModeInWrite", "CORRECTED"),
          Map.entry("spark.sql.avro.datetimeRebaseModeInRead", "CORRECTED"),
          Map.entry("spark.sql.legacy.timeParserPolicy", "CORRECTED"),
          Map.entry("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false"));

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "spark.master", "local[*]",
          // Rows that a merge keeps for its next step hardly compress; trying takes a third of its
          // time.
          "spark.sql.inMemoryColumnarStorage.compressed", "false",
          // With hundreds of columns it takes much of the planning time, and a merge gains little
          // from it.
          "spark.sql.constraintPropagation.enabled", "false",
          "spark.app.name", "sluice",
          "spark.ui.enabled", "false",
          "spark.ui.showConsoleProgress", "false",
          "spark.scheduler.mode", "FAIR",
          "spark.sql.adaptive.enabled", "true",
          "spark.sql.parquet.compression.codec", "zstd",
          "spark.sql.orc.compression.codec", "zstd");

  /** Settings whose values Spark hides; its own default shows keys and credentials. */
  private static final String NAMES_OF_SECRETS = "(?i)secret|passw|passphrase|token|key|credential";

  private static final Map<String, String> SMALL =
      Map.of(
          "spark.sql.codegen.wholeStage", "false",
          "spark.sql.codegen.factoryMode", "NO_CODEGEN",
          "spark.sql.adaptive.enabled", "false",
          "spark.sql.shuffle.partitions", "1");

  /** Below this size in data files, generated code costs more than it gains. */
  public static final long SMALL_BYTES = 8L << 20;

  private static final long FILE_BYTES = 64L << 20;
  private static final long LEAST_FILE_BYTES = 16L << 20;

  /** The cost of opening a file in bytes, Spark's own default. */
  private static final long OPEN_BYTES = 4L << 20;

  private final Map<String, String> environment;
  private SparkSession session;
  private boolean ours;

  /** Settings of the environment file; they may not name a pinned one. */
  public Sessions(Map<String, String> environment) {
    this.environment = new TreeMap<>(environment);
  }

  /** The names of the settings that an environment file may not set. */
  public static java.util.Set<String> pinned() {
    return PINNED.keySet();
  }

  /** The session, started on the first call. */
  public synchronized SparkSession session() {
    if (session == null) {
      boolean named = isKnownByName();
      if (!named) {
        // Before all else of Spark, which looks its own name up as its classes are loaded.
        org.apache.spark.util.Utils.setCustomHostname("localhost");
      }
      SparkConf conf = new SparkConf();
      environment.forEach(conf::setIfMissing);
      DEFAULTS.forEach(conf::setIfMissing);
      conf.setIfMissing("spark.redaction.regex", NAMES_OF_SECRETS);
      if (conf.get("spark.master").startsWith("local")) {
        int cores = Runtime.getRuntime().availableProcessors();
        conf.setIfMissing("spark.sql.shuffle.partitions", Integer.toString(2 * cores));
        // The executor is this very process: an error in a task must not end it.
        conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
      }
      if (conf.get("spark.master").startsWith("local")
          && SparkSession.getDefaultSession().isEmpty()) {
        keepToThisMachine(conf, named);
      }
      PINNED.forEach(conf::set);
      pinZone(conf);
      ours = SparkSession.getDefaultSession().isEmpty();
      session = SparkSession.builder().config(conf).getOrCreate();
      PINNED.forEach((name, value) -> set(session, name, value));
    }
    return active(session);
  }

  /**
   * What an engine within this process needs: folders on disk that are its own and go with it, and
   * a name of the machine, which need not be one that can be looked up.
   */
  private void keepToThisMachine(SparkConf conf, boolean named) {
    if (System.getenv("SPARK_LOCAL_DIRS") == null) {
      String parents = conf.get("spark.local.dir", System.getProperty("java.io.tmpdir"));
      // They go with the process, not with the session: file systems that Hadoop keeps write there.
      List<SpillFolder> spills =
          Arrays.stream(parents.split(",", -1))
              .map(parent -> SpillFolder.in(Path.of(parent.strip())))
              .toList();
      String folders =
          spills.stream().map(spill -> spill.path().toString()).collect(Collectors.joining(","));
      conf.set("spark.local.dir", folders);
      conf.setIfMissing("spark.hadoop.hadoop.tmp.dir", spills.get(0).path() + "/hadoop");
    }
    if (!named) {
      conf.setIfMissing("spark.driver.host", "localhost");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    }
  }

  private static boolean isKnownByName() {
    try {
      return System.getenv("SPARK_LOCAL_IP") != null
          || System.getenv("SPARK_LOCAL_HOSTNAME") != null
          || InetAddress.getLocalHost() != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** ORC counts from a time in the zone of the process, whatever the session's zone is. */
  private static void pinZone(SparkConf conf) {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    String options = "spark.executor.extraJavaOptions";
    conf.set(options, (conf.get(options, "") + " -Duser.timezone=UTC").strip());
  }

  /** A view of the session, of its own, for rows that take so many bytes in data files. */
  public SparkSession sessionFor(long bytes) {
    return bytes <= SMALL_BYTES ? smallSession() : largeSession(bytes);
  }

  /** A view of the session, of its own, for any number of rows; a table of them takes the bytes. */
  public SparkSession largeSession(long bytes) {
    SparkSession own = session().newSession();
    PINNED.forEach((name, value) -> set(own, name, value));
    shareOut(own, bytes);
    return active(own);
  }

  /**
   * How many tasks should write data files of so many bytes, a file each: a multiple of the cores,
   * as a task left over would have all but one of them wait, and each with enough for a file.
   */
  public static int tasks(SparkSession spark, long bytes) {
    long cores = spark.sparkContext().defaultParallelism();
    long rounds = bytes / (FILE_BYTES * cores) + 1;
    return (int) Math.max(1, Math.min(rounds * cores, bytes / LEAST_FILE_BYTES));
  }

  /** Has so many {@link #tasks} read files of so many bytes, and so write them anew. */
  public static void shareOut(SparkSession own, long bytes) {
    long each = bytes / tasks(own, bytes);
    own.conf()
        .set("spark.sql.files.maxPartitionBytes", Long.toString(each + each / 10 + OPEN_BYTES));
  }

  /**
   * A view of the session for datasets so small that planning and compiling would cost more than
   * the work: no generated code, no adaptive plans, one shuffle partition. It gives the same rows.
   */
  private SparkSession smallSession() {
    SparkSession small = session().newSession();
    PINNED.forEach((name, value) -> set(small, name, value));
    SMALL.forEach((name, value) -> set(small, name, value));
    return active(small);
  }

  private static SparkSession active(SparkSession session) {
    SparkSession.setActiveSession(session);
    return session;
  }

  private static void set(SparkSession session, String name, String value) {
    if (name.startsWith("spark.sql.")) {
      session.conf().set(name, value);
    }
  }

  /** Stops the session if it was started here; one that was there before goes on. */
  @Override
  public synchronized void close() {
    if (session != null && ours) {
      session.stop();
    }
    session = null;
  }
}
