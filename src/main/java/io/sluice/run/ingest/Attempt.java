package io.sluice.run.ingest;

import io.sluice.check.Guard;
import io.sluice.error.CommitUnknownException;
import io.sluice.error.ExitCode;
import io.sluice.error.UnreadableFileException;
import io.sluice.read.ColumnarCheck;
import io.sluice.read.FileScan;
import io.sluice.read.ScanResult;
import io.sluice.run.Findings;
import io.sluice.run.Lake;
import io.sluice.run.Progress;
import io.sluice.run.TableWork;
import io.sluice.spark.Sessions;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.table.Change;
import io.sluice.table.ContractChange;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import io.sluice.table.TableState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try to bring a portion into the table. Each step takes what the one before it made:
 *
 * <pre>
 * portion -> scanned -> batch (rows) -> decided -> staged -> committed
 * </pre>
 *
 * Nothing is written before the guard has let through what was decided.
 */
final class Attempt {
  private static final int MOST_REASONS = 3;
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  private final Lake lake;
  private final JobSpec job;
  private final IngestOptions options;
  private final Sessions sessions;
  private final Progress progress;
  private final Findings findings;
  private final Table table;
  private final Optional<TableWork> work;
  private final Optional<PlanCheck> plan;

  /** How it ended. */
  sealed interface End {
    /** Increments that are not to be tried again in this run. */
    default List<String> tried() {
      return List.of();
    }

    /** Whether there is something more to try. */
    default boolean goesOn() {
      return true;
    }
  }

  /** The whole portion was tried. */
  sealed interface Whole extends End {
    Portion portion();

    @Override
    default List<String> tried() {
      return portion().ids();
    }

    @Override
    default boolean goesOn() {
      return !portion().last();
    }
  }

  /** All increments that can be read are in the table. */
  record Committed(Snapshot version, Portion portion, List<Increment> increments)
      implements Whole {}

  /** No increment of the portion can be read. */
  record Nothing(Portion portion) implements Whole {}

  /** The guard stopped it: nothing was written. */
  record Held(List<Increment> increments) implements End {
    @Override
    public boolean goesOn() {
      return false;
    }
  }

  /** Too many rows of these cannot be used; the others are to be tried without them. */
  record Unusable(List<Increment> increments) implements End {
    @Override
    public List<String> tried() {
      return increments.stream().map(Increment::id).toList();
    }
  }

  /** What would be committed, or held; nothing was written. */
  record Planned(KeptPlan plan, Forecast forecast) implements End {
    @Override
    public boolean goesOn() {
      return false;
    }
  }

  /** Another writer has the number; nothing of it is visible. */
  record Lost() implements End {}

  /** A file failed while its rows were read; the others are to be tried without its increment. */
  record Unread(String increment) implements End {
    @Override
    public List<String> tried() {
      return List.of(increment);
    }
  }

  Attempt(
      Lake lake,
      JobSpec job,
      IngestOptions options,
      Sessions sessions,
      Progress progress,
      Findings findings,
      Optional<TableWork> work,
      Optional<PlanCheck> plan) {
    this.lake = lake;
    this.job = job;
    this.options = options;
    this.sessions = sessions;
    this.progress = progress;
    this.findings = findings;
    this.table = lake.table(job);
    this.work = work;
    this.plan = plan;
  }

  /**
   * Tries.
   *
   * @param approved whether the guard is not asked
   */
  End at(Optional<Snapshot> base, Portion portion, boolean approved) {
    return caught(() -> tried(named(base), portion, approved, true));
  }

  /** Stops before anything is written; needs no lease. */
  End planned(Optional<Snapshot> base, Portion portion) {
    return caught(() -> tried(named(base), portion, false, false));
  }

  private Optional<Snapshot> named(Optional<Snapshot> base) {
    return base.map(version -> version.named(job));
  }

  private End caught(Supplier<End> trial) {
    try {
      return trial.get();
    } catch (Exception e) {
      Optional<UnreadableFileException> file = UnreadableFileException.among(e);
      if (file.isEmpty()) {
        if (isFollowed(e)) {
          throw work.orElseThrow().lost(e);
        }
        throw e;
      }
      findings.fail(ExitCode.DATA, file.get().getMessage());
      return new Unread(file.get().increment());
    }
  }

  private End tried(Optional<Snapshot> base, Portion portion, boolean approved, boolean writes) {
    ScanResult scanned = scanned(portion);
    plan.ifPresent(kept -> kept.requireSame(scanned));
    if (scanned.accepted().isEmpty()) {
      return new Nothing(portion);
    }
    Optional<ContractChange> contract =
        base.map(version -> ContractChange.between(version, job, () -> lake.waysOut(job, version)));
    base.ifPresent(Snapshot::requireWhole);
    findings.warn(RepeatedContent.warnings(job, applied(base), scanned.files()));
    BatchInput input = new BatchInput(job, base, scanned.files());
    MergePlan merge = MergePlan.of(input);
    SparkSession spark = session(merge, input);
    try (Batch batch = batch(spark, merge, input, scanned.accepted())) {
      List<Increment> unusable =
          approved ? List.of() : unusable(scanned.accepted(), batch.counts());
      if (!unusable.isEmpty()) {
        return new Unusable(unusable);
      }
      progress.step(job.dataset(), "merging rows: " + batch.counts().accepted());
      Decided decided = Decided.of(input, scanned.accepted(), batch, contract);
      findings.warn(decided.warnings());
      Map<String, Long> counts = decided.counts(job.dataset()).byName();
      long rows = decided.counts(job.dataset()).rowsAfter(input.storedRows());
      plan.ifPresent(kept -> kept.requireCounts(counts, rows));
      boolean held = !decided.held().isEmpty() && !approved;
      if (held) {
        tellHeld(scanned.accepted(), base, decided.held());
      }
      if (!writes) {
        return new Planned(
            new KeptPlan(
                job.dataset(),
                KeptPlan.Place.of(lake, job),
                KeptPlan.hashes(job),
                KeptPlan.Base.of(base),
                scanned.accepted(),
                counts,
                rows),
            Forecast.of(spark, input, merge, decided, portion.last(), options.samples()));
      }
      return held
          ? new Held(scanned.accepted())
          : written(input, spark, batch, decided, portion, scanned.accepted());
    }
  }

  private End written(
      BatchInput input,
      SparkSession spark,
      Batch batch,
      Decided decided,
      Portion portion,
      List<Increment> increments) {
    progress.step(job.dataset(), "writing");
    Optional<Snapshot> base = input.base();
    try (Change change = table.change(spark, job, base, options.runId())) {
      Map<String, Long> counts = new Staging(input, change).stage(decided, batch);
      HistoryStaging history = new HistoryStaging(input, change);
      history.stage(spark, decided, batch);
      findings.warn(history.warning().stream().toList());
      return committed(change, state(base, increments, decided, counts))
          .<End>map(version -> new Committed(version, portion, increments))
          .orElseGet(Lost::new);
    }
  }

  /** Reads the bytes of all files; what cannot be used is refused, each increment for itself. */
  private ScanResult scanned(Portion portion) {
    if (!portion.increments().isEmpty()) {
      progress.step(job.dataset(), "checking files");
    }
    FileScan scan = new FileScan(lake.storage(), job, lake.rawFolder(job));
    ScanResult scanned = scan.scan(portion.increments());
    ColumnarCheck check = new ColumnarCheck(job);
    if (check.applies() && !scanned.files().isEmpty()) {
      scanned = check.of(sessions.session(), scanned);
    }
    findings.warn(scanned.warnings());
    scanned.refused().forEach(refused -> findings.fail(refused.exitCode(), refused.reason()));
    return scanned;
  }

  private SparkSession session(MergePlan plan, BatchInput input) {
    LOG.info("chose plan dataset={} plan={} of={}", job.dataset(), plan.name(), plan.reason());
    SparkSession spark =
        plan.place() == MergePlan.Place.DRIVER_ALONE
            ? sessions.sessionFor(input.storedBytes())
            : sessions.largeSession(input.storedBytes());
    spark.sparkContext().setLocalProperty("spark.scheduler.pool", job.dataset().toString());
    spark.sparkContext().setJobDescription("ingest " + job.dataset());
    return spark;
  }

  private Batch batch(
      SparkSession spark, MergePlan plan, BatchInput input, List<Increment> increments) {
    int count = increments.size();
    progress.step(job.dataset(), "reading " + count + (count == 1 ? " increment" : " increments"));
    return new Batch(spark, lake.storage(), input, plan);
  }

  /** The increments that the guard holds for their quarantine; each is told of. */
  private List<Increment> unusable(List<Increment> increments, ReadCounts counts) {
    Guard guard = new Guard(job.guard());
    List<Increment> unusable = new ArrayList<>();
    for (Increment increment : increments) {
      Map<String, Long> reasons = counts.reasons(increment);
      long quarantined = ReadCounts.sum(reasons);
      guard
          .judgeQuarantine(counts.accepted(increment) + quarantined, quarantined)
          .ifPresent(
              why -> {
                unusable.add(increment);
                findings.fail(ExitCode.DATA, held(increment, why, counts));
              });
    }
    return unusable;
  }

  private String held(Increment increment, String why, ReadCounts counts) {
    String most =
        counts.reasons(increment).entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(MOST_REASONS)
            .map(
                reason ->
                    reason.getValue()
                        + " times "
                        + counts.withExample(job, reason.getKey(), reason.getValue()))
            .collect(Collectors.joining(", "));
    return job.dataset()
        + ": the guard holds increment "
        + increment.id()
        + ": "
        + why
        + ": "
        + most
        + ". It is not applied; the others are. Correct the job file or the export; if the other"
        + " rows are to be applied as they are, run ingest again with --approve="
        + increment.id();
  }

  private void tellHeld(List<Increment> increments, Optional<Snapshot> base, List<String> reasons) {
    List<String> ids = increments.stream().map(Increment::id).toList();
    long version = base.map(Snapshot::number).orElse(0L);
    findings.fail(
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
            + ". To accept this, run ingest again with --approve; if the file is wrong, correct it at"
            + " its source or remove it");
  }

  private static List<Increment> applied(Optional<Snapshot> base) {
    return base.map(version -> version.state().applied()).orElse(List.of());
  }

  private TableState state(
      Optional<Snapshot> base,
      List<Increment> increments,
      Decided decided,
      Map<String, Long> counts) {
    List<Increment> applied = new ArrayList<>(applied(base));
    applied.addAll(increments);
    Set<String> ids = increments.stream().map(Increment::id).collect(Collectors.toSet());
    List<Increment> withdrawn =
        base.map(version -> version.state().withdrawn()).orElse(List.of()).stream()
            .filter(increment -> !ids.contains(increment.id()))
            .toList();
    return TableState.of(job, applied, withdrawn, decided.floors(), counts);
  }

  private Optional<Snapshot> committed(Change change, TableState next) {
    work.orElseThrow().requireHeld();
    progress.step(job.dataset(), "committing version " + change.number());
    return change.commit(next, lake.clock().instant());
  }

  /**
   * Whether another run followed the lease: it takes what this one stages for a dead run's, and may
   * remove it, or what is being read. After a put whose answer was lost nothing is said but that.
   */
  private boolean isFollowed(Exception failure) {
    return !(failure instanceof CommitUnknownException)
        && work.filter(one -> !one.isHeld()).isPresent();
  }
}
