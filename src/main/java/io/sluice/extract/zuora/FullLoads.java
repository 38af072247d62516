package io.sluice.extract.zuora;

import io.sluice.error.DataException;
import io.sluice.extract.DatasetExports;
import io.sluice.ledger.ExportRecord;
import io.sluice.ledger.ExportRecord.Seal;
import java.util.List;

/**
 * Whether a full load was expected. After a query was edited, Zuora sends all rows, and only one
 * flag says so. For a query that it knows, it sends changes even if the first load never reached
 * us.
 */
final class FullLoads {
  private final DatasetExports dataset;
  private final AquaQuery query;

  FullLoads(DatasetExports dataset, AquaQuery query) {
    this.dataset = dataset;
    this.query = query;
  }

  /** The seal; held if all rows came instead of changes. */
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
              + " the session was in use before. If the table has no older load, run: sluice"
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
                + " is held: Zuora sent all rows instead of changes, as it does after a query was edited. It is sealed and will not be merged. To accept it, run: sluice"
                + " ingest "
                + dataset.dataset()
                + " --approve="
                + export.id()
                + "; expected_full: true in the job file lets the next one through"));
    return seal.heldBack("a full load came instead of changes");
  }
}
