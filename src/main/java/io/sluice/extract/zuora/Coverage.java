package io.sluice.extract.zuora;

import io.sluice.ledger.ExportRecord;
import io.sluice.ledger.ExportRecord.Seal;
import io.sluice.ledger.ExportRecord.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Up to which instant a dataset's sealed increments hold every change.
 *
 * @param until empty where nothing was sealed yet
 * @param broken whether the session has moved beyond that instant, so that its next window would
 *     leave a gap
 * @param attempted whether an export was tried whose rows never arrived
 * @param baseless whether changes arrived although the first load was lost
 */
record Coverage(Optional<Instant> until, boolean broken, boolean attempted, boolean baseless) {

  /** What the ledger says; exports in the order in which they were asked for. */
  static Coverage of(List<ExportRecord> history) {
    Coverage coverage = new Coverage(Optional.empty(), false, false, false);
    for (ExportRecord export : history) {
      coverage = coverage.after(export);
    }
    return coverage;
  }

  /** Whether an increment of this session is sealed: then the next one should have changes only. */
  static boolean sealedIn(String session, List<ExportRecord> history) {
    return history.stream()
        .anyMatch(
            export ->
                export.state() == State.SEALED
                    && !Words.BY_DATE.equals(export.request().get(Words.MODE))
                    && session.equals(export.request().get(Words.SESSION)));
  }

  private Coverage after(ExportRecord export) {
    if (export.state() == State.FAILED) {
      return movedSession(export) ? new Coverage(until, true, true, baseless) : this;
    }
    if (export.state() != State.SEALED || export.seal().isEmpty()) {
      return this;
    }
    Seal seal = export.seal().get();
    Optional<Instant> next = Optional.of(later(seal.processedDate()));
    if (seal.full() || seal.from().filter(Instant.EPOCH::equals).isPresent()) {
      return new Coverage(next, false, false, false);
    }
    if (until.isEmpty()) {
      // An export by date, or a session that was used before, means that there was an older load.
      return new Coverage(next, false, attempted, attempted);
    }
    boolean connects = seal.from().filter(from -> !from.isAfter(until.get())).isPresent();
    return connects ? new Coverage(next, false, attempted, baseless) : this;
  }

  /** Whether Zuora may have moved the session for an export that failed. */
  private static boolean movedSession(ExportRecord export) {
    return Words.IN_SESSION.equals(export.request().get(Words.MODE))
        && (export.answer().containsKey(Words.JOB_ID) || export.answer().containsKey(Words.LOST));
  }

  private Instant later(Instant date) {
    return until.filter(date::isBefore).orElse(date);
  }
}
