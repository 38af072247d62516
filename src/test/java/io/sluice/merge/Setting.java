package io.sluice.merge;

import io.sluice.spark.TestSession;
import io.sluice.spec.ColumnSpec.Normaliser;
import io.sluice.spec.ColumnType.Simple;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.MergeSpec.OnFullLoad;
import io.sluice.spec.MergeSpec.Operation;
import org.apache.spark.sql.SparkSession;

/** The settings of a law test: what the job says, and how the engine runs it. */
public record Setting(
    Mode mode,
    Order order,
    Operation tie,
    OnFullLoad onFullLoad,
    JoinPlan plan,
    int partitions,
    boolean onDriver) {

  /** How rows are ordered beside their increment. */
  public enum Order {
    NONE,
    STRICT,
    ELSE_PROCESSED_DATE
  }

  public static Setting of(Mode mode) {
    return new Setting(
        mode, Order.NONE, Operation.DELETE, OnFullLoad.MERGE, JoinPlan.BROADCAST, 2, false);
  }

  public Setting with(Order other) {
    return new Setting(mode, other, tie, onFullLoad, plan, partitions, onDriver);
  }

  public Setting with(Operation other) {
    return new Setting(mode, order, other, onFullLoad, plan, partitions, onDriver);
  }

  public Setting with(OnFullLoad other) {
    return new Setting(mode, order, tie, other, plan, partitions, onDriver);
  }

  Setting with(JoinPlan otherPlan, int otherPartitions) {
    return new Setting(mode, order, tie, onFullLoad, otherPlan, otherPartitions, onDriver);
  }

  /** The same, decided in memory. */
  Setting inMemory() {
    return new Setting(mode, order, tie, onFullLoad, plan, partitions, true);
  }

  public boolean floorOfTable() {
    return mode == Mode.FULL || onFullLoad == OnFullLoad.REPLACE;
  }

  JobSpec job() {
    return jobs().job();
  }

  /** A key of two columns, one of which partitions the table; one order column, one of content. */
  Jobs jobs() {
    Jobs jobs =
        Jobs.of(
                Jobs.normalised("part", Normaliser.LOWER),
                Jobs.column("id", Simple.INT),
                Jobs.column("ord", Simple.TIMESTAMP),
                Jobs.text("note.text"),
                Jobs.steering("gone", Simple.BOOLEAN))
            .mode(mode)
            .key(mode == Mode.APPEND ? new String[] {} : new String[] {"part", "id"})
            .tie(tie)
            .onFullLoad(onFullLoad)
            .partitionBy("part");
    if (order != Order.NONE) {
      jobs.orderBy("ord", order == Order.ELSE_PROCESSED_DATE);
    }
    if (mode != Mode.INSERT && mode != Mode.APPEND) {
      jobs.deleteFlag("gone");
    }
    return jobs;
  }

  /** A session that runs as the setting says; adaptive execution goes with the number's parity. */
  SparkSession session() {
    SparkSession session = TestSession.own();
    session.conf().set("spark.sql.shuffle.partitions", Integer.toString(partitions));
    session.conf().set("spark.sql.adaptive.enabled", Boolean.toString(partitions % 2 == 0));
    // Compiling the plans of many small runs takes most of a test's time: one number does it.
    boolean compiled = partitions == 1;
    session.conf().set("spark.sql.codegen.wholeStage", Boolean.toString(compiled));
    session.conf().set("spark.sql.codegen.factoryMode", compiled ? "FALLBACK" : "NO_CODEGEN");
    return session;
  }
}
