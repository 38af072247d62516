package io.sluice.extract.zuora;

import io.sluice.error.DataException;
import io.sluice.error.Printable;
import io.sluice.error.SluiceException;
import io.sluice.error.TemporaryException;
import io.sluice.extract.DatasetExports;
import io.sluice.extract.Exchange;
import io.sluice.extract.Export;
import io.sluice.ledger.ExportRecord;
import io.sluice.ledger.ExportRecord.Seal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a job, and seals the result of each query separately. */
final class JobFollower {
  private static final Logger LOG = LoggerFactory.getLogger(JobFollower.class);

  private final Exchange exchange;
  private final AquaConnection connection;
  private final AquaApi api;
  private final Download download;

  JobFollower(Exchange exchange, AquaConnection connection, AquaApi api) {
    this.exchange = exchange;
    this.connection = connection;
    this.api = api;
    this.download = new Download(api, connection.gzip());
  }

  /**
   * Waits for the job and seals what came.
   *
   * @return the exports that were sealed
   */
  List<Export> follow(String jobId, Map<DatasetExports, Export> exports) {
    AquaJob job;
    try {
      job = ended(jobId, exports.keySet());
    } catch (RefusedException e) {
      SluiceException gone =
          new DataException(
              "zuora: Zuora gives no state of job "
                  + jobId
                  + ", "
                  + e.getMessage()
                  + ". Nothing of it was sealed. Run again: the next export requests the same window",
              e);
      exports.forEach((dataset, export) -> SessionExport.fail(dataset, export, gone));
      return List.of();
    }
    List<Export> sealed = new ArrayList<>();
    exports.forEach(
        (dataset, export) -> {
          if (sealed(job, dataset, export)) {
            sealed.add(export);
          }
        });
    return sealed;
  }

  /** The job in its last state. */
  AquaJob ended(String jobId, Iterable<DatasetExports> datasets) {
    Duration delay = exchange.http().pace().pollDelay();
    Instant end = exchange.clock().instant().plus(exchange.http().pace().giveUpAfter());
    while (true) {
      AquaJob job = api.job(jobId);
      datasets.forEach(dataset -> dataset.step(job.shown()));
      if (job.hasEnded()) {
        return job;
      }
      if (exchange.clock().instant().isAfter(end)) {
        throw new TemporaryException(
            "zuora: "
                + job.shown()
                + " after "
                + exchange.http().pace().giveUpAfter()
                + ". It is in the ledger. Run again: the export continues");
      }
      exchange.pause(delay);
      delay = exchange.http().pace().nextPoll(delay);
    }
  }

  /** When the job took the state of the source. */
  Instant started(AquaJob job, DatasetExports dataset, Instant asked) {
    Optional<Instant> started =
        job.startTime().flatMap(text -> connection.dataCentre().instant(text, asked));
    if (started.isEmpty()) {
      dataset.warn(
          dataset.dataset()
              + ": job "
              + job.id()
              + " does not say when it began; the processed date is when it was asked for, "
              + asked);
    }
    return started.orElse(asked);
  }

  private boolean sealed(AquaJob job, DatasetExports dataset, Export export) {
    String name = export.record().request().get(Words.QUERY_NAME);
    Optional<AquaJob.Batch> batch = job.batch(name);
    if (batch.isEmpty() || !batch.get().isCompleted()) {
      String why =
          batch
              .map(one -> "status " + one.status() + ": " + one.message())
              .orElse("job " + job.id() + " (" + job.status() + ") has no such query");
      SessionExport.fail(
          dataset, export, SessionExport.failed(dataset, name, Printable.line(why.strip())));
      return false;
    }
    try {
      seal(job, batch.get(), dataset, export);
      return true;
    } catch (DataException e) {
      SessionExport.fail(dataset, export, e);
    } catch (SluiceException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      // It stays open: the next run takes it up by its id.
      dataset.fail(e);
    }
    return false;
  }

  private void seal(AquaJob job, AquaJob.Batch batch, DatasetExports dataset, Export export) {
    Map<String, String> answer = new LinkedHashMap<>();
    answer.put(Words.BATCH_ID, batch.id());
    answer.put(Words.FILE_IDS, String.join(",", batch.files()));
    job.startTime().ifPresent(text -> answer.put(Words.STARTED, text));
    export.answered(answer);
    download.fetch(dataset, export, batch, batch.name());
    ExportRecord record = export.record();
    Instant processedDate = started(job, dataset, record.asked());
    Seal seal =
        batch.full() ? Seal.whole(processedDate) : Seal.changes(processedDate, from(job, record));
    export.seal(new FullLoads(dataset, AquaQuery.of(dataset.settings())).judged(seal, record));
    LOG.info(
        "exported object={} rows={} since={} increment={} job={} files={}",
        batch.name(),
        export.record().rows(),
        batch.full() ? "the beginning" : seal.from().map(Instant::toString).orElse("unknown"),
        dataset.dataset() + "/" + record.id(),
        job.id(),
        batch.files());
  }

  /** As requested; for a job that others requested, as the job says. */
  private Optional<Instant> from(AquaJob job, ExportRecord record) {
    return Optional.ofNullable(record.request().get(Words.FROM))
        .map(Instant::parse)
        .or(
            () ->
                job.incrementalTime()
                    .flatMap(text -> connection.dataCentre().instant(text, record.asked())));
  }
}
