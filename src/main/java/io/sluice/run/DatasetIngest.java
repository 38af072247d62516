package io.sluice.run;

import io.sluice.error.ExitCode;
import io.sluice.error.LeaseHeldException;
import io.sluice.error.SluiceException;
import io.sluice.error.TemporaryException;
import io.sluice.error.UnreadableFileException;
import io.sluice.ledger.Lease;
import io.sluice.ledger.RunRecord;
import io.sluice.read.ColumnarCheck;
import io.sluice.read.DeleteCondition;
import io.sluice.read.FileScan;
import io.sluice.read.Pending;
import io.sluice.read.RefusedIncrement;
import io.sluice.read.ScanResult;
import io.sluice.spark.Sessions;
import io.sluice.spec.ColumnSpec;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.table.CleanTable;
import io.sluice.table.TableReader;
import io.sluice.table.TableVersion;
import io.sluice.table.TableVersion.SideFolder;
import io.sluice.table.TableWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * {@code ingest} of one dataset, in the order of docs/format.md: what is pending is known before
 * Spark starts, and again under the lease; the put of the version file is the commit.
 */
final class DatasetIngest {
  private static final Logger LOG = LoggerFactory.getLogger(DatasetIngest.class);
  private static final int COMMIT_TRIES = 3;

  private final Lake lake;
  private final JobSpec job;
  private final IngestOptions options;
  private final Sessions sessions;
  private final Progress progress;
  private final CleanTable table;

  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final List<String> applied = new ArrayList<>();
  // What several tries find is told once.
  private final Set<String> warnings = new LinkedHashSet<>();
  private final Set<String> problems = new LinkedHashSet<>();
  private final Set<String> held = new LinkedHashSet<>();
  private ExitCode exitCode = ExitCode.DONE;
  private Optional<Lease> lease = Optional.empty();

  DatasetIngest(
      Lake lake, JobSpec job, IngestOptions options, Sessions sessions, Progress progress) {
    this.lake = lake;
    this.job = job;
    this.options = options;
    this.sessions = sessions;
    this.progress = progress;
    this.table = lake.table(job);
  }

  /** Does the whole of it; never throws, what goes wrong is in the outcome. */
  DatasetOutcome run() {
    Instant started = lake.clock().instant();
    MDC.put("run_id", options.runId());
    MDC.put("dataset", job.dataset().toString());
    try {
      return run(started);
    } finally {
      // After the ledger's entry: a lease that was not released says that one may be missing.
      lease.ifPresent(Lease::close);
      MDC.clear();
    }
  }

  private DatasetOutcome run(Instant started) {
    boolean worked = true;
    try {
      worked = ingest();
    } catch (SluiceException e) {
      fail(e.exitCode(), e.getMessage());
    } catch (Exception | Error e) {
      // Spark, written in Scala, throws checked exceptions that it does not declare; and what one
      // dataset cannot bear must not end the others.
      SluiceException known = Faults.known(lake, table, job.dataset(), e);
      if (known == null) {
        LOG.error("failed dataset={}", job.dataset(), e);
        String told = e.toString().lines().findFirst().orElse("");
        fail(ExitCode.BUG, job.dataset() + ": " + told + ". Nothing more was committed");
      } else {
        LOG.debug("failed dataset={}", job.dataset(), e);
        fail(known.exitCode(), known.getMessage());
      }
    }
    expireRaw();
    DatasetOutcome outcome = outcome(started);
    if (worked) {
      record(outcome, started);
    }
    progress.done(outcome);
    return outcome;
  }

  private void expireRaw() {
    try {
      new RawRetention(lake, job).apply(table);
    } catch (SluiceException e) {
      warnings.add(
          "applied raw files could not be removed, the next run tries again: " + e.getMessage());
    }
  }

  private void fail(ExitCode code, String problem) {
    exitCode = ExitCode.worst(List.of(exitCode, code));
    problems.add(problem);
  }

  /** Returns whether there was anything to do. */
  private boolean ingest() {
    progress.step(job.dataset(), "looking for increments");
    Optional<TableVersion> before = table.current();
    Pending pending = pending(before);
    boolean abandoned = lake.leases().isAbandoned(job.dataset());
    boolean repair = abandoned || before.filter(table::manifestIsBehind).isPresent();
    if (pending.increments().isEmpty() && pending.refused().isEmpty() && !repair) {
      warnings.addAll(pending.warnings());
      return false;
    }
    DeleteCondition.require(job);
    lease = Optional.of(lake.leases().acquire(job.dataset(), options.runId()));
    table.current().filter(table::manifestIsBehind).ifPresent(table::writeManifest);
    if (abandoned) {
      new DeadRun(lake, job, options.runId()).record(table);
      table.current().ifPresent(this::expire);
    }
    List<String> approved = options.approval().orElse(List.of());
    if (approved.isEmpty()) {
      applyPending(List.of(), options.approval().isPresent());
    } else {
      applyPending(approved, true);
      applyPending(List.of(), false);
    }
    return true;
  }

  private Pending pending(Optional<TableVersion> version) {
    return lake.rawZone(job).pending(version.map(TableVersion::applied).orElse(List.of()));
  }

  /**
   * Applies what is pending, of the ids given or, where there is none, all of it; one commit after
   * the other where it is more than one may take.
   */
  private void applyPending(List<String> ids, boolean approved) {
    Set<String> seen = new HashSet<>();
    while (!appliedLast(ids, approved, seen)) {
      LOG.info("more is pending dataset={} applied={}", job.dataset(), applied.size());
    }
  }

  /**
   * Applies one portion.
   *
   * @param seen the increments of earlier portions, refused ones among them, which stay pending;
   *     those of this one are added
   * @return whether it was the last
   */
  private boolean appliedLast(List<String> ids, boolean approved, Set<String> seen) {
    for (int tries = 1; ; tries++) {
      Optional<TableVersion> base = table.current();
      Pending pending = pending(base);
      List<Increment> wanted =
          pending.increments().stream()
              .filter(increment -> !seen.contains(increment.id()))
              .filter(increment -> ids.isEmpty() || ids.contains(increment.id()))
              .filter(increment -> approved || !pending.held().containsKey(increment.id()))
              .toList();
      Portion portion = Portion.first(wanted, options.maxBytes());
      FileScan scan = new FileScan(lake.storage(), job, lake.rawFolder(job));
      if (!wanted.isEmpty()) {
        progress.step(job.dataset(), "checking files");
      }
      ScanResult scanned = readable(scan.scan(portion.increments()));
      warnings.addAll(scanned.warnings());
      scanned.refused().forEach(this::refuse);
      if (portion.last() && ids.isEmpty()) {
        tellLeft(pending, approved);
      }
      Attempt attempt;
      try {
        attempt = scanned.accepted().isEmpty() ? Attempt.DONE : attempt(base, scanned, approved);
      } catch (Exception e) {
        Optional<UnreadableFileException> file = UnreadableFileException.among(e);
        if (file.isEmpty()) {
          throw e;
        }
        // Found while its rows were read: the others are tried again without it.
        fail(ExitCode.DATA, file.get().getMessage());
        seen.add(file.get().increment());
        return false;
      }
      if (attempt == Attempt.HELD) {
        tellLeft(pending, approved);
        return true;
      }
      if (attempt == Attempt.DONE) {
        portion.increments().forEach(increment -> seen.add(increment.id()));
        return portion.last();
      }
      if (tries == COMMIT_TRIES) {
        throw new TemporaryException(
            job.dataset()
                + ": another writer committed first, "
                + COMMIT_TRIES
                + " times. "
                + (applied.isEmpty()
                    ? "Nothing of this run is in the table"
                    : "What this run committed before stands")
                + ". Try again");
      }
    }
  }

  /** What one try to commit a portion came to. */
  private enum Attempt {
    DONE,
    /** The guard stopped it; nothing more is tried. */
    HELD,
    /** Another writer has the number. */
    LOST
  }

  /** Tells of what is pending and not tried. */
  private void tellLeft(Pending pending, boolean approved) {
    warnings.addAll(pending.warnings());
    pending.refused().forEach(this::refuse);
    if (!approved) {
      pending.increments().forEach(increment -> holdBySender(increment, pending.held()));
    }
  }

  /** Refuses what only the engine can see in columnar files. */
  private ScanResult readable(ScanResult scanned) {
    ColumnarCheck check = new ColumnarCheck(job);
    return check.applies() && !scanned.files().isEmpty()
        ? check.of(sessions.session(), scanned)
        : scanned;
  }

  private void refuse(RefusedIncrement refused) {
    fail(refused.mayPass() ? ExitCode.TEMPORARY : ExitCode.DATA, refused.reason());
  }

  /** Stages and commits. */
  private Attempt attempt(Optional<TableVersion> base, ScanResult scanned, boolean approved) {
    long number = base.map(TableVersion::number).orElse(0L) + 1;
    String folder = CleanTable.newFolder(number, UUID.randomUUID().toString().substring(0, 8));
    boolean keep = false;
    try {
      MergeBatch.Staged staged = stage(base, folder, scanned);
      warnings.addAll(staged.warnings());
      if (!staged.held().isEmpty() && !approved) {
        hold(scanned.accepted(), number - 1, staged.held());
        return Attempt.HELD;
      }
      if (!lease.orElseThrow().stillHeld()) {
        throw new LeaseHeldException(
            job.dataset()
                + ": another run followed this one's lease while it was stalled. Nothing was committed."
                + " Try again");
      }
      progress.step(job.dataset(), "committing version " + number);
      TableVersion version = version(number, base, scanned.accepted(), staged);
      keep = true;
      keep = table.commit(version);
      if (keep) {
        afterCommit(version, scanned.accepted(), staged);
      }
      return keep ? Attempt.DONE : Attempt.LOST;
    } finally {
      if (!keep) {
        table.discard(folder);
      }
    }
  }

  private MergeBatch.Staged stage(Optional<TableVersion> base, String folder, ScanResult scanned) {
    base.ifPresent(lake.files(table)::requireWhole);
    BatchInput input = new BatchInput(job, base, scanned.files());
    MergePlan plan = input.plan();
    LOG.info("chose plan dataset={} plan={} of={}", job.dataset(), plan.name(), plan.reason());
    SparkSession spark =
        plan.place() == MergePlan.Place.DRIVER_ALONE
            ? sessions.sessionFor(input.storedBytes())
            : sessions.largeSession(input.storedBytes());
    spark.sparkContext().setLocalProperty("spark.scheduler.pool", job.dataset().toString());
    spark.sparkContext().setJobDescription("ingest " + job.dataset());
    TableReader reader = new TableReader(spark, table.root(), job);
    MergeBatch staging =
        new MergeBatch(
            input,
            reader,
            new TableWriter(spark, lake.storage(), table, job, folder),
            step -> progress.step(job.dataset(), step));
    int increments = scanned.accepted().size();
    progress.step(
        job.dataset(), "reading " + increments + (increments == 1 ? " increment" : " increments"));
    try (Batch batch =
        switch (plan.place()) {
          case DRIVER_ALONE, DRIVER -> new DriverBatch(spark, lake.storage(), input, reader);
          case EXECUTORS -> new SparkBatch(spark, input, reader, plan.join());
        }) {
      return staging.stage(scanned.accepted(), batch);
    }
  }

  private void hold(List<Increment> increments, long version, List<String> reasons) {
    List<String> ids = increments.stream().map(Increment::id).toList();
    held.addAll(ids);
    fail(
        ExitCode.DATA,
        job.dataset()
            + ": the guard holds "
            + String.join(", ", ids)
            + ", judged against version "
            + version
            + ": "
            + String.join("; ", reasons)
            + ". Nothing was committed; readers still see version "
            + version
            + ". If this is meant, run ingest again with --approve");
  }

  /** The sender of an increment may have it wait for approval; the others are applied. */
  private void holdBySender(Increment increment, Map<String, String> reasons) {
    if (reasons.containsKey(increment.id())) {
      held.add(increment.id());
      fail(
          ExitCode.DATA,
          job.dataset()
              + ": increment "
              + increment.id()
              + " is held by its manifest: "
              + reasons.get(increment.id())
              + ". It was not applied; the others were. If it is right, run ingest again with"
              + " --approve "
              + increment.id());
    }
  }

  private TableVersion version(
      long number,
      Optional<TableVersion> base,
      List<Increment> increments,
      MergeBatch.Staged staged) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (ColumnSpec column : job.storedColumns()) {
      columns.put(column.name(), column.type().text());
    }
    List<SideFolder> quarantine =
        new ArrayList<>(base.map(TableVersion::quarantine).orElse(List.of()));
    staged.quarantine().ifPresent(quarantine::add);
    List<Increment> all = new ArrayList<>(base.map(TableVersion::applied).orElse(List.of()));
    all.addAll(increments);
    return new TableVersion(
        number,
        lake.clock().instant(),
        options.runId(),
        job.fingerprint(),
        job.clean().format(),
        columns,
        job.merge().partitionBy(),
        staged.dataFiles(),
        staged.tombstones(),
        quarantine,
        all,
        staged.floors(),
        staged.counts());
  }

  private void afterCommit(
      TableVersion version, List<Increment> increments, MergeBatch.Staged staged) {
    increments.forEach(increment -> applied.add(increment.id()));
    staged.counts().forEach((name, rows) -> counts.merge(name, rows, Long::sum));
    LOG.info(
        "committed dataset={} version={} increments={} counts={}",
        job.dataset(),
        version.number(),
        increments.size(),
        staged.counts());
    table.writeManifest(version);
    expire(version);
  }

  private void expire(TableVersion version) {
    try {
      table.expire(version, job.clean(), lake.clock().instant());
      lake.ledger().removeLeftovers(job.dataset(), lake.clock().instant());
    } catch (SluiceException e) {
      warnings.add(
          "old versions could not be removed, the next run tries again: " + e.getMessage());
    }
  }

  private DatasetOutcome outcome(Instant started) {
    OptionalLong rows = OptionalLong.empty();
    OptionalLong version = OptionalLong.empty();
    try {
      Optional<TableVersion> current = table.current();
      if (current.isPresent()) {
        rows = OptionalLong.of(current.get().rows());
        version = OptionalLong.of(current.get().number());
      }
    } catch (SluiceException e) {
      LOG.debug("the table cannot be read for the summary", e);
    }
    return new DatasetOutcome(
        job.dataset(),
        exitCode,
        applied.size(),
        counts,
        rows,
        version,
        Duration.between(started, lake.clock().instant()),
        List.copyOf(warnings),
        problems.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", problems)),
        List.copyOf(held));
  }

  private void record(DatasetOutcome outcome, Instant started) {
    try {
      lake.ledger()
          .record(
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
    } catch (SluiceException e) {
      LOG.warn(
          String.format(Locale.ROOT, "the ledger has no entry of this run: %s", e.getMessage()));
    }
  }
}
