package io.sluice.run.ingest;

import io.sluice.config.Loaded;
import io.sluice.error.ExitCode;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Lake;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.spark.Sessions;
import io.sluice.spec.JobSpec;
import io.sluice.threads.Parallel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

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
    Loaded loaded = run.loadEach(where);
    Lake lake = run.lake(loaded);
    try (Sessions sessions = new Sessions(lake.settings())) {
      return ingest(loaded, options, lake, sessions);
    }
  }

  /** The same in a session that others use too. */
  public List<DatasetOutcome> ingest(IngestOptions options, Sessions sessions) {
    Loaded loaded = run.loadEach(where);
    return ingest(loaded, options, run.lake(loaded), sessions);
  }

  /** Runs the datasets side by side; one that fails does not stop the others. */
  private List<DatasetOutcome> ingest(
      Loaded loaded, IngestOptions options, Lake lake, Sessions sessions) {
    List<JobSpec> jobs = loaded.jobs();
    Progress progress = run.progress();
    lake.checkReachable();
    Optional<String> emptiness = lake.emptiness();
    progress.begin(jobs.size());
    Parallel parallel =
        new Parallel(
            "ingest", MOST_AT_ONCE, "the run was interrupted; what was committed stays. Try again");
    IngestOptions given = options.of(jobs.size() + loaded.broken().size());
    List<DatasetOutcome> outcomes =
        parallel.map(
            jobs,
            job ->
                outcome(job, () -> new Ingest(lake, job, given, sessions, progress).run())
                    .warned(emptiness));
    return Stream.concat(
            outcomes.stream(),
            loaded.broken().stream()
                .map(
                    job ->
                        DatasetOutcome.failed(
                            job.dataset(), ExitCode.CONFIGURATION, job.problem())))
        .sorted(Comparator.comparing(DatasetOutcome::dataset))
        .toList();
  }

  /** Also of what even the dataset's own account of it failed, so that the others have theirs. */
  private static DatasetOutcome outcome(JobSpec job, Supplier<DatasetOutcome> ingest) {
    try {
      return ingest.get();
    } catch (Exception | Error e) {
      return DatasetOutcome.failed(
          job.dataset(),
          ExitCode.BUG,
          job.dataset() + ": " + e + ". See status for what was committed");
    }
  }
}
