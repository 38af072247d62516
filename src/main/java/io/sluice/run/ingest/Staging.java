package io.sluice.run.ingest;

import static org.apache.spark.sql.functions.col;

import io.sluice.merge.MergeCounts;
import io.sluice.read.ReadColumns;
import io.sluice.spec.HiddenColumns;
import io.sluice.table.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes what was decided into a change of the table, and proves that no row was lost. */
record Staging(BatchInput input, Change change) {
  /**
   * Writes rows, tombstones and quarantine.
   *
   * @return the counts of the run, by name
   * @throws IllegalStateException if they do not add up; nothing may be committed then
   */
  Map<String, Long> stage(Decided decided, Batch batch) {
    MergeCounts outcome = decided.merged().counts();
    change.replace(
        decided.losing(input),
        decided.growing(),
        input.incomingBytes() / 4,
        decided.merged()::rows);
    if (!input.renamed().isEmpty()) {
      change.renameInQuarantine(input.renamed());
    }
    if (decided.read().quarantined() > 0) {
      change.quarantine(quarantined(batch), decided.read().quarantined());
    }
    boolean touchesTombstones =
        input.tombstones() > 0
            && (outcome.written() > 0 || !decided.raised().isEmpty() || decided.rewrites());
    if (outcome.tombstones() > 0 || touchesTombstones) {
      change.tombstones(decided.merged().tombstones());
    }
    RunCounts counts = decided.counts(input.job().dataset());
    counts.requireConserved(input.storedRows(), change.rows());
    return counts.byName();
  }

  private static Dataset<Row> quarantined(Batch batch) {
    List<Column> columns = new ArrayList<>();
    ReadColumns.QUARANTINE.forEach(name -> columns.add(col(name)));
    columns.add(col(ReadColumns.RECORD));
    columns.add(col(HiddenColumns.INCREMENT));
    columns.add(col(HiddenColumns.PROCESSED_DATE));
    columns.add(col(HiddenColumns.FILE_ORDINAL));
    return batch.quarantined().select(columns.toArray(new Column[0]));
  }
}
