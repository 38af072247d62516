package io.sluice.run.backfill;

import io.sluice.error.DataException;
import io.sluice.error.ExitCode;
import io.sluice.error.TemporaryException;
import io.sluice.error.UsageException;
import io.sluice.ledger.RunRecord;
import io.sluice.read.RawZone;
import io.sluice.run.Findings;
import io.sluice.run.KeptVersions;
import io.sluice.run.Lake;
import io.sluice.run.Progress;
import io.sluice.run.Rebuild;
import io.sluice.run.Rebuilds;
import io.sluice.run.TableWork;
import io.sluice.run.backfill.Backfilled.Size;
import io.sluice.run.backfill.Backfilled.State;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.ingest.KeptPlan;
import io.sluice.run.ingest.Rebuilding;
import io.sluice.run.show.WholeDiff;
import io.sluice.run.show.WholeDifference;
import io.sluice.settings.Nearest;
import io.sluice.spark.Sessions;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.table.ContractChange;
import io.sluice.table.Snapshot;
import io.sluice.table.TableState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** One run's work on the rebuilt table of one dataset, under the dataset's lease. */
final class Backfill {
  private static final int ID_LENGTH = 8;

  private final Lake lake;
  private final JobSpec job;
  private final BackfillOptions options;
  private final Sessions sessions;
  private final Progress progress;
  private final TableWork work;
  private final Findings findings;
  private final Rebuilds rebuilds;
  private final Snapshot current;
  private final Instant started;

  Backfill(
      Lake lake,
      JobSpec job,
      BackfillOptions options,
      Sessions sessions,
      Progress progress,
      TableWork work,
      Findings findings) {
    this.lake = lake;
    this.job = job;
    this.options = options;
    this.sessions = sessions;
    this.progress = progress;
    this.work = work;
    this.findings = findings;
    this.rebuilds = new Rebuilds(lake, job);
    this.current = new KeptVersions(lake, job).current();
    this.started = lake.clock().instant();
  }

  /** Builds what is missing, and compares. */
  Backfilled rebuilt() {
    Rebuild rebuild = goneOn().orElseGet(this::begun);
    dropAllBut(rebuild);
    Snapshot after = built(rebuild);
    progress.step(job.dataset(), "comparing rows: " + after.rows());
    WholeDifference difference =
        new WholeDiff(lake, job, sessions).of(current, after, options.samples());
    Rebuild compared = rebuild.comparedAt(lake.clock().instant());
    rebuilds.save(compared);
    if (options.expectSame() && difference.diff().rows() == 0) {
      return taken(compared, after, Optional.of(difference));
    }
    recordWaiting(compared);
    return outcome(State.WAITS, compared, Optional.of(after), Optional.of(difference));
  }

  /** Lets it take the place. */
  Backfilled accepted(String id) {
    Rebuild rebuild = named(id);
    if (rebuild.compared().isEmpty()) {
      throw new UsageException(
          job.dataset()
              + ": the rebuilt table "
              + id
              + " is not complete, and was not compared. Nothing was changed. Run sluice backfill "
              + job.dataset()
              + ", which goes on with it");
    }
    List<String> changed = changedKeys(rebuild);
    if (!changed.isEmpty()) {
      throw new DataException(
          job.dataset()
              + ": the job file has changed since table "
              + id
              + " was rebuilt: "
              + String.join(", ", changed)
              + ". Nothing was changed. Undo the change, or run sluice backfill "
              + job.dataset()
              + " again, and look at the new comparison");
    }
    List<String> taken = takenOut(rebuild);
    if (!taken.isEmpty()) {
      rebuilds.remove(id);
      throw new DataException(
          job.dataset()
              + ": the rebuilt table "
              + id
              + " has increments that were taken out of the table since: "
              + String.join(", ", taken)
              + ". It was dropped, and the table was not changed. Run sluice backfill "
              + job.dataset()
              + " again");
    }
    return taken(rebuild, built(rebuild), Optional.empty());
  }

  /** Removes it. */
  Backfilled dropped(String id) {
    Rebuild rebuild = named(id);
    rebuilds.remove(id);
    work.record("backfill", started, current, List.of("the rebuilt table " + id + " was dropped"));
    return outcome(State.DROPPED, rebuild, Optional.empty(), Optional.empty());
  }

  private Rebuild named(String id) {
    List<Rebuild> all = rebuilds.all();
    List<String> ids = all.stream().map(Rebuild::id).toList();
    return all.stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    job.dataset()
                        + (ids.isEmpty()
                            ? ": no rebuilt table waits. Nothing was changed. To make one: sluice backfill "
                                + job.dataset()
                            : ": no rebuilt table \""
                                + id
                                + "\" waits, and nothing was changed"
                                + Nearest.hint(id, ids))));
  }

  /** One that was begun in the same way and still fits. */
  private Optional<Rebuild> goneOn() {
    return rebuilds.all().stream().filter(one -> misfit(one).isEmpty()).findFirst();
  }

  private void dropAllBut(Rebuild kept) {
    for (Rebuild rebuild : rebuilds.all()) {
      if (!rebuild.id().equals(kept.id())) {
        Optional<String> misfit = misfit(rebuild);
        rebuilds.remove(rebuild.id());
        misfit.ifPresent(
            why -> findings.warn("the rebuilt table " + rebuild.id() + " was dropped: " + why));
      }
    }
  }

  /** Why this run cannot go on with it. */
  private Optional<String> misfit(Rebuild rebuild) {
    List<String> changed = changedKeys(rebuild);
    if (!changed.isEmpty()) {
      return Optional.of(
          "it was made by another job file; changed since: " + String.join(", ", changed));
    }
    if (!takenOut(rebuild).isEmpty()) {
      return Optional.of("increments that it has were taken out of the table since");
    }
    return rebuild.from().equals(options.from())
        ? Optional.empty()
        : Optional.of(
            rebuild.from().isPresent()
                ? "it was begun with version " + rebuild.from().getAsLong()
                : "it was begun with the first increment");
  }

  private Rebuild begun() {
    Rebuild rebuild =
        new Rebuild(
            UUID.randomUUID().toString().substring(0, ID_LENGTH),
            options.runId(),
            started,
            KeptPlan.hashes(job),
            options.from(),
            Optional.empty());
    if (options.from().isEmpty()) {
      Gaps.of(lake, job, applied()).requireCovered(current);
      rebuilds.save(rebuild);
      return rebuild;
    }
    Snapshot base = base(options.from().getAsLong());
    Gaps.of(lake, job, beyond(base)).requireCovered(current);
    rebuilds.save(rebuild);
    TableState then = base.state();
    TableState next =
        new TableState(
            then.fingerprint(), then.columns(), then.applied(), List.of(), then.floors(), Map.of());
    Optional<Snapshot> seeded =
        rebuilds
            .lake(rebuild)
            .table(job)
            .adopt(Optional.empty(), base, next, options.runId(), lake.clock().instant());
    if (seeded.isEmpty()) {
      throw new TemporaryException(
          job.dataset() + ": another run rebuilds this table. Nothing was changed. Try again");
    }
    return rebuild;
  }

  /** The version to begin with, if the job file can add to it. */
  private Snapshot base(long number) {
    Snapshot base = new KeptVersions(lake, job).numbered(number);
    String without = "Run sluice backfill " + job.dataset() + " without --from-version";
    if (number == current.number()) {
      throw new UsageException(
          job.dataset()
              + ": version "
              + number
              + " is the current one, and nothing was applied after it. Nothing was changed. "
              + without
              + ", or name an older version");
    }
    Object unused = ContractChange.between(base, job, () -> without); // fails where it cannot
    Set<String> there = ids(current.state().applied());
    List<String> taken =
        base.state().applied().stream()
            .map(Increment::id)
            .filter(id -> !there.contains(id))
            .toList();
    if (!taken.isEmpty()) {
      throw new DataException(
          job.dataset()
              + ": version "
              + number
              + " has increments that were taken out of the table since: "
              + String.join(", ", taken)
              + ". Nothing was changed. Name an older version");
    }
    if (!lake.rawZone(job).reread(base.state().applied()).equals(base.state().applied())) {
      throw new DataException(
          job.dataset()
              + ": the job file gives increments of version "
              + number
              + " other dates or partitions than they have there. Nothing was changed. "
              + without);
    }
    base.requireWhole();
    return base;
  }

  /** The increments that the other version lacks. */
  private List<Increment> beyond(Snapshot other) {
    Set<String> there = ids(other.state().applied());
    return applied().stream().filter(one -> !there.contains(one.id())).toList();
  }

  private List<String> changedKeys(Rebuild rebuild) {
    Map<String, String> now = KeptPlan.hashes(job);
    return now.keySet().stream()
        .filter(key -> !now.get(key).equals(rebuild.job().get(key)))
        .toList();
  }

  /** The increments that it has, and the table has no more. */
  private List<String> takenOut(Rebuild rebuild) {
    Set<String> there = ids(current.state().applied());
    return rebuilds.lake(rebuild).table(job).current().stream()
        .flatMap(version -> version.state().applied().stream())
        .map(Increment::id)
        .filter(id -> !there.contains(id))
        .toList();
  }

  private List<Increment> reread() {
    RawZone raw = lake.rawZone(job);
    return raw.reread(current.state().known());
  }

  private List<Increment> applied() {
    Set<String> ids = ids(current.state().applied());
    return reread().stream().filter(one -> ids.contains(one.id())).toList();
  }

  private List<Increment> withdrawn() {
    Set<String> ids = ids(current.state().withdrawn());
    return reread().stream().filter(one -> ids.contains(one.id())).toList();
  }

  private static Set<String> ids(List<Increment> increments) {
    return increments.stream().map(Increment::id).collect(Collectors.toSet());
  }

  /** The rebuilt table, with all that the current version has applied. */
  private Snapshot built(Rebuild rebuild) {
    Lake beside = rebuilds.lake(rebuild);
    Optional<Snapshot> begun = beside.table(job).current();
    Gaps gaps = Gaps.of(lake, job, begun.map(this::beyond).orElseGet(this::applied));
    gaps.requireCovered(current);
    gaps.told().ifPresent(findings::warn);
    Snapshot built =
        new Rebuilding(
                beside,
                job,
                new IngestOptions(options.runId(), Optional.empty(), options.maxBytes()),
                sessions,
                progress,
                work)
            .apply(gaps.without());
    gaps.requireCovered(built);
    built.requireWhole();
    return built;
  }

  private Backfilled taken(Rebuild rebuild, Snapshot after, Optional<WholeDifference> difference) {
    work.requireHeld();
    progress.step(job.dataset(), "committing version " + (current.number() + 1));
    Snapshot committed =
        lake.table(job)
            .adopt(
                Optional.of(current), after, next(after), options.runId(), lake.clock().instant())
            .orElseThrow(
                () ->
                    new TemporaryException(
                        job.dataset()
                            + ": another writer committed first. Nothing was changed. Try again"));
    work.follow(committed);
    work.record(
        "backfill",
        started,
        committed,
        List.of("table " + rebuild.id() + ", rebuilt from the raw zone, took the place"));
    rebuilds.remove(rebuild.id());
    work.tidy(committed);
    return new Backfilled(
        job.dataset(),
        State.TAKEN,
        rebuild.id(),
        current.number(),
        size(current),
        Optional.of(size(committed)),
        difference,
        OptionalLong.of(committed.number()),
        Optional.empty(),
        findings.warnings());
  }

  /** The order of application stays that of the table, and withdrawn increments stay so. */
  private TableState next(Snapshot after) {
    Map<String, Increment> scanned = new HashMap<>();
    after.state().applied().forEach(one -> scanned.put(one.id(), one));
    return new TableState(
        after.state().fingerprint(),
        after.state().columns(),
        applied().stream().map(one -> scanned.getOrDefault(one.id(), one)).toList(),
        withdrawn(),
        after.state().floors(),
        Map.of());
  }

  private Backfilled outcome(
      State state,
      Rebuild rebuild,
      Optional<Snapshot> after,
      Optional<WholeDifference> difference) {
    return new Backfilled(
        job.dataset(),
        state,
        rebuild.id(),
        current.number(),
        size(current),
        after.map(Backfill::size),
        difference,
        OptionalLong.empty(),
        state == State.WAITS ? Optional.of(rebuilds.keptUntil(rebuild)) : Optional.empty(),
        findings.warnings());
  }

  private static Size size(Snapshot version) {
    return new Size(version.state().applied().size(), version.rows(), version.quarantinedRows());
  }

  private void recordWaiting(Rebuild rebuild) {
    TableWork.record(
        lake,
        new RunRecord(
            options.runId(),
            "backfill",
            job.dataset(),
            Lake.host(),
            started,
            lake.clock().instant(),
            ExitCode.DATA,
            OptionalLong.of(current.number()),
            List.of(),
            Map.of(),
            findings.warnings(),
            Optional.of(
                job.dataset()
                    + ": the rebuilt table "
                    + rebuild.id()
                    + " waits: accept it with --accept "
                    + rebuild.id()
                    + ", or drop it with --drop "
                    + rebuild.id()),
            List.of()));
  }
}
