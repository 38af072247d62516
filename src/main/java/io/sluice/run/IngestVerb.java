package io.sluice.run;

import io.sluice.error.ExitCode;
import io.sluice.error.TemporaryException;
import io.sluice.spark.Sessions;
import io.sluice.spec.DatasetName;
import io.sluice.spec.JobSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** {@code ingest}: several datasets at a time, in one session. */
final class IngestVerb {
  private static final int MOST_AT_ONCE = 4;

  private final Lake lake;
  private final Sessions sessions;

  IngestVerb(Lake lake, Sessions sessions) {
    this.lake = lake;
    this.sessions = sessions;
  }

  /** Runs the datasets side by side; one that fails does not stop the others. */
  List<DatasetOutcome> ingest(List<JobSpec> jobs, IngestOptions options, Progress progress) {
    lake.checkReachable();
    Optional<String> emptiness = lake.emptiness();
    progress.begin(jobs.size());
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, Math.min(MOST_AT_ONCE, jobs.size())));
    try {
      List<Future<DatasetOutcome>> running = new ArrayList<>();
      for (JobSpec job : jobs) {
        running.add(threads.submit(() -> new Ingest(lake, job, options, sessions, progress).run()));
      }
      List<DatasetOutcome> outcomes = new ArrayList<>();
      for (int i = 0; i < jobs.size(); i++) {
        outcomes.add(outcome(jobs.get(i).dataset(), running.get(i)).warned(emptiness));
      }
      return outcomes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TemporaryException(
          "the run was interrupted; what was committed stays. Try again", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Of what even the dataset's own account of it failed, so that the others have theirs. */
  private static DatasetOutcome outcome(DatasetName dataset, Future<DatasetOutcome> run)
      throws InterruptedException {
    try {
      return run.get();
    } catch (ExecutionException e) {
      return new DatasetOutcome(
          dataset,
          ExitCode.BUG,
          0,
          Map.of(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          Duration.ZERO,
          List.of(),
          Optional.of(dataset + ": " + e.getCause() + ". See status for what was committed"),
          List.of());
    }
  }
}
