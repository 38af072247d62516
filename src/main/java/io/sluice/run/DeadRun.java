package io.sluice.run;

import io.sluice.error.ExitCode;
import io.sluice.error.SluiceException;
import io.sluice.ledger.RunRecord;
import io.sluice.spec.JobSpec;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes up for a run that committed and died before its entry in the ledger. Its version says what
 * is known of it.
 */
final class DeadRun {
  private static final Logger LOG = LoggerFactory.getLogger(DeadRun.class);

  private final Lake lake;
  private final JobSpec job;
  private final String finder;

  /** With the run id of the run that found it. */
  DeadRun(Lake lake, JobSpec job, String finder) {
    this.lake = lake;
    this.job = job;
    this.finder = finder;
  }

  /** Adds the entry of the run that made the current version, where it has none. */
  void record(Table table) {
    try {
      Optional<Snapshot> current = table.current();
      if (current.isPresent()
          && !lake.ledger().tells(job.dataset(), current.get().runId(), current.get().number())) {
        lake.ledger().record(entry(table, current.get()));
      }
    } catch (SluiceException e) {
      LOG.warn("the ledger has no entry of the run that died: {}", e.getMessage());
    }
  }

  private static String verb(Snapshot before, Snapshot version) {
    if (version.isRolledBackFrom(before)) {
      return "rollback";
    }
    return version.dismissed().size() > before.dismissed().size() ? "quarantine" : "ingest";
  }

  private RunRecord entry(Table table, Snapshot version) {
    Optional<Snapshot> before = table.at(version.number() - 1);
    return new RunRecord(
        version.runId(),
        before.map(older -> verb(older, version)).orElse("ingest"),
        job.dataset(),
        "unknown",
        version.committedAt(),
        version.committedAt(),
        ExitCode.DONE,
        OptionalLong.of(version.number()),
        // Nothing is known where the version that it was made from is no longer kept.
        version.ownIncrements(before).orElse(List.of()),
        version.state().counts(),
        List.of(
            "the run committed version "
                + version.number()
                + " and wrote no entry; run "
                + finder
                + " made this one"),
        Optional.empty(),
        List.of());
  }
}
