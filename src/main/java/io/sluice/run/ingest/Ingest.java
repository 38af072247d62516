package io.sluice.run.ingest;

import io.sluice.error.ConfigurationException;
import io.sluice.error.ExitCode;
import io.sluice.error.SluiceException;
import io.sluice.error.TemporaryException;
import io.sluice.ledger.RunRecord;
import io.sluice.read.DeleteCondition;
import io.sluice.read.Pending;
import io.sluice.read.RawZone;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Faults;
import io.sluice.run.Findings;
import io.sluice.run.Lake;
import io.sluice.run.LostTable;
import io.sluice.run.Progress;
import io.sluice.run.TableWork;
import io.sluice.spark.Sessions;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.table.ContractChange;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * {@code ingest} of one dataset:
 *
 * <pre>
 * pending -> portion -> attempt (scanned -> rows -> decided -> staged -> committed) -> followers
 * </pre>
 *
 * What is pending is known before the engine starts, and again under the lease.
 */
final class Ingest {
  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
  private static final int COMMIT_TRIES = 3;

  private final Lake lake;
  private final JobSpec job;
  private final IngestOptions options;
  private final Sessions sessions;
  private final Progress progress;
  private final List<NamedIds> named;
  private final Table table;

  private final Findings findings = new Findings();
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final List<String> applied = new ArrayList<>();
  private final Set<String> held = new LinkedHashSet<>();
  private Optional<TableWork> work = Optional.empty();
  private Optional<Attempt.Planned> planned = Optional.empty();

  /**
   * The last version that was committed. What it replaced stays until the ledger has its entry: if
   * this run dies before, the next one needs both to make up for it.
   */
  private Optional<Snapshot> untidied = Optional.empty();

  Ingest(
      Lake lake,
      JobSpec job,
      IngestOptions options,
      Sessions sessions,
      Progress progress,
      List<NamedIds> named) {
    this.named = named;
    this.lake = lake;
    this.job = job;
    this.options = options;
    this.sessions = sessions;
    this.progress = progress;
    this.table = lake.table(job);
  }

  /** Ingests what is pending. Never throws: what goes wrong is in the outcome. */
  DatasetOutcome run() {
    return run(this::pendingOrBehind);
  }

  /**
   * Applies the increments of a plan as it foresaw it, or nothing. Never throws: what goes wrong is
   * in the outcome.
   */
  DatasetOutcome apply(KeptPlan plan) {
    PlanCheck check = new PlanCheck(lake, job, plan);
    return run(() -> applyPlanned(check));
  }

  private DatasetOutcome run(BooleanSupplier steps) {
    Instant started = lake.clock().instant();
    MDC.put("run_id", options.runId());
    MDC.put("dataset", job.dataset().toString());
    try {
      boolean worked = caught(steps);
      expireRaw();
      DatasetOutcome outcome = outcome(started);
      if (worked) {
        record(outcome, started);
      }
      if (untidied.isPresent()) {
        work.orElseThrow().tidy(untidied.get());
        outcome = outcome(started);
      }
      progress.done(outcome);
      return outcome;
    } finally {
      work.ifPresent(TableWork::close);
      MDC.clear();
    }
  }

  /**
   * Finds out what {@link #run} would do now: takes no lease, writes nothing. Never throws: what
   * goes wrong is in the outcome.
   */
  PlannedDataset plan() {
    Instant started = lake.clock().instant();
    MDC.put("run_id", options.runId());
    MDC.put("dataset", job.dataset().toString());
    try {
      boolean unused = caught(this::planPending);
      DatasetOutcome outcome = outcome(started);
      progress.done(outcome);
      return new PlannedDataset(
          outcome, planned.map(Attempt.Planned::forecast), planned.map(Attempt.Planned::plan));
    } finally {
      MDC.clear();
    }
  }

  private boolean planPending() {
    progress.step(job.dataset(), "looking for increments");
    Optional<Snapshot> base = table.current();
    Pending pending = pending(base);
    if (pending.increments().isEmpty() && pending.refused().isEmpty()) {
      tellNothing(base, pending);
      return false;
    }
    if (!mayBegin(base, pending)) {
      return true;
    }
    tellLeft(pending, false);
    Set<String> tried = new HashSet<>();
    Attempt.End end;
    do {
      end =
          attempt(Optional.empty())
              .planned(base, portion(pending, increment -> true, tried, false));
      tried.addAll(end.tried());
      after(end);
    } while (end.goesOn());
    return true;
  }

  /** Returns whether there was anything to do. */
  private boolean caught(BooleanSupplier work) {
    try {
      return work.getAsBoolean();
    } catch (SluiceException e) {
      findings.fail(e);
    } catch (Exception | Error e) {
      // Spark, written in Scala, throws checked exceptions that it does not declare; and what one
      // dataset cannot bear must not end the others.
      failOf(e);
    }
    return true;
  }

  private boolean pendingOrBehind() {
    progress.step(job.dataset(), "looking for increments");
    Optional<Snapshot> before = table.current();
    Pending pending = pending(before);
    see(pending, before);
    boolean abandoned = lake.leases().isAbandoned(job.dataset());
    boolean behind =
        before.isPresent()
            && table.followers().stream().anyMatch(one -> one.isBehind(before.get()));
    if (pending.increments().isEmpty() && pending.refused().isEmpty() && !abandoned && !behind) {
      tellNothing(before, pending);
      return false;
    }
    if (!mayBegin(before, pending)) {
      return true;
    }
    work = Optional.of(TableWork.begin(lake, job, options.runId(), findings));
    List<String> approved = options.approval().orElse(List.of());
    if (!approved.isEmpty()) {
      applyPending(increment -> approved.contains(increment.id()), true, false);
    }
    applyPending(increment -> true, approved.isEmpty() && options.approval().isPresent(), true);
    return true;
  }

  private boolean applyPlanned(PlanCheck plan) {
    progress.step(job.dataset(), "looking for increments");
    Optional<Snapshot> before = table.current();
    Pending pending = pending(before);
    Object unused = plan.portion(before, pending); // fails before anything is written
    if (!mayBegin(before, pending)) {
      return true;
    }
    work = Optional.of(TableWork.begin(lake, job, options.runId(), findings));
    boolean lost;
    do {
      Optional<Snapshot> base = table.current();
      pending = pending(base);
      Portion portion = plan.portion(base, pending);
      Attempt.End end =
          attempt(Optional.of(plan)).at(base, portion, options.approval().isPresent());
      // Where another writer was first, the version moved.
      lost = end instanceof Attempt.Lost;
      after(end);
    } while (lost);
    findings.warn(pending.warnings());
    plan.left(pending).ifPresent(findings::warn);
    return true;
  }

  /** Whether nothing is wrong that can be known before the increments are read. */
  private boolean mayBegin(Optional<Snapshot> current, Pending pending) {
    DeleteCondition.require(job);
    current.ifPresent(this::requireSameDates);
    return current.isPresent() || !isHeldAsLost(pending);
  }

  /** A job file that the table cannot follow is told of now, not when the next file comes. */
  private void tellNothing(Optional<Snapshot> current, Pending pending) {
    findings.warn(
        pending.nothing().isEmpty()
            ? pending.warnings()
            : pending.nothing().stream()
                .filter(nothing -> options.explains() || nothing.traces())
                .map(Pending.Nothing::told)
                .toList());
    if (current.isPresent() && pending.nothing().isEmpty()) {
      findings.warn(lake.besideRaw(job));
    }
    current.ifPresent(
        version -> ContractChange.between(version, job, () -> lake.waysOut(job, version)));
    current.ifPresent(this::requireSameDates);
    if (current.isEmpty()) {
      LostTable.told(lake, job, pending).ifPresent(findings::warn);
    }
  }

  /**
   * New files of another reading of their names would win or lose against the table's by chance.
   */
  private void requireSameDates(Snapshot version) {
    lake.rawZone(job)
        .redated(version.state().applied())
        .ifPresent(
            told -> {
              throw new ConfigurationException(
                  job.dataset()
                      + ": "
                      + told
                      + ". Nothing was changed. "
                      + lake.waysOut(job, version));
            });
  }

  /** A table that is gone comes back with fewer rows only if somebody approves of that. */
  private boolean isHeldAsLost(Pending pending) {
    if (pending.increments().isEmpty() || options.approval().filter(List::isEmpty).isPresent()) {
      return false;
    }
    Optional<String> told = LostTable.told(lake, job, pending);
    told.ifPresent(
        what -> {
          pending.increments().forEach(increment -> held.add(increment.id()));
          findings.fail(
              ExitCode.DATA,
              what
                  + ". Nothing was committed. Move the table back, or put the files back; to load"
                  + " the table without them, run ingest again with --approve");
        });
    return told.isPresent();
  }

  /** Tells of the increments that the dataset has, to the lists of those that somebody named. */
  private void see(Pending pending, Optional<Snapshot> version) {
    Set<String> waiting = ids(pending.increments());
    pending.refused().forEach(refused -> waiting.add(refused.id()));
    Set<String> applied = ids(version.map(one -> one.state().applied()).orElse(List.of()));
    Set<String> withdrawn = ids(withdrawn(version));
    named.forEach(one -> one.see(job.dataset(), waiting, withdrawn, applied));
  }

  private static Set<String> ids(List<Increment> increments) {
    Set<String> ids = new HashSet<>();
    increments.forEach(increment -> ids.add(increment.id()));
    return ids;
  }

  private static List<Increment> withdrawn(Optional<Snapshot> version) {
    return version.map(one -> one.state().withdrawn()).orElse(List.of());
  }

  /** What is pending, and what was withdrawn and is to be put back. */
  private Pending pending(Optional<Snapshot> version) {
    RawZone raw = lake.rawZone(job);
    Pending pending =
        raw.pending(version.map(current -> current.state().known()).orElse(List.of()));
    List<Increment> reapplied =
        withdrawn(version).stream().filter(increment -> options.reapplies(increment.id())).toList();
    return pending.with(reapplied, raw.lost(reapplied));
  }

  /**
   * Applies what is pending and wanted; one commit after the other where it is more than one may
   * take.
   *
   * @param approved whether somebody approved of it: neither guard nor sender holds it
   * @param tell whether what is left is told of
   */
  private void applyPending(Predicate<Increment> wanted, boolean approved, boolean tell) {
    // Refused increments stay pending, and are tried once.
    Set<String> tried = new HashSet<>();
    int lost = 0;
    boolean goesOn = true;
    while (goesOn) {
      Optional<Snapshot> base = table.current();
      Pending pending = pending(base);
      Portion portion = portion(pending, wanted, tried, approved);
      if (portion.last() && tell) {
        tellLeft(pending, approved);
      }
      Attempt.End end = attempt(Optional.empty()).at(base, portion, approved);
      lost = end instanceof Attempt.Lost ? lost + 1 : 0;
      requireTriesLeft(lost);
      if (end instanceof Attempt.Held) {
        tellLeft(pending, approved);
      }
      tried.addAll(end.tried());
      goesOn = end.goesOn();
      after(end);
    }
  }

  private Portion portion(
      Pending pending, Predicate<Increment> wanted, Set<String> tried, boolean approved) {
    return Portion.first(
        pending.increments().stream()
            .filter(wanted)
            .filter(increment -> !tried.contains(increment.id()))
            .filter(increment -> approved || !pending.held().containsKey(increment.id()))
            .toList(),
        options.maxBytes());
  }

  private void after(Attempt.End end) {
    if (end instanceof Attempt.Committed committed) {
      committed(committed);
    } else if (end instanceof Attempt.Held stopped) {
      stopped.increments().forEach(increment -> held.add(increment.id()));
    } else if (end instanceof Attempt.Unusable unusable) {
      held.addAll(unusable.tried());
    } else if (end instanceof Attempt.Planned next) {
      List<String> ids = next.plan().increments().stream().map(Increment::id).toList();
      (next.forecast().held().isEmpty() ? applied : held).addAll(ids);
      counts.putAll(next.plan().counts());
      planned = Optional.of(next);
    }
  }

  private Attempt attempt(Optional<PlanCheck> plan) {
    return new Attempt(lake, job, options, sessions, progress, findings, work, plan);
  }

  private void requireTriesLeft(int lost) {
    if (lost == COMMIT_TRIES) {
      throw new TemporaryException(
          job.dataset()
              + ": another writer committed first, "
              + COMMIT_TRIES
              + " times. "
              + (applied.isEmpty()
                  ? "Nothing of this run is in the table"
                  : "Earlier commits of this run stay")
              + ". Try again");
    }
  }

  /** Tells of what is pending and was not tried. */
  private void tellLeft(Pending pending, boolean approved) {
    findings.warn(pending.warnings());
    pending.refused().forEach(refused -> findings.fail(refused.exitCode(), refused.reason()));
    if (!approved) {
      pending.increments().stream()
          .filter(increment -> pending.held().containsKey(increment.id()))
          .forEach(increment -> heldBySender(increment, pending.held().get(increment.id())));
    }
  }

  /** The sender of an increment may have it wait for approval; the others are applied. */
  private void heldBySender(Increment increment, String reason) {
    held.add(increment.id());
    findings.fail(
        ExitCode.DATA,
        job.dataset()
            + ": increment "
            + increment.id()
            + " is held by its manifest: "
            + reason
            + ". It is not applied; the others are. To accept it, run ingest again with"
            + " --approve="
            + increment.id());
  }

  private void committed(Attempt.Committed commit) {
    Snapshot version = commit.version();
    commit.increments().forEach(increment -> applied.add(increment.id()));
    version.state().counts().forEach((name, rows) -> counts.merge(name, rows, Long::sum));
    LOG.info(
        "committed dataset={} version={} increments={} counts={}",
        job.dataset(),
        version.number(),
        commit.increments().size(),
        version.state().counts());
    work.orElseThrow().follow(version);
    if (commit.goesOn()) {
      work.orElseThrow().tidy(version);
    } else {
      untidied = Optional.of(version);
    }
  }

  private void failOf(Throwable failure) {
    SluiceException known = Faults.known(lake, table, job.dataset(), failure);
    if (known == null) {
      LOG.error("failed dataset={}", job.dataset(), failure);
      String told = failure.toString().lines().findFirst().orElse("");
      findings.fail(ExitCode.BUG, job.dataset() + ": " + told + ". Nothing more was committed");
    } else {
      LOG.debug("failed dataset={}", job.dataset(), failure);
      findings.fail(known);
    }
  }

  private void expireRaw() {
    try {
      new RawRetention(lake, job).apply(table);
    } catch (SluiceException e) {
      findings.warn(
          "applied raw files could not be removed, the next run tries again: " + e.getMessage());
    }
  }

  private DatasetOutcome outcome(Instant started) {
    Optional<Snapshot> current = Optional.empty();
    try {
      current = table.current();
    } catch (SluiceException e) {
      LOG.debug("the table cannot be read for the summary", e);
    }
    return new DatasetOutcome(
        job.dataset(),
        findings.exitCode(),
        applied.size(),
        counts,
        current.stream().mapToLong(Snapshot::rows).findFirst(),
        current.stream().mapToLong(Snapshot::number).findFirst(),
        Duration.between(started, lake.clock().instant()),
        findings.warnings(),
        findings.problem(),
        List.copyOf(held));
  }

  private void record(DatasetOutcome outcome, Instant started) {
    TableWork.record(
        lake,
        new RunRecord(
            options.runId(),
            "ingest",
            job.dataset(),
            Lake.host(),
            started,
            lake.clock().instant(),
            outcome.exitCode(),
            outcome.version(),
            applied,
            counts,
            outcome.warnings(),
            outcome.problem(),
            outcome.held()));
  }
}
