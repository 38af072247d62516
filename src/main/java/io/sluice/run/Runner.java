package io.sluice.run;

import io.sluice.config.Checked;
import io.sluice.config.Configuration;
import io.sluice.config.Loaded;
import io.sluice.error.ConfigurationException;
import io.sluice.error.TemporaryException;
import io.sluice.read.DeleteCondition;
import io.sluice.spark.Sessions;
import io.sluice.spec.JobSpec;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The verbs on real zones and a real engine, which is started once and only where it is needed. */
public final class Runner implements Verbs {
  private static final int MOST_AT_ONCE = 4;

  private final Clock clock;
  private final Map<String, String> variables;

  /**
   * A runner.
   *
   * @param clock the time of all runs
   * @param variables the process's environment
   */
  public Runner(Clock clock, Map<String, String> variables) {
    // Finer times are read by nobody, and all of them are written out.
    this.clock = Clock.tick(clock, Duration.ofMillis(1));
    this.variables = Map.copyOf(variables);
  }

  @Override
  public List<DatasetOutcome> ingest(Workplace where, IngestOptions options, Progress progress) {
    Loaded loaded = load(where);
    Lake lake = lake(loaded);
    try (Sessions sessions = new Sessions(lake.settings())) {
      return ingest(loaded.jobs(), lake, sessions, options, progress);
    }
  }

  /** Runs the datasets side by side; one that fails does not stop the others. */
  private List<DatasetOutcome> ingest(
      List<JobSpec> jobs, Lake lake, Sessions sessions, IngestOptions options, Progress progress) {
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

  @Override
  public List<ExtractedDataset> extract(
      Workplace where, ExtractOptions options, Progress progress) {
    return new ExtractVerb(where, clock, variables).extract(options, progress);
  }

  @Override
  public List<ExportEntry> exports(Workplace where) {
    return new ExtractVerb(where, clock, variables).exports();
  }

  @Override
  public List<DatasetStatus> status(Workplace where) {
    Loaded loaded = load(where);
    StatusReport report = new StatusReport(lake(loaded));
    return loaded.jobs().stream().map(report::of).toList();
  }

  @Override
  public ShownRows show(Workplace where, String dataset, ShowOptions options) {
    Loaded loaded = load(new Workplace(where.conf(), where.jobs(), List.of(dataset)));
    JobSpec job = loaded.jobs().get(0);
    Lake lake = lake(loaded);
    return new ShowTable(lake, job, new Sessions(lake.settings())).rows(options);
  }

  @Override
  public CheckReport check(Workplace where) {
    Checked checked = Configuration.check(where.jobs(), where.conf(), where.names(), variables);
    if (!checked.problems().isEmpty()) {
      Configuration.load(where.jobs(), where.conf(), where.names());
    }
    List<String> warnings = new ArrayList<>();
    checked.warnings().forEach(finding -> warnings.add(finding.file() + ": " + finding.text()));
    Loaded loaded = load(where);
    requireDeleteConditions(loaded.jobs());
    warnings.addAll(new ExtractVerb(where, clock, variables).check(loaded));
    return new CheckReport(checked.datasets().size(), warnings);
  }

  @Override
  public DemoReport demo(Path folder, Progress progress) {
    Demo demo = Demo.in(folder);
    Loaded loaded = load(new Workplace(demo.conf(), demo.jobs(), List.of()));
    List<List<DatasetOutcome>> rounds = new ArrayList<>();
    Lake lake = lake(loaded);
    try (Sessions sessions = new Sessions(lake.settings())) {
      for (int round = 1;
          demo.deliver(loaded.jobs(), Path.of(loaded.environment().raw()));
          round++) {
        rounds.add(
            ingest(
                loaded.jobs(),
                lake,
                sessions,
                new IngestOptions("demo-" + round, java.util.Optional.empty()),
                progress));
      }
    }
    StatusReport report = new StatusReport(lake);
    return new DemoReport(
        Demo.sums(rounds),
        loaded.jobs().stream().map(report::of).toList(),
        demo.lake(),
        demo.conf());
  }

  private static void requireDeleteConditions(List<JobSpec> jobs) {
    List<String> faults = new ArrayList<>();
    for (JobSpec job : jobs) {
      DeleteCondition.fault(job)
          .ifPresent(fault -> faults.add(job.dataset() + ": delete_when: " + fault));
    }
    if (!faults.isEmpty()) {
      throw new ConfigurationException(
          String.join("\n", faults) + "\nNothing was run. Correct the job files.");
    }
  }

  private Lake lake(Loaded loaded) {
    return Lake.open(loaded, variables, clock);
  }

  private static Loaded load(Workplace where) {
    return Configuration.load(where.jobs(), where.conf(), where.names());
  }
}
