package io.sluice.extract.zuora;

import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.error.SluiceException;
import io.sluice.error.TemporaryException;
import io.sluice.extract.DatasetExports;
import io.sluice.extract.Exchange;
import io.sluice.extract.Export;
import io.sluice.http.LostAnswerException;
import io.sluice.ledger.ExportRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Exports by a session: one job for all queries, whose window begins where the last one's ended. A
 * job moves the session whether or not its files reach us, so a job's id is in the ledger as soon
 * as it is known, and the window of a failed export is requested again from its beginning.
 */
final class SessionExport {
  private static final int LOOKS = 3;

  private final Exchange exchange;
  private final AquaConnection connection;
  private final AquaApi api;
  private final JobFollower follower;
  private final Map<DatasetExports, AquaQuery> queries;
  private final String project;

  SessionExport(Exchange exchange, AquaConnection connection, AquaApi api) {
    this.exchange = exchange;
    this.connection = connection;
    this.api = api;
    this.follower = new JobFollower(exchange, connection, api);
    this.queries = new LinkedHashMap<>();
    exchange.datasets().forEach(dataset -> queries.put(dataset, AquaQuery.of(dataset.settings())));
    this.project = queries.values().iterator().next().project().orElse(connection.project());
  }

  /**
   * Continues unfinished requests of earlier runs.
   *
   * @return when the newest of them that went on with the session and came through was asked for
   */
  Optional<Instant> takeUp() {
    Map<String, Map<DatasetExports, Export>> byJob = new TreeMap<>();
    Map<String, Map<DatasetExports, Export>> unanswered = new TreeMap<>();
    for (DatasetExports dataset : exchange.datasets()) {
      for (Export export : dataset.open()) {
        ExportRecord record = export.record();
        if (Words.IN_FULL.equals(record.request().get(Words.MODE))) {
          continue;
        }
        String jobId = record.answer().get(Words.JOB_ID);
        Map<String, Map<DatasetExports, Export>> group = jobId == null ? unanswered : byJob;
        String key = jobId == null ? record.request().getOrDefault(Words.JOB_NAME, "") : jobId;
        group.computeIfAbsent(key, any -> new LinkedHashMap<>()).put(dataset, export);
      }
    }
    unanswered.forEach(
        (name, exports) ->
            known(name)
                .or(() -> lookUp(name).map(AquaJob::id))
                .ifPresentOrElse(
                    jobId -> {
                      adopt(jobId, exports);
                      byJob.computeIfAbsent(jobId, any -> new LinkedHashMap<>()).putAll(exports);
                    },
                    () -> giveUp(exports)));
    List<Export> sealed = new ArrayList<>();
    byJob.forEach((jobId, exports) -> sealed.addAll(follower.follow(jobId, exports)));
    return sealed.stream()
        .map(Export::record)
        .filter(record -> Words.IN_SESSION.equals(record.request().get(Words.MODE)))
        .map(ExportRecord::asked)
        .max(Comparator.naturalOrder());
  }

  /**
   * Asks for a new window and waits for it.
   *
   * @param from where it begins; empty: where the session's last window ended
   */
  void export(Optional<Instant> from) {
    for (int tries = 0; ; tries++) {
      Optional<Instant> begin = from.or(this::gap);
      String name = "sluice-" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
      String mode = from.isPresent() ? Words.BY_DATE : Words.IN_SESSION;
      Map<DatasetExports, Export> exports = begin(mode, name, begin);
      try {
        follower.follow(submit(name, begin, exports).id(), exports);
        return;
      } catch (LostAnswerException e) {
        exchange.step("looking for a job whose answer was lost");
        Optional<AquaJob> found = lookUp(name);
        if (found.isPresent()) {
          adopt(found.get().id(), exports);
          follower.follow(found.get().id(), exports);
          return;
        }
        if (tries > 0) {
          throw new TemporaryException(
              "zuora: the answer to a job's submission was lost twice, "
                  + e.getMessage()
                  + ". The request is in the ledger. Run again: the next run looks for the job",
              e);
        }
        giveUp(exports);
      }
    }
  }

  /**
   * If the session has moved past the sealed increments: the earliest instant to request changes
   * from again.
   */
  Optional<Instant> gap() {
    return queries.keySet().stream()
        .map(dataset -> Coverage.of(dataset.history()))
        .filter(coverage -> coverage.broken())
        .flatMap(coverage -> coverage.until().stream())
        .min(Comparator.naturalOrder());
  }

  private Map<DatasetExports, Export> begin(String mode, String jobName, Optional<Instant> from) {
    Map<DatasetExports, Export> exports = new LinkedHashMap<>();
    queries.forEach(
        (dataset, query) -> {
          Map<String, String> request = new LinkedHashMap<>();
          request.put(Words.MODE, mode);
          request.put(Words.SESSION, connection.session(project));
          request.put(Words.JOB_NAME, jobName);
          request.put(Words.QUERY_NAME, query.name());
          request.put(Words.QUERY, query.query());
          from.or(() -> Coverage.of(dataset.history()).until())
              .ifPresent(instant -> request.put(Words.FROM, instant.toString()));
          from.ifPresent(
              instant ->
                  request.put(
                      Words.INCREMENTAL_TIME, connection.dataCentre().windowStart(instant)));
          exports.put(dataset, dataset.begin(Words.CONNECTOR, request));
        });
    return exports;
  }

  private AquaJob submit(String name, Optional<Instant> from, Map<DatasetExports, Export> exports) {
    Submission submission =
        Submission.inSession(connection, project, name)
            .since(from.map(connection.dataCentre()::windowStart));
    queries.values().forEach(submission::add);
    exchange.step("submitting a job");
    try {
      AquaJob job = api.submitOnce(submission.json());
      adopt(job.id(), exports);
      return job;
    } catch (RefusedException e) {
      exports.values().forEach(export -> export.fail(e.getMessage()));
      throw e.known("zuora");
    } catch (ConfigurationException | TemporaryException e) {
      if (!Thread.currentThread().isInterrupted()) {
        // Thrown only if Zuora did not accept the job; a lost answer is another exception.
        exports.values().forEach(export -> export.fail(e.getMessage()));
      }
      throw e;
    }
  }

  private static void adopt(String jobId, Map<DatasetExports, Export> exports) {
    exports.values().forEach(export -> export.answered(Map.of(Words.JOB_ID, jobId)));
  }

  /** The id of a job, where the run that asked for it died before it was noted for all datasets. */
  private Optional<String> known(String jobName) {
    return queries.keySet().stream()
        .flatMap(dataset -> dataset.history().stream())
        .filter(export -> jobName.equals(export.request().get(Words.JOB_NAME)))
        .flatMap(export -> Optional.ofNullable(export.answer().get(Words.JOB_ID)).stream())
        .findFirst();
  }

  /** The session's last job, where it is the one of this name. */
  private Optional<AquaJob> lookUp(String name) {
    Duration delay = exchange.http().pace().pollDelay();
    for (int look = 0; look < LOOKS; look++) {
      if (look > 0) {
        exchange.pause(delay);
        delay = exchange.http().pace().nextPoll(delay);
      }
      Optional<AquaJob> last = api.lastJob(project).filter(job -> job.name().equals(name));
      if (last.isPresent()) {
        return last;
      }
    }
    return Optional.empty();
  }

  /** The job may exist all the same: from now on its window counts as not exported. */
  private static void giveUp(Map<DatasetExports, Export> exports) {
    exports
        .values()
        .forEach(
            export -> {
              export.answered(Map.of(Words.LOST, "true"));
              export.fail(
                  "the answer to the job's submission was lost, and Zuora lists no such job");
            });
  }

  /** A failure of one dataset, whose export the next run does not take up. */
  static void fail(DatasetExports dataset, Export export, SluiceException failure) {
    export.fail(failure.getMessage());
    dataset.fail(failure);
  }

  /** A failed batch. */
  static DataException failed(DatasetExports dataset, String query, String why) {
    return new DataException(
        dataset.dataset()
            + ": Zuora could not run the query "
            + query
            + ", "
            + why
            + ". Nothing of it was sealed; queries that were completed are. Correct the query, or run again: the next export requests the same window");
  }
}
