package io.sluice.run.why;

import io.sluice.law.VersionOrder;
import io.sluice.merge.KeyHistory;
import io.sluice.spec.JobSpec;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** Whether the table has what the law makes of the rows that were read. */
record Agreement(JobSpec job, Candidates candidates, KeyHistory history) {

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
    return stored.row().isEmpty() || history.haveSameContent(lawful.get(), found.get())
        ? Optional.empty()
        : Optional.of(told("the row has other values in the table", "its file has others"));
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
