package io.sluice.merge;

import io.sluice.spark.TestSession;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.ColumnSpec.Normaliser;
import io.sluice.spec.ColumnType;
import io.sluice.spec.JobSpec;
import io.sluice.spec.Jobs;
import io.sluice.spec.MergeSpec;
import io.sluice.spec.MergeSpec.Mode;
import io.sluice.spec.MergeSpec.OnFullLoad;
import io.sluice.spec.MergeSpec.Operation;
import io.sluice.spec.MergeSpec.OrderBy;
import io.sluice.spec.MergeSpec.Ties;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** The settings of a law test: what the job says, and how the engine runs it. */
record Setting(
    Mode mode,
    Order order,
    Operation tie,
    OnFullLoad onFullLoad,
    JoinPlan plan,
    int partitions,
    boolean onDriver) {

  /** How rows are ordered beside their increment. */
  enum Order {
    NONE,
    STRICT,
    ELSE_PROCESSED_DATE
  }

  static Setting of(Mode mode) {
    return new Setting(
        mode, Order.NONE, Operation.DELETE, OnFullLoad.MERGE, JoinPlan.BROADCAST, 2, false);
  }

  Setting with(Order other) {
    return new Setting(mode, other, tie, onFullLoad, plan, partitions, onDriver);
  }

  Setting with(Operation other) {
    return new Setting(mode, order, other, onFullLoad, plan, partitions, onDriver);
  }

  Setting with(OnFullLoad other) {
    return new Setting(mode, order, tie, other, plan, partitions, onDriver);
  }

  Setting with(JoinPlan otherPlan, int otherPartitions) {
    return new Setting(mode, order, tie, onFullLoad, otherPlan, otherPartitions, onDriver);
  }

  /** The same, decided in memory. */
  Setting inMemory() {
    return new Setting(mode, order, tie, onFullLoad, plan, partitions, true);
  }

  boolean floorOfTable() {
    return mode == Mode.FULL || onFullLoad == OnFullLoad.REPLACE;
  }

  /** A key of two columns, one of which partitions the table; one order column, one of content. */
  JobSpec job() {
    List<OrderBy> orderBy =
        order == Order.NONE
            ? List.of()
            : List.of(new OrderBy("ord", order == Order.ELSE_PROCESSED_DATE));
    MergeSpec merge =
        new MergeSpec(
            mode,
            mode == Mode.APPEND ? List.of() : List.of("part", "id"),
            orderBy,
            tie,
            Ties.WARN,
            Duration.ofDays(2),
            mode == Mode.INSERT || mode == Mode.APPEND ? Optional.empty() : Optional.of("gone"),
            Optional.empty(),
            onFullLoad,
            List.of("part"));
    List<ColumnSpec> columns =
        List.of(
            new ColumnSpec(
                "part",
                "part",
                ColumnType.Simple.STRING,
                false,
                List.of(Normaliser.LOWER),
                true,
                false),
            ColumnSpec.of("id", "id", ColumnType.Simple.INT),
            ColumnSpec.of("ord", "ord", ColumnType.Simple.TIMESTAMP),
            ColumnSpec.of("note.text", "note", ColumnType.Simple.STRING),
            new ColumnSpec(
                "gone", "gone", ColumnType.Simple.BOOLEAN, false, List.of(), false, false));
    return job(columns, merge);
  }

  /** A job of these columns and this law; nothing of the rest matters to a merge. */
  static JobSpec job(List<ColumnSpec> columns, MergeSpec merge) {
    return Jobs.of(columns.toArray(ColumnSpec[]::new)).merge(merge).job();
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
