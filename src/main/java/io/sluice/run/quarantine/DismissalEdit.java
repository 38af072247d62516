package io.sluice.run.quarantine;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.error.UsageException;
import io.sluice.run.Lake;
import io.sluice.run.OpenQuarantine;
import io.sluice.run.TableEdit;
import io.sluice.spec.JobSpec;
import io.sluice.table.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Takes rows out of open quarantine and keeps them on record. */
record DismissalEdit(Lake lake, JobSpec job, QuarantineFilter filter, String because, String runId)
    implements TableEdit<DismissalPlan> {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Override
  public String verb() {
    return "quarantine";
  }

  @Override
  public DismissalPlan plan(Snapshot current) {
    List<QuarantineGroup> groups = QuarantineGroups.of(job.dataset(), current, filter);
    if (groups.isEmpty()) {
      throw new UsageException(
          job.dataset()
              + ": nothing is in quarantine in version "
              + current.number()
              + ", so nothing can be dismissed. Nothing was changed");
    }
    return new DismissalPlan(
        job.dataset(), current.number(), current.quarantinedRows(), groups, because);
  }

  @Override
  public Optional<Snapshot> commit(Snapshot current, DismissalPlan plan, Instant now) {
    String record =
        MAPPER
            .createObjectNode()
            .put("_dismissed_because", because)
            .put("_dismissed_run", runId)
            .put("_dismissed_at", now.toString())
            .toString();
    return lake.table(job)
        .dismiss(
            current,
            line ->
                filter.matches(OpenQuarantine.row(current, line))
                    ? Optional.of(joined(line, record))
                    : Optional.empty(),
            runId,
            now);
  }

  /** One object with the keys of both; the row's own text stays as it is. */
  private static String joined(String line, String record) {
    return line.substring(0, line.lastIndexOf('}')) + "," + record.substring(1);
  }

  @Override
  public String told(DismissalPlan plan) {
    return "dismissed "
        + plan.rows()
        + (plan.rows() == 1 ? " row" : " rows")
        + " from quarantine, "
        + plan.openAfter()
        + " stay, because: "
        + because;
  }
}
