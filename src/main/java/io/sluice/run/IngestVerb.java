package io.sluice.run;

import io.sluice.config.Loaded;
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
public final class IngestVerb {
  private static final int MOST_AT_ONCE = 4;

  private final Run run;
  private final Workplace where;

  /** For the datasets that are named. */
  public IngestVerb(Run run, Workplace where) {
    this.run = run;
    this.where = where;
  }

  /** Merges what is pending into the clean tables; one outcome per dataset, by name. */
  public List<DatasetOutcome> ingest(IngestOptions options) {
    Loaded loaded = run.load(where);
    Lake lake = run.lake(loaded);
    try (Sessions sessions = new Sessions(lake.settings())) {
      return ingest(loaded.jobs(), options, lake, sessions);
    }
  }

  /** The same in a session that others use too. */
  public List<DatasetOutcome> ingest(IngestOptions options, Sessions sessions) {
    Loaded loaded = run.load(where);
    return ingest(loaded.jobs(), options, run.lake(loaded), sessions);
  }

  /** Runs the datasets side by side; one that fails does not stop the others. */
  private List<DatasetOutcome> ingest(
      List<JobSpec> jobs, IngestOptions options, Lake lake, Sessions sessions) {
    Progress progress = run.progress();
    lake.checkReachable();
    Optional<String> emptiness = lake.emptiness();
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
