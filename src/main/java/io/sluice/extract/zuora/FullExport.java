package io.sluice.extract.zuora;

import io.sluice.error.DataException;
import io.sluice.error.SluiceException;
import io.sluice.extract.DatasetExports;
import io.sluice.extract.Exchange;
import io.sluice.extract.Export;
import io.sluice.ledger.ExportRecord;
import io.sluice.ledger.ExportRecord.Seal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All rows of an object, without a session: as one query, or as one for each month in which rows
 * were created, for objects that are too large for one. The processed date is that of the first
 * job: a row that changes while the other jobs run arrives again with the next changes.
 */
final class FullExport {
  /** AQuA takes no more queries in one job. */
  private static final int QUERIES_A_JOB = 50;

  private static final String MONTH = "month";

  private final Exchange exchange;
  private final AquaConnection connection;
  private final AquaApi api;
  private final JobFollower follower;
  private final Download download;

  FullExport(Exchange exchange, AquaConnection connection, AquaApi api) {
    this.exchange = exchange;
    this.connection = connection;
    this.api = api;
    this.follower = new JobFollower(exchange, connection, api);
    this.download = new Download(api, connection.gzip());
  }

  private record Part(String name, String query) {}

  /** Exports all rows of a dataset, or continues such an export. */
  void export(DatasetExports dataset, boolean monthly) {
    AquaQuery query = AquaQuery.of(dataset.settings());
    export(
        dataset,
        open(dataset, record -> record.request().containsKey(Words.WINDOW) == monthly)
            .orElseGet(() -> dataset.begin(Words.CONNECTOR, request(query, monthly))));
  }

  /** Continues an unfinished export of an earlier run; nothing if there is none. */
  void takeUp(DatasetExports dataset) {
    open(dataset, record -> true).ifPresent(export -> export(dataset, export));
  }

  private void export(DatasetExports dataset, Export export) {
    AquaQuery query = AquaQuery.of(dataset.settings());
    try {
      List<Part> parts = parts(query, export.record());
      for (int job = 0; job * QUERIES_A_JOB < parts.size(); job++) {
        int end = Math.min(parts.size(), (job + 1) * QUERIES_A_JOB);
        one(dataset, export, job, parts.subList(job * QUERIES_A_JOB, end));
      }
      export.seal(Seal.whole(Instant.parse(export.record().answer().get(Words.STARTED))));
    } catch (RefusedException e) {
      export.fail(e.getMessage());
      dataset.fail(e.known(dataset.dataset().toString()));
    } catch (DataException e) {
      SessionExport.fail(dataset, export, e);
    } catch (SluiceException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      dataset.fail(e);
    }
  }

  private static Optional<Export> open(DatasetExports dataset, Predicate<ExportRecord> wanted) {
    Optional<Export> found = Optional.empty();
    for (Export export : dataset.open()) {
      Map<String, String> request = export.record().request();
      if (!Words.IN_FULL.equals(request.get(Words.MODE))) {
        continue;
      }
      boolean same = wanted.test(export.record()) && found.isEmpty();
      boolean current = AquaQuery.of(dataset.settings()).query().equals(request.get(Words.QUERY));
      if (same && current) {
        found = Optional.of(export);
      } else {
        export.fail("another full export was requested");
      }
    }
    return found;
  }

  private Map<String, String> request(AquaQuery query, boolean monthly) {
    Map<String, String> request = new LinkedHashMap<>();
    request.put(Words.MODE, Words.IN_FULL);
    request.put(Words.QUERY_NAME, query.name());
    request.put(Words.QUERY, query.query());
    if (monthly) {
      request.put(Words.WINDOW, MONTH);
      request.put(Words.SINCE, query.fullSince().toString());
      request.put(
          Words.UNTIL,
          YearMonth.from(exchange.clock().instant().atZone(ZoneOffset.UTC)).toString());
    }
    return request;
  }

  /** The queries, as the ledger says they were begun. */
  private static List<Part> parts(AquaQuery query, ExportRecord export) {
    if (!export.request().containsKey(Words.WINDOW)) {
      return List.of(new Part(query.name(), query.query()));
    }
    YearMonth since = YearMonth.parse(export.request().get(Words.SINCE));
    YearMonth until = YearMonth.parse(export.request().get(Words.UNTIL));
    List<Part> parts = new ArrayList<>();
    parts.add(
        new Part(
            query.name() + "-before-" + since,
            query.between(Optional.empty(), Optional.of(since))));
    for (YearMonth month = since; !month.isAfter(until); month = month.plusMonths(1)) {
      Optional<YearMonth> before =
          month.equals(until) ? Optional.empty() : Optional.of(month.plusMonths(1));
      parts.add(new Part(query.name() + "-" + month, query.between(Optional.of(month), before)));
    }
    return parts;
  }

  private void one(DatasetExports dataset, Export export, int number, List<Part> parts) {
    String key = Words.JOB_ID + (number == 0 ? "" : "_" + (number + 1));
    String jobId = export.record().answer().get(key);
    if (jobId == null) {
      dataset.step("submitting job " + (number + 1));
      Submission submission = Submission.alone(connection, "sluice-full");
      AquaQuery query = AquaQuery.of(dataset.settings());
      parts.forEach(part -> submission.add(query, part.name(), part.query()));
      jobId = api.submit(submission.json()).id();
      export.answered(Map.of(key, jobId));
    }
    AquaJob job = follower.ended(jobId, List.of(dataset));
    if (!export.record().answer().containsKey(Words.STARTED)) {
      Instant started = follower.started(job, dataset, export.record().asked());
      export.answered(Map.of(Words.STARTED, started.toString()));
    }
    for (Part part : parts) {
      AquaJob.Batch batch =
          job.batch(part.name())
              .filter(AquaJob.Batch::isCompleted)
              .orElseThrow(
                  () ->
                      SessionExport.failed(
                          dataset,
                          part.name(),
                          job.batch(part.name())
                              .map(one -> "status " + one.status() + ": " + one.message())
                              .orElse("job " + job.id() + " has no such query")));
      boolean there =
          export.record().files().stream()
              .anyMatch(file -> file.path().startsWith(part.name() + "."));
      if (!there) {
        download.fetch(dataset, export, batch, part.name());
        export.answered(Map.of());
      }
    }
  }
}
