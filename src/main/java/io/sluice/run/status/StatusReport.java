package io.sluice.run.status;

import io.sluice.error.ExitCode;
import io.sluice.ledger.ExportRecord;
import io.sluice.ledger.ExportRecord.Seal;
import io.sluice.ledger.ExportRecord.State;
import io.sluice.ledger.RunRecord;
import io.sluice.read.Pending;
import io.sluice.read.RefusedIncrement;
import io.sluice.run.Findings;
import io.sluice.run.Lake;
import io.sluice.run.LostTable;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.table.ContractChange;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reports the state of datasets, from version files, the raw zone and the ledger; starts no Spark.
 */
final class StatusReport {
  /** Enough for weeks of daily exports, and few enough for a slow store. */
  private static final int EXPORTS_LOOKED_AT = 20;

  private static final Optional<Pending> NOTHING = Optional.empty();

  private final Lake lake;

  StatusReport(Lake lake) {
    this.lake = lake;
  }

  /** One dataset after the other; a problem of one does not stop the others. */
  List<DatasetStatus> of(List<JobSpec> jobs) {
    Optional<String> emptiness = new Findings().read("lake", lake::emptiness).flatMap(one -> one);
    return jobs.stream().map(job -> of(job, emptiness)).toList();
  }

  /** In which way ingest refuses the job file for the table. */
  private static Optional<String> differs(Snapshot version, JobSpec job) {
    if (!ContractChange.refused(version, job).isEmpty()) {
      return Optional.of("in ways for which stored rows cannot be converted");
    }
    return ContractChange.of(version, job)
        .refusal(version, job)
        .map(why -> "against on_contract_change: refuse");
  }

  private DatasetStatus of(JobSpec job, Optional<String> emptiness) {
    Findings findings = new Findings();
    emptiness.ifPresent(findings::note);
    Table table = lake.table(job);
    Optional<Snapshot> current = findings.read("table", table::current).flatMap(one -> one);
    Optional<String> damage =
        current.flatMap(
            version ->
                findings
                    .read("files", () -> version.problem(Optional.empty()))
                    .flatMap(found -> found));
    damage.ifPresent(what -> findings.fail(ExitCode.DATA, what));
    current
        .flatMap(version -> differs(version, job))
        .ifPresent(
            how ->
                findings.note(
                    job.dataset()
                        + ": the job file differs from the table "
                        + how
                        + ": ingest refuses it, and check says what to do"));
    boolean known = !findings.unread().contains("table");
    List<Increment> applied = current.map(version -> version.state().applied()).orElse(List.of());
    Pending pending =
        (known ? findings.read("raw", () -> lake.rawZone(job).pending(known(current))) : NOTHING)
            .orElse(Pending.NONE);
    if (known && current.isEmpty() && !findings.unread().contains("raw")) {
      findings
          .read("runs", () -> LostTable.told(lake, job, pending))
          .flatMap(told -> told)
          .ifPresent(findings::note);
    }
    current
        .flatMap(version -> findings.read("raw", () -> lake.rawZone(job).redated(applied)))
        .flatMap(told -> told)
        .ifPresent(
            told ->
                findings.note(
                    job.dataset()
                        + ": "
                        + told
                        + ": ingest refuses it, and check says what to do"));
    Optional<Instant> newest =
        applied.stream().map(Increment::processedDate).max(Comparator.naturalOrder());
    List<ExportRecord> exports =
        findings
            .read("exports", () -> lake.exports().recent(job.dataset(), EXPORTS_LOOKED_AT))
            .orElse(List.of());
    Optional<LastExport> lastExport = last(exports);
    Optional<RunRecord> lastRun =
        findings
            .read("runs", () -> lake.ledger().last(job.dataset(), "ingest"))
            .flatMap(run -> run);
    List<String> problems = new ArrayList<>(findings.problems());
    problems.addAll(problems(job, pending, lastExport));
    List<String> waiting =
        Stream.concat(
                pending.increments().stream().map(Increment::id),
                pending.refused().stream().map(RefusedIncrement::id))
            .toList();
    lastRun
        .filter(run -> !waiting.isEmpty())
        .flatMap(run -> problem(run, problems))
        .ifPresent(problems::add);
    return new DatasetStatus(
        job.dataset(),
        waiting,
        current
            .map(version -> version.state().withdrawn().stream().map(Increment::id).toList())
            .orElse(List.of()),
        problems,
        current.map(version -> OptionalLong.of(version.rows())).orElse(OptionalLong.empty()),
        current.map(version -> OptionalLong.of(version.number())).orElse(OptionalLong.empty()),
        current.map(Snapshot::quarantinedRows).orElse(0L),
        lastExport,
        newestSealed(newest, pending, exports),
        newest,
        ExportWindows.gaps(exports),
        lastRun.map(StatusReport::lastRun),
        known && !findings.unread().contains("files")
            ? damage.map(what -> "damaged").orElseGet(() -> freshness(job, newest))
            : "unknown",
        findings.unread(),
        findings.exitCode());
  }

  private static List<Increment> known(Optional<Snapshot> current) {
    return current.map(version -> version.state().known()).orElse(List.of());
  }

  private static Optional<LastExport> last(List<ExportRecord> exports) {
    return exports.stream()
        .reduce((first, second) -> second)
        .map(
            export ->
                new LastExport(
                    export.id(),
                    export.asked(),
                    export.state().name().toLowerCase(Locale.ROOT),
                    export.problem()));
  }

  /** Raw files are deleted after they were applied, so applied increments count too. */
  private static Optional<Instant> newestSealed(
      Optional<Instant> newestApplied, Pending pending, List<ExportRecord> exports) {
    return Stream.of(
            newestApplied.stream(),
            pending.increments().stream().map(Increment::processedDate),
            exports.stream()
                .filter(export -> export.state() == State.SEALED)
                .flatMap(export -> export.seal().stream())
                .map(Seal::processedDate))
        .flatMap(dates -> dates)
        .max(Comparator.naturalOrder());
  }

  private static List<String> problems(
      JobSpec job, Pending pending, Optional<LastExport> lastExport) {
    Stream<String> held =
        pending.held().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(
                one ->
                    job.dataset()
                        + ": increment "
                        + one.getKey()
                        + " is held by its manifest: "
                        + one.getValue());
    Stream<String> failed =
        lastExport
            .flatMap(
                export ->
                    export.problem().map(why -> job.dataset() + ": the last export failed: " + why))
            .stream();
    return Stream.of(
            pending.refused().stream().map(RefusedIncrement::reason),
            held,
            failed,
            pending.warnings().stream())
        .flatMap(lines -> lines)
        .toList();
  }

  /** Why increments still wait after the last run; without lines that are said already. */
  private static Optional<String> problem(RunRecord run, List<String> said) {
    List<String> news =
        run.problem().stream()
            .flatMap(String::lines)
            .filter(line -> said.stream().noneMatch(text -> text.contains(line.strip())))
            .toList();
    String own = run.dataset() + ": ";
    return news.isEmpty()
        ? Optional.empty()
        : Optional.of(
            own
                + "the last run, of "
                + run.ended().truncatedTo(ChronoUnit.SECONDS)
                + ", ended with "
                + run.exitCode().code()
                + ": "
                + news.stream()
                    .map(line -> line.startsWith(own) ? line.substring(own.length()) : line)
                    .collect(Collectors.joining("\n")));
  }

  private static String lastRun(RunRecord run) {
    return run.ended()
        + (run.exitCode() == ExitCode.DONE ? " done" : " failed (" + run.exitCode().code() + ")");
  }

  private String freshness(JobSpec job, Optional<Instant> newest) {
    if (newest.isEmpty()) {
      return "never loaded";
    }
    if (job.freshness().isEmpty()) {
      return DatasetStatus.NO_LIMIT;
    }
    Instant oldest = lake.clock().instant().minus(job.freshness().get());
    return newest.get().isBefore(oldest) ? "stale" : DatasetStatus.FRESH;
  }
}
