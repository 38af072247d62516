package io.sluice.run.ingest;

import io.sluice.merge.MergeHistory;
import io.sluice.spec.JobSpec;
import io.sluice.table.Change;
import io.sluice.table.History;
import io.sluice.table.Snapshot;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Writes what an increment adds to the history of a table. Where the history of the version has a
 * gap, or there is none, it begins with what the version holds.
 */
record HistoryStaging(BatchInput input, Change change) {
  /** Writes it, where the job asks for history. */
  void stage(SparkSession spark, Decided decided, Batch batch) {
    JobSpec job = input.job();
    if (!job.history()) {
      return;
    }
    MergeHistory history = new MergeHistory(job);
    Dataset<Row> rows = history.accepted(batch.accepted());
    long count = decided.read().accepted();
    if (!decided.loads().isEmpty()) {
      rows = rows.unionByName(history.loads(spark, decided.loads()));
      count += decided.loads().size();
    }
    if (begins()) {
      rows = rows.unionByName(before(spark, history));
      count += input.storedRows() + input.tombstones() + input.floors().size();
    }
    boolean anew = decided.rewrites() && !former().files().isEmpty();
    if (anew) {
      Snapshot base = input.base().orElseThrow();
      base.requireWholeHistory();
      rows = base.historyRows(spark, job).unionByName(rows);
      count += former().rows();
    }
    change.history(rows, count, anew);
  }

  private Dataset<Row> before(SparkSession spark, MergeHistory history) {
    return history
        .stored(input.stored(spark, input.stored()))
        .unionByName(history.tombstones(input.tombstones(spark)))
        .unionByName(history.loads(spark, input.floors()));
  }

  private boolean begins() {
    return input.base().isPresent() && !former().isKept();
  }

  private History former() {
    return input.base().map(Snapshot::history).orElse(History.NONE);
  }

  /** What somebody should know of where the history begins, or ends. */
  Optional<String> warning() {
    boolean kept = former().isKept();
    if (input.job().history() == kept || input.base().isEmpty()) {
      return Optional.empty();
    }
    if (!kept) {
      return Optional.of(
          "the history begins now with the rows that the table has; what they were before, and rows"
              + " that are gone, are not in it");
    }
    return Optional.of(
        "the job file no longer has history: true, so this version and later ones add nothing to"
            + " the history. Its "
            + former().rows()
            + " rows stay. If history: true is written again, it begins anew with the rows that"
            + " the table has then; changes in between are not in it");
  }
}
