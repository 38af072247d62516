package io.sluice.run.extract;

import io.sluice.config.BrokenJob;
import io.sluice.config.Loaded;
import io.sluice.error.ConfigurationException;
import io.sluice.error.ExitCode;
import io.sluice.extract.Connector.Group;
import io.sluice.extract.ExtractOutcome;
import io.sluice.extract.ExtractRequest;
import io.sluice.extract.Extraction;
import io.sluice.extract.Zones;
import io.sluice.run.Lake;
import io.sluice.run.Progress;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.exports.ExportEntry;
import io.sluice.settings.Finding;
import io.sluice.settings.Wrong;
import io.sluice.spec.DatasetName;
import io.sluice.spec.JobSpec;
import io.sluice.threads.Parallel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code extract}: which datasets, in which groups, several at a time. */
public final class ExtractVerb {
  private static final int MOST_AT_ONCE = 4;

  private final Run run;
  private final Workplace where;
  private final Function<Loaded, Lake> lakes;

  /** For the datasets that are named. */
  public ExtractVerb(Run run, Workplace where) {
    this(run, where, run::lake);
  }

  /** With another way to open lakes. */
  ExtractVerb(Run run, Workplace where, Function<Loaded, Lake> lakes) {
    this.run = run;
    this.where = where;
    this.lakes = lakes;
  }

  /**
   * Exports datasets from their sources into the raw zone; one outcome per dataset that has an
   * {@code extract} section, by name.
   *
   * @throws io.sluice.error.UsageException if what is asked for must not be done
   */
  public List<ExtractedDataset> extract(ExtractOptions options) {
    Loaded loaded = run.loadEach(where);
    Set<String> broken = brokenSources(loaded);
    List<JobSpec> named = exported(loaded, broken);
    Lake lake = lakes.apply(loaded);
    Extraction extraction = extraction(lake);
    List<JobSpec> all = withOthers(named, extraction);
    throwProblems(all, extraction);
    ExtractRequest request = new ExtractRequest(options.runId(), options.asked());
    extraction.checkOptions(named, request);
    Set<DatasetName> names = named.stream().map(JobSpec::dataset).collect(Collectors.toSet());
    List<Group> groups = extraction.groups(all, names);
    groups.forEach(group -> extraction.refuse(group, request));
    lake.checkReachable();
    run.progress().begin(named.size());
    return Stream.concat(
            extracted(extraction, groups, request).stream(),
            loaded.broken().stream().map(ExtractVerb::leftOut))
        .sorted(Comparator.comparing(ExtractedDataset::dataset))
        .toList();
  }

  /**
   * The sources with a broken job file. Nothing of them is exported: an export may move on for all
   * datasets of its source, and what the broken one lacks would never be asked for again.
   *
   * @throws ConfigurationException if they are all that was named
   */
  private Set<String> brokenSources(Loaded loaded) {
    Set<String> broken =
        loaded.broken().stream().map(job -> job.dataset().source()).collect(Collectors.toSet());
    if (loaded.jobs().stream().allMatch(job -> broken.contains(job.dataset().source()))) {
      throw new ConfigurationException(
          loaded.broken().stream().flatMap(job -> job.problem().lines()).distinct().toList());
    }
    return broken;
  }

  private static ExtractedDataset leftOut(BrokenJob job) {
    return new ExtractedDataset(
        job.dataset(),
        ExitCode.CONFIGURATION,
        List.of(),
        Duration.ZERO,
        List.of(),
        Optional.of(
            job.problem()
                + "\n  Nothing of the source "
                + job.dataset().source()
                + " was exported: its datasets are exported together"));
  }

  /**
   * Looks at {@code extract} sections and connections.
   *
   * @param problem takes what stops {@code extract} and {@code check}
   * @param missing takes the connections that are missing: ingest works without them
   */
  public void check(
      Loaded loaded, BiConsumer<DatasetName, Finding> problem, Consumer<Finding> missing) {
    Extraction extraction = extraction(lakes.apply(loaded));
    Set<String> names = new TreeSet<>();
    for (JobSpec job : loaded.jobs()) {
      if (job.extract().isPresent()) {
        extraction
            .missingConnection(job)
            .ifPresentOrElse(
                names::add,
                () -> extraction.problems(job).forEach(one -> problem.accept(job.dataset(), one)));
      }
    }
    for (String name : names) {
      missing.accept(
          new Finding(
              where.conf().toString(),
              0,
              "connections." + name,
              Wrong.of("is missing, so extract cannot reach the source; ingest works without it")));
    }
  }

  private List<ExtractedDataset> extracted(
      Extraction extraction, List<Group> groups, ExtractRequest request) {
    Progress progress = run.progress();
    Parallel parallel =
        new Parallel(
                "exports",
                MOST_AT_ONCE,
                "the run was interrupted. The request is in the ledger. Run again: the export continues")
            .endingWithProcess();
    List<List<ExtractOutcome>> outcomes =
        parallel.map(
            groups,
            group -> {
              List<ExtractOutcome> some = extraction.run(group, request, progress::step);
              some.forEach(outcome -> progress.ended(outcome.dataset()));
              return some;
            });
    return outcomes.stream().flatMap(List::stream).map(ExtractVerb::extracted).toList();
  }

  private static ExtractedDataset extracted(ExtractOutcome outcome) {
    return new ExtractedDataset(
        outcome.dataset(),
        outcome.exitCode(),
        outcome.sealed().stream().map(ExportEntry::of).toList(),
        outcome.took(),
        outcome.warnings(),
        outcome.problem());
  }

  private List<JobSpec> exported(Loaded loaded, Set<String> broken) {
    List<JobSpec> exported =
        loaded.jobs().stream()
            .filter(job -> job.extract().isPresent())
            .filter(job -> !broken.contains(job.dataset().source()))
            .toList();
    for (JobSpec job : loaded.jobs()) {
      if (job.extract().isEmpty() && where.names().contains(job.dataset().toString())) {
        throw new ConfigurationException(
            fileOf(job, "extract")
                + ": has no extract section: another system writes its files. Nothing was"
                + " run. Name datasets that have one");
      }
    }
    return exported;
  }

  /** With the other datasets of their sources, where a connector must know them. */
  private List<JobSpec> withOthers(List<JobSpec> named, Extraction extraction) {
    List<String> sources =
        named.stream()
            .filter(extraction::needsOthers)
            .map(job -> job.dataset().source())
            .distinct()
            .toList();
    List<JobSpec> all = new ArrayList<>(named);
    if (!sources.isEmpty() && !where.names().isEmpty()) {
      Set<DatasetName> known = named.stream().map(JobSpec::dataset).collect(Collectors.toSet());
      run.load(where.of(sources)).jobs().stream()
          .filter(job -> job.extract().isPresent() && !known.contains(job.dataset()))
          .forEach(all::add);
    }
    return all;
  }

  private void throwProblems(List<JobSpec> jobs, Extraction extraction) {
    List<String> lines = new ArrayList<>();
    for (JobSpec job : jobs) {
      extraction
          .problems(job)
          .forEach(problem -> lines.add(fileOf(job, problem.path()) + ": " + problem.text()));
    }
    List<String> problems = lines.stream().distinct().toList();
    if (!problems.isEmpty()) {
      String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
      throw new ConfigurationException(
          Stream.concat(Stream.of(count + ", nothing was run"), problems.stream().map("  "::concat))
              .toList());
    }
  }

  private Path fileOf(JobSpec job, String path) {
    return path.startsWith("connections.")
        ? where.conf()
        : where.jobs().resolve(job.dataset() + ".yaml");
  }

  private Extraction extraction(Lake lake) {
    Zones zones =
        new Zones(
            lake.storage(),
            lake::rawFolder,
            lake.exports(),
            lake.ledger(),
            lake.leases(),
            run.clock(),
            Lake.host());
    return new Extraction(
        KnownConnectors.ALL, zones, lake.environment().connections(), run.variables());
  }
}
