package io.sluice.read;

import io.sluice.law.Admission;
import io.sluice.spark.PartitionText;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.JobSpec;
import io.sluice.spec.TextForm;
import io.sluice.spec.WorkingColumns;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a row asks for by its typed cells: an upsert, a delete, or to be refused, as its flag, key,
 * order or partition cannot be used. Travels to executors.
 */
final class RowJudge implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int NONE = -1;

  private final String[] columns;
  private final int[] partitionBy;
  private final int deleteFlag;
  private final Admission admission;

  RowJudge(JobSpec job) {
    List<String> names = job.columns().stream().map(ColumnSpec::name).toList();
    columns = names.toArray(String[]::new);
    partitionBy = job.merge().partitionBy().stream().mapToInt(names::indexOf).toArray();
    deleteFlag = job.merge().deleteFlag().map(names::indexOf).orElse(NONE);
    admission = new Admission(job.merge(), names);
  }

  /**
   * The operation of a row.
   *
   * @param cells the values of the job's columns first; more may follow
   * @param processedDate of the row's increment
   */
  byte operation(Object[] cells, Instant processedDate) throws RowRefusedException {
    boolean delete = deleteFlag != NONE && isDelete(cells[deleteFlag]);
    Optional<Admission.Refusal> refusal = admission.refusal(cells, processedDate);
    if (refusal.isPresent()) {
      throw new RowRefusedException(
          refusal.get().reason(), refusal.get().column(), text(refusal.get().value()));
    }
    for (int at : partitionBy) {
      if (cells[at] != null && !PartitionText.fits(columns[at], cells[at])) {
        throw new RowRefusedException("bad-partition", columns[at], PartitionText.of(cells[at]));
      }
    }
    return delete ? WorkingColumns.DELETE : WorkingColumns.UPSERT;
  }

  private boolean isDelete(Object cell) throws RowRefusedException {
    if (cell == null || cell.equals("")) {
      return false;
    }
    Optional<Boolean> flag = Values.flag(TextForm.USUAL, cell.toString());
    if (flag.isEmpty()) {
      throw new RowRefusedException("bad-flag", columns[deleteFlag], text(cell));
    }
    return flag.get();
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }
}
