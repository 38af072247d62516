package io.sluice.run;

import io.sluice.config.Checked;
import io.sluice.config.Configuration;
import io.sluice.config.Loaded;
import io.sluice.error.ConfigurationException;
import io.sluice.read.DeleteCondition;
import io.sluice.spark.Sessions;
import io.sluice.spec.JobSpec;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The verbs on real zones and a real engine, which is started once and only where it is needed. */
public final class Runner implements Verbs {
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
      return new IngestVerb(lake, sessions).ingest(loaded.jobs(), options, progress);
    }
  }

  @Override
  public List<ExtractedDataset> extract(
      Workplace where, ExtractOptions options, Progress progress) {
    return new ExtractVerb(where, clock, variables).extract(options, progress);
  }

  @Override
  public ExportList exports(Workplace where) {
    return new ExtractVerb(where, clock, variables).exports();
  }

  @Override
  public List<DatasetStatus> status(Workplace where) {
    Loaded loaded = load(where);
    return new StatusReport(lake(loaded)).of(loaded.jobs());
  }

  @Override
  public ShownRows show(Workplace where, String dataset, ShowOptions options) {
    Loaded loaded = load(new Workplace(where.conf(), where.jobs(), List.of(dataset)));
    JobSpec job = loaded.jobs().get(0);
    Lake lake = lake(loaded);
    return new ShowTable(lake, job, new Sessions(lake.settings())).rows(options);
  }

  @Override
  public CheckReport check(Workplace where, boolean deep) {
    Checked checked = Configuration.check(where.jobs(), where.conf(), where.names(), variables);
    if (!checked.problems().isEmpty()) {
      Configuration.load(where.jobs(), where.conf(), where.names());
    }
    List<String> warnings = new ArrayList<>();
    checked.warnings().forEach(finding -> warnings.add(finding.file() + ": " + finding.text()));
    Loaded loaded = load(where);
    requireDeleteConditions(loaded.jobs());
    warnings.addAll(new ExtractVerb(where, clock, variables).check(loaded));
    LakeCheck lake = new LakeCheck(lake(loaded), deep);
    lake.look(loaded.jobs());
    warnings.addAll(lake.warnings());
    return new CheckReport(checked.datasets().size(), warnings, lake.problems(), lake.exitCode());
  }

  @Override
  public DemoReport demo(Path folder, Progress progress) {
    return new DemoVerb(Demo.in(folder), clock, variables).run(progress);
  }

  private static void requireDeleteConditions(List<JobSpec> jobs) {
    List<String> faults = new ArrayList<>();
    for (JobSpec job : jobs) {
      DeleteCondition.fault(job)
          .ifPresent(fault -> faults.add(job.dataset() + ": delete_when: " + fault));
    }
    if (!faults.isEmpty()) {
      faults.add("Nothing was run. Correct the job files.");
      throw new ConfigurationException(faults);
    }
  }

  private Lake lake(Loaded loaded) {
    return Lake.open(loaded, variables, clock);
  }

  private static Loaded load(Workplace where) {
    return Configuration.load(where.jobs(), where.conf(), where.names());
  }
}
