package io.sluice.run.why;

import io.sluice.law.RowHash;
import io.sluice.law.VersionOrder;
import io.sluice.merge.KeyHistory;
import io.sluice.spark.PlainValues;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.HiddenColumns;
import io.sluice.spec.JobSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Whether the table has what the law makes of the rows that were read. */
record Agreement(JobSpec job, Candidates candidates, KeyHistory history, StructType schema) {

  /** What differs, with what it may come of; nothing where both agree. */
  Optional<String> problem(Replay.Stand now, StoredKey stored) {
    Optional<Row> lawful = now.live().or(now::dead);
    Optional<Row> found = stored.any().map(row -> candidates.row(row, stored.row().isEmpty()));
    if (lawful.isEmpty() && found.isEmpty()) {
      return Optional.empty();
    }
    boolean same =
        lawful.isPresent()
            && found.isPresent()
            && new VersionOrder(job.merge())
                    .compare(history.version(lawful.get()), history.version(found.get()))
                == 0;
    if (!same) {
      return Optional.of(
          told(
              "the table has " + named(found, stored.row().isEmpty()),
              "by the law it should have " + named(lawful, now.live().isEmpty())));
    }
    List<String> differ = stored.row().isEmpty() ? List.of() : differing(lawful.get(), found.get());
    return differ.isEmpty()
        ? Optional.empty()
        : Optional.of(
            told(
                "the row of the table differs from that of its file in "
                    + String.join(", ", differ),
                "where both are of one version"));
  }

  /**
   * The columns in which a row of a file differs from the table's; none where the columns came into
   * the contract later: then the table has their values as rescued.
   */
  private List<String> differing(Row read, Row stored) {
    if (history.haveSameContent(read, stored)) {
      return List.of();
    }
    List<String> differ = new ArrayList<>();
    boolean later = true;
    for (ColumnSpec column : job.storedColumns()) {
      int at = schema.fieldIndex(column.name());
      Object kept = PlainValues.of(column.type(), stored.get(at));
      if (!RowHash.same(PlainValues.of(column.type(), read.get(at)), kept)) {
        differ.add(column.name());
        later = later && (kept == null || kept instanceof Map || kept instanceof List);
      }
    }
    int rescued = schema.fieldIndex(HiddenColumns.RESCUED);
    boolean otherRescued = !Objects.equals(read.get(rescued), stored.get(rescued));
    if (otherRescued && stored.get(rescued) != null && later) {
      return List.of();
    }
    if (otherRescued) {
      differ.add(HiddenColumns.RESCUED);
    }
    return differ;
  }

  private String told(String found, String expected) {
    return job.dataset()
        + ": "
        + found
        + ", "
        + expected
        + ". Nothing was changed. Either the job file reads files otherwise than when they were"
        + " applied, or the table is wrong: see sluice check "
        + job.dataset()
        + " --deep; to have it as the job file is now, move the table away and run ingest again";
  }

  private String named(Optional<Row> row, boolean tombstone) {
    return row.map(
            one ->
                (tombstone ? "the tombstone of " : "the row of ") + candidates.increment(one).id())
        .orElse("no row");
  }
}
