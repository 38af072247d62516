package io.sluice.run;

import io.sluice.error.ExitCode;
import io.sluice.spark.Sessions;
import io.sluice.spec.JobSpec;
import io.sluice.threads.Parallel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

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
    Parallel parallel =
        new Parallel(
            "ingest", MOST_AT_ONCE, "the run was interrupted; what was committed stays. Try again");
    return parallel.map(jobs, job -> outcome(job, options, progress).warned(emptiness));
  }

  /** Also of what even the dataset's own account of it failed, so that the others have theirs. */
  private DatasetOutcome outcome(JobSpec job, IngestOptions options, Progress progress) {
    try {
      return new Ingest(lake, job, options, sessions, progress).run();
    } catch (Exception | Error e) {
      return new DatasetOutcome(
          job.dataset(),
          ExitCode.BUG,
          0,
          Map.of(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          Duration.ZERO,
          List.of(),
          Optional.of(job.dataset() + ": " + e + ". See status for what was committed"),
          List.of());
    }
  }
}
