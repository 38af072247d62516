package io.sluice.extract;

import io.sluice.error.ExitCode;
import io.sluice.error.SluiceException;
import io.sluice.ledger.ExportRecord;
import io.sluice.ledger.ExportRecord.State;
import io.sluice.settings.Section;
import io.sluice.spec.DatasetName;
import io.sluice.spec.JobSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The exports of one dataset, of earlier runs and of this run. The run holds the lease of the
 * dataset's exports. Not thread-safe.
 */
public final class DatasetExports {
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final JobSpec job;
  private final Section settings;
  private final Zones zones;
  private final String runId;
  private final ExtractProgress progress;

  private final List<Export> exports = new ArrayList<>();
  private final List<ExportRecord> earlier;
  private final List<String> warnings = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private ExitCode exitCode = ExitCode.DONE;

  DatasetExports(
      JobSpec job, Section settings, Zones zones, String runId, ExtractProgress progress) {
    this.job = job;
    this.settings = settings;
    this.zones = zones;
    this.runId = runId;
    this.progress = progress;
    this.earlier = List.copyOf(zones.exports().exports(job.dataset()));
    earlier.stream()
        .filter(record -> record.state() == State.SEALING)
        .forEach(record -> takeUp(record).finish());
  }

  /** The dataset's job file. */
  public JobSpec job() {
    return job;
  }

  /** The dataset's name. */
  public DatasetName dataset() {
    return job.dataset();
  }

  /** The settings of the job's {@code extract} section. */
  public Section settings() {
    return settings;
  }

  /**
   * All exports, those of this run as they stand now, in the order in which they were asked for.
   */
  public List<ExportRecord> history() {
    List<ExportRecord> all = new ArrayList<>();
    earlier.stream()
        .filter(record -> exports.stream().noneMatch(one -> isSame(one, record)))
        .forEach(all::add);
    exports.forEach(export -> all.add(export.record()));
    all.sort(java.util.Comparator.comparing(ExportRecord::asked).thenComparing(ExportRecord::id));
    return all;
  }

  /** Those of earlier runs that were neither sealed nor given up, oldest first. */
  public List<Export> open() {
    return history().stream().filter(ExportRecord::isOpen).map(this::takeUp).toList();
  }

  /**
   * Writes to the ledger what is about to be requested.
   *
   * @param request in the connector's words; never a secret
   */
  public Export begin(String connector, Map<String, String> request) {
    Instant now = zones.clock().instant().truncatedTo(ChronoUnit.MICROS);
    ExportRecord record =
        new ExportRecord(
            ID.format(now) + "-" + UUID.randomUUID().toString().substring(0, 8),
            job.dataset(),
            connector,
            runId,
            State.ASKED,
            now,
            Optional.empty(),
            request,
            Map.of(),
            List.of(),
            Optional.empty(),
            Optional.empty());
    zones.exports().put(record);
    return takeUp(record);
  }

  /** Reports what the dataset is waiting for. */
  public void step(String step) {
    progress.step(job.dataset(), step);
  }

  /** Adds a warning, one sentence. */
  public void warn(String warning) {
    warnings.add(warning);
  }

  /** Records a failure of the dataset; the others continue. */
  public void fail(SluiceException failure) {
    fail(failure.exitCode(), failure.getMessage());
  }

  void fail(ExitCode code, String problem) {
    exitCode = ExitCode.worst(List.of(exitCode, code));
    problems.add(problem);
  }

  /** The outcome of this run, whatever happened. */
  ExtractOutcome outcome(Instant started) {
    List<ExportRecord> sealed =
        exports.stream().map(Export::record).filter(one -> one.state() == State.SEALED).toList();
    return new ExtractOutcome(
        job.dataset(),
        exitCode,
        sealed,
        java.time.Duration.between(started, zones.clock().instant()),
        warnings,
        problems.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", problems)));
  }

  private Export takeUp(ExportRecord record) {
    Optional<Export> known = exports.stream().filter(export -> isSame(export, record)).findFirst();
    if (known.isPresent()) {
      return known.get();
    }
    Export export =
        new Export(
            zones,
            zones.rawFolder().apply(job).append(record.id()),
            (name, bytes, rows) ->
                progress.step(job.dataset(), ExtractProgress.shown(name, bytes, rows)),
            record);
    exports.add(export);
    return export;
  }

  private static boolean isSame(Export export, ExportRecord record) {
    return export.record().id().equals(record.id());
  }
}
