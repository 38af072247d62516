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
              + " is not complete, and was not compared. Nothing was changed. Run backfill "
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
              + ". Nothing was changed. Undo the change, or run backfill "
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
              + ". It was dropped, and the table was not changed. Run backfill "
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
                            ? ": no rebuilt table waits"
                            : ": no rebuilt table \"" + id + "\" waits" + Nearest.hint(id, ids))
                        + ". Nothing was changed"
                        + (ids.isEmpty() ? ". To make one: backfill " + job.dataset() : "")));
  }

  /** One that was made by the same job file and still fits; others make room. */
  private Optional<Rebuild> goneOn() {
    Optional<Rebuild> fitting = Optional.empty();
    for (Rebuild rebuild : rebuilds.all()) {
      List<String> changed = changedKeys(rebuild);
      if (changed.isEmpty() && takenOut(rebuild).isEmpty() && fitting.isEmpty()) {
        fitting = Optional.of(rebuild);
      } else {
        rebuilds.remove(rebuild.id());
        findings.warn(
            "the rebuilt table "
                + rebuild.id()
                + " was dropped: "
                + (changed.isEmpty()
                    ? "increments that it has were taken out of the table since"
                    : "it was made by another job file; changed since: "
                        + String.join(", ", changed)));
      }
    }
    return fitting;
  }

  private Rebuild begun() {
    Rebuild rebuild =
        new Rebuild(
            UUID.randomUUID().toString().substring(0, ID_LENGTH),
            options.runId(),
            started,
            KeptPlan.hashes(job),
            Optional.empty());
    Gaps.of(lake, job, applied()).requireCovered(current);
    rebuilds.save(rebuild);
    return rebuild;
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
    Gaps gaps = Gaps.of(lake, job, applied());
    gaps.requireCovered(current);
    gaps.told().ifPresent(findings::warn);
    Snapshot built =
        new Rebuilding(
                rebuilds.lake(rebuild),
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
            .adopt(current, after, next(after), options.runId(), lake.clock().instant())
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
