package io.sluice.run;

import io.sluice.error.TemporaryException;
import io.sluice.spark.Sessions;
import io.sluice.spec.JobSpec;
import java.util.ArrayList;
import java.util.List;
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
    progress.begin(jobs.size());
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, Math.min(MOST_AT_ONCE, jobs.size())));
    try {
      List<Future<DatasetOutcome>> running = new ArrayList<>();
      for (JobSpec job : jobs) {
        running.add(
            threads.submit(() -> new DatasetIngest(lake, job, options, sessions, progress).run()));
      }
      List<DatasetOutcome> outcomes = new ArrayList<>();
      for (Future<DatasetOutcome> one : running) {
        outcomes.add(one.get());
      }
      return outcomes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TemporaryException(
          "the run was interrupted; what was committed stays. Try again", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
