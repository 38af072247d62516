package io.sluice.spark;

import org.apache.spark.sql.SparkSession;

/** The one Spark of a test JVM; starting another for each test would cost seconds. */
public final class TestSession {
  private TestSession() {}

  /** The session that all tests share; do not change its settings. */
  public static SparkSession shared() {
    return Holder.SESSION;
  }

  /** A session with settings of its own on the same Spark. */
  public static SparkSession own() {
    SparkSession session = shared().newSession();
    session.conf().set("spark.sql.session.timeZone", "UTC");
    session.conf().set("spark.sql.datetime.java8API.enabled", "true");
    session.conf().set("spark.sql.shuffle.partitions", "2");
    return session;
  }

  private static final class Holder {
    private static final SparkSession SESSION =
        SparkSession.builder()
            .master("local[2]")
            .appName("sluice-test")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.datetime.java8API.enabled", "true")
            .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate();
  }
}
