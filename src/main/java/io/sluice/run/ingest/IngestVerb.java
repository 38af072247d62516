package io.sluice.run.ingest;

import io.sluice.config.Loaded;
import io.sluice.error.ExitCode;
import io.sluice.error.UsageException;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Lake;
import io.sluice.run.Run;
import io.sluice.run.StrayRaw;
import io.sluice.run.StrayRaw.Stray;
import io.sluice.run.Workplace;
import io.sluice.spark.Sessions;
import io.sluice.spec.DatasetName;
import io.sluice.spec.JobSpec;
import io.sluice.threads.Parallel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
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

  private List<DatasetOutcome> ingest(
      Loaded loaded, IngestOptions options, Lake lake, Sessions sessions) {
    List<NamedIds> named = List.of(NamedIds.approved(options), NamedIds.reapplied(options));
    List<DatasetOutcome> outcomes =
        each(
                loaded,
                options,
                lake,
                (job, given) ->
                    new PlannedDataset(
                        new Ingest(lake, job, given, sessions, run.progress(), named).run()))
            .map(PlannedDataset::outcome)
            .toList();
    List<DatasetName> all = outcomes.stream().map(DatasetOutcome::dataset).toList();
    return withStrays(
        outcomes.stream().map(one -> failed(one, named, all)).toList(),
        where.names().isEmpty() ? new StrayRaw(lake).of(loaded) : List.of());
  }

  /** With what is wrong with ids that no dataset has. */
  private static DatasetOutcome failed(
      DatasetOutcome outcome, List<NamedIds> named, List<DatasetName> all) {
    DatasetOutcome failed = outcome;
    for (NamedIds ids : named) {
      failed = failed.failed(ids.problem(failed, all));
    }
    return failed;
  }

  /**
   * Applies a plan that {@link #plan(IngestOptions, PlanFile)} kept, as it was foreseen or not at
   * all, each dataset for itself; one outcome per dataset of the plan that is asked for, by name.
   *
   * @throws UsageException if a name is that of no dataset of the plan
   * @throws io.sluice.error.DataException if the file is no plan
   */
  public List<DatasetOutcome> ingest(IngestOptions options, PlanFile file) {
    Map<DatasetName, KeptPlan> plans = asked(file);
    if (plans.isEmpty()) {
      return List.of();
    }
    Loaded all = run.loadEach(where.of(List.of()));
    Loaded loaded =
        new Loaded(
            all.environment(),
            all.jobs().stream().filter(job -> plans.containsKey(job.dataset())).toList(),
            all.broken().stream().filter(job -> plans.containsKey(job.dataset())).toList());
    Lake lake = run.lake(loaded);
    List<PlannedDataset> outcomes = new ArrayList<>(withoutJob(plans.keySet(), loaded));
    try (Sessions sessions = new Sessions(lake.settings())) {
      each(
              loaded,
              options,
              lake,
              (job, given) ->
                  new PlannedDataset(
                      new Ingest(lake, job, given, sessions, run.progress(), List.of())
                          .apply(plans.get(job.dataset()))))
          .forEach(outcomes::add);
    }
    return outcomes.stream()
        .map(PlannedDataset::outcome)
        .sorted(Comparator.comparing(DatasetOutcome::dataset))
        .toList();
  }

  private Map<DatasetName, KeptPlan> asked(PlanFile file) {
    List<KeptPlan> plans = file.read();
    List<String> names = where.names();
    for (String name : names) {
      if (plans.stream().noneMatch(plan -> isNamed(plan.dataset(), name))) {
        throw new UsageException(
            "\""
                + name
                + "\" is not in the plan "
                + file.path()
                + (plans.isEmpty()
                    ? ", which names no dataset"
                    : "; it names "
                        + String.join(
                            ", ", plans.stream().map(one -> one.dataset().toString()).toList()))
                + ". Nothing was run.");
      }
    }
    Map<DatasetName, KeptPlan> asked = new TreeMap<>();
    plans.stream()
        .filter(
            plan ->
                names.isEmpty() || names.stream().anyMatch(name -> isNamed(plan.dataset(), name)))
        .forEach(plan -> asked.put(plan.dataset(), plan));
    return asked;
  }

  private static boolean isNamed(DatasetName dataset, String name) {
    return name.equals(dataset.toString()) || name.equals(dataset.source());
  }

  private List<PlannedDataset> withoutJob(Set<DatasetName> datasets, Loaded loaded) {
    Set<DatasetName> known = new HashSet<>();
    loaded.jobs().forEach(job -> known.add(job.dataset()));
    loaded.broken().forEach(job -> known.add(job.dataset()));
    return datasets.stream()
        .filter(dataset -> !known.contains(dataset))
        .map(
            dataset ->
                failed(
                    dataset,
                    ExitCode.DATA,
                    dataset
                        + ": the plan cannot be applied, as this moved since it was made: there is"
                        + " no job file of this dataset in "
                        + where.jobs()
                        + ". Nothing was changed. Name the folder of job files by --jobs, or make"
                        + " the plan again with plan --out"))
        .toList();
  }

  /** With a warning for each stray: the first dataset of its source tells of it. */
  private static List<DatasetOutcome> withStrays(
      List<DatasetOutcome> outcomes, List<Stray> strays) {
    List<DatasetOutcome> told = new ArrayList<>(outcomes);
    for (Stray stray : strays) {
      int teller =
          IntStream.range(0, told.size())
              .filter(i -> stray.source().equals(Optional.of(told.get(i).dataset().source())))
              .findFirst()
              .orElse(0);
      told.set(teller, told.get(teller).warned(Optional.of(stray.told())));
    }
    return told;
  }

  /**
   * What {@link #ingest} would do now; one forecast per dataset, by name. Takes no lease, writes
   * nothing.
   */
  public List<PlannedDataset> plan(IngestOptions options) {
    Loaded loaded = run.loadEach(where);
    Lake lake = run.lake(loaded);
    try (Sessions sessions = new Sessions(lake.settings())) {
      return each(
              loaded,
              options,
              lake,
              (job, given) ->
                  new Ingest(lake, job, given, sessions, run.progress(), List.of()).plan())
          .toList();
    }
  }

  /**
   * The same, kept in a file: the next commit of each dataset that has one.
   *
   * @throws UsageException if another file is there that is no plan; nothing is planned then
   * @throws io.sluice.error.ConfigurationException if the file cannot be written
   */
  public List<PlannedDataset> plan(IngestOptions options, PlanFile out) {
    out.requireFree();
    List<PlannedDataset> planned = plan(options);
    out.write(
        planned.stream().flatMap(one -> one.plan().stream()).toList(),
        run.clock().instant(),
        options.runId());
    return planned;
  }

  /** Runs the datasets side by side; one that fails does not stop the others. */
  private Stream<PlannedDataset> each(
      Loaded loaded,
      IngestOptions options,
      Lake lake,
      BiFunction<JobSpec, IngestOptions, PlannedDataset> work) {
    List<JobSpec> jobs = loaded.jobs();
    lake.checkReachable();
    run.progress().begin(jobs.size());
    Parallel parallel =
        new Parallel(
            "ingest", MOST_AT_ONCE, "the run was interrupted; what was committed stays. Try again");
    IngestOptions given = options.of(jobs.size() + loaded.broken().size());
    // Where each dataset says what it looked for, that is the cause already.
    Optional<String> emptiness = given.explains() ? Optional.empty() : lake.emptiness();
    List<PlannedDataset> done =
        parallel.map(jobs, job -> caught(job, () -> work.apply(job, given)).warned(emptiness));
    return Stream.concat(
            done.stream(),
            loaded.broken().stream()
                .map(job -> failed(job.dataset(), ExitCode.CONFIGURATION, job.problem())))
        .sorted(Comparator.comparing(one -> one.outcome().dataset()));
  }

  /** Also of what even the dataset's own account of it failed, so that the others have theirs. */
  private static PlannedDataset caught(JobSpec job, Supplier<PlannedDataset> work) {
    try {
      return work.get();
    } catch (Exception | Error e) {
      return failed(
          job.dataset(),
          ExitCode.BUG,
          job.dataset() + ": " + e + ". See status for what was committed");
    }
  }

  private static PlannedDataset failed(DatasetName dataset, ExitCode exitCode, String problem) {
    return new PlannedDataset(DatasetOutcome.failed(dataset, exitCode, problem));
  }
}
