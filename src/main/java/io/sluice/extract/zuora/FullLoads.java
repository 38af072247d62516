package io.sluice.extract.zuora;

import io.sluice.error.DataException;
import io.sluice.extract.DatasetExports;
import io.sluice.ledger.ExportRecord;
import io.sluice.ledger.ExportRecord.Seal;
import java.util.List;

/**
 * Whether a full load, or its absence, is what was due. Zuora answers an edited query with all rows
 * and says so in one flag only; and a query that it knows is answered with changes even where the
 * first load never reached us.
 */
final class FullLoads {
  private final DatasetExports dataset;
  private final AquaQuery query;

  FullLoads(DatasetExports dataset, AquaQuery query) {
    this.dataset = dataset;
    this.query = query;
  }

  /** The seal, held back where all rows came and changes were due. */
  Seal judged(Seal seal, ExportRecord export) {
    List<ExportRecord> before =
        dataset.history().stream().filter(one -> !one.id().equals(export.id())).toList();
    if (seal.full()) {
      return unexpected(export, before) ? held(seal, export) : seal;
    }
    Coverage coverage = Coverage.of(before);
    if (coverage.until().isEmpty()
        && !coverage.attempted()
        && export.request().get(Words.INCREMENTAL_TIME) == null) {
      dataset.warn(
          dataset.dataset()
              + ": the ledger knows no earlier export, and changes came instead of a full load, so"
              + " the session was in use before. Where the table has no older load, run: sluice"
              + " extract "
              + dataset.dataset()
              + " --full");
    }
    return seal;
  }

  private boolean unexpected(ExportRecord export, List<ExportRecord> before) {
    String session = export.request().getOrDefault(Words.SESSION, "");
    return !query.expectedFull() && Coverage.sealedIn(session, before);
  }

  private Seal held(Seal seal, ExportRecord export) {
    dataset.fail(
        new DataException(
            dataset.dataset()
                + ": increment "
                + export.id()
                + " is held: Zuora sent all rows where changes were due, as it does after a query"
                + " was edited. It is sealed and will not be merged. If that is right, run: sluice"
                + " ingest "
                + dataset.dataset()
                + " --approve "
                + export.id()
                + "; expected_full: true in the job file lets the next one through"));
    return seal.heldBack("a full load came where changes were due");
  }
}
