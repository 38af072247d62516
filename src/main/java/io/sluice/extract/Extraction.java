package io.sluice.extract;

import io.sluice.error.ConfigurationException;
import io.sluice.error.ExitCode;
import io.sluice.error.Printable;
import io.sluice.error.SluiceException;
import io.sluice.error.UsageException;
import io.sluice.extract.Connector.Group;
import io.sluice.http.Http;
import io.sluice.http.Pace;
import io.sluice.http.StatusException;
import io.sluice.http.Wording;
import io.sluice.ledger.ExportRecord;
import io.sluice.ledger.Lease;
import io.sluice.ledger.RunRecord;
import io.sluice.settings.Finding;
import io.sluice.settings.Section;
import io.sluice.settings.Wrong;
import io.sluice.spec.DatasetName;
import io.sluice.spec.ExtractSpec;
import io.sluice.spec.JobSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Exports some datasets: checks their settings, groups those that are requested together, takes
 * their leases, calls the connector, and records the outcome of each. A failure of one group does
 * not stop the others.
 */
public final class Extraction {
  private static final Logger LOG = LoggerFactory.getLogger(Extraction.class);

  private static final Wording WORDING =
      new Wording(
          "the export",
          "the source",
          "The request is in the ledger",
          "Earlier requests are in the ledger",
          "Run again: the export continues");

  private final Connectors connectors;
  private final Zones zones;
  private final Map<String, Map<String, String>> connections;
  private final Map<String, String> variables;

  /**
   * A run's surroundings.
   *
   * @param connections of the environment file, by name
   * @param variables the process's environment, which secrets and proxies are looked up in
   */
  public Extraction(
      Connectors connectors,
      Zones zones,
      Map<String, Map<String, String>> connections,
      Map<String, String> variables) {
    this.connectors = connectors;
    this.zones = zones;
    this.connections = connections;
    this.variables = variables;
  }

  /**
   * What is wrong with the settings of a job and of its connection, by paths that begin with {@code
   * extract} or {@code connections}; the job must have an {@code extract} section.
   */
  public List<Finding> problems(JobSpec job) {
    ExtractSpec extract = job.extract().orElseThrow();
    if (connectors.find(extract.connector()).isEmpty()) {
      return List.of(
          found(
              "extract.connector",
              Wrong.word(
                  "\"" + extract.connector() + "\" is not a connector",
                  extract.connector(),
                  connectors.names())));
    }
    Optional<String> missing = missingConnection(job);
    if (missing.isPresent()) {
      return List.of(
          found(
              "connections." + missing.get(),
              Wrong.of(
                  "is missing; write there how "
                      + connector(job).name()
                      + " reaches the source (docs/job-file.md)")));
    }
    Section settings = settings(job);
    Section connection = connection(job);
    connector(job).check(job, settings, connection);
    Pace.of(connection);
    settings.allowRead();
    connection.allowRead();
    return Stream.of(settings, connection)
        .flatMap(section -> section.problems().all().stream())
        .toList();
  }

  /** The settings have left their files. */
  private static Finding found(String path, Wrong wrong) {
    return new Finding("", 0, path, wrong);
  }

  /** The name of the job's connection, where the environment file has none of that name. */
  public Optional<String> missingConnection(JobSpec job) {
    return Optional.of(connectionName(job)).filter(name -> !connections.containsKey(name));
  }

  /**
   * The groups that the named datasets make.
   *
   * @param jobs with an {@code extract} section and without problems
   * @param named those that were asked for
   */
  public List<Group> groups(List<JobSpec> jobs, Collection<DatasetName> named) {
    Map<String, List<JobSpec>> together = new LinkedHashMap<>();
    for (JobSpec job : jobs) {
      String key =
          String.join(
              " ",
              job.dataset().source(),
              connector(job).name(),
              connectionName(job),
              connector(job).together(job, settings(job), connection(job)));
      together.computeIfAbsent(key, any -> new ArrayList<>()).add(job);
    }
    List<Group> groups = new ArrayList<>();
    for (List<JobSpec> group : together.values()) {
      List<JobSpec> asked =
          group.stream().filter(job -> named.contains(job.dataset())).sorted(BY_NAME).toList();
      List<DatasetName> others =
          group.stream()
              .map(JobSpec::dataset)
              .filter(name -> !named.contains(name))
              .sorted()
              .toList();
      if (!asked.isEmpty()) {
        groups.add(new Group(asked, others));
      }
    }
    return groups;
  }

  private static final java.util.Comparator<JobSpec> BY_NAME =
      java.util.Comparator.comparing(JobSpec::dataset);

  /**
   * Refuses options that no connector of the run understands.
   *
   * @throws UsageException naming the first of them
   */
  public void checkOptions(List<JobSpec> jobs, ExtractRequest request) {
    for (String option : request.options().keySet()) {
      List<String> without =
          jobs.stream()
              .filter(job -> !connector(job).options().contains(option))
              .map(job -> job.dataset() + " (" + connector(job).name() + ")")
              .toList();
      if (!without.isEmpty()) {
        throw new UsageException(
            "sluice extract: --"
                + option
                + " is not an option of "
                + String.join(", ", without.subList(0, Math.min(3, without.size())))
                + ". Nothing was run. Name the datasets that it is for. See: sluice help extract");
      }
    }
  }

  /**
   * Refuses what must not be done with a group.
   *
   * @throws UsageException with the reason
   */
  public void refuse(Group group, ExtractRequest request) {
    connector(group.jobs().get(0)).refuse(request, group, zones.clock());
  }

  /** Exports one group; never throws, what goes wrong is in the outcomes. */
  public List<ExtractOutcome> run(Group group, ExtractRequest request, ExtractProgress progress) {
    Instant started = zones.clock().instant();
    MDC.put("run_id", request.runId());
    List<Lease> leases = new ArrayList<>();
    List<DatasetExports> datasets = new ArrayList<>();
    try {
      try {
        for (JobSpec job : group.jobs()) {
          leases.add(zones.leases().acquireForExport(job.dataset(), request.runId()));
        }
        for (JobSpec job : group.jobs()) {
          datasets.add(new DatasetExports(job, settings(job), zones, request.runId(), progress));
        }
        export(group, datasets, request);
      } finally {
        leases.forEach(Lease::close);
      }
    } catch (SluiceException e) {
      return outcomes(group, datasets, started, request, e.exitCode(), e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.error("failed dataset={}", group.jobs().get(0).dataset(), e);
      String problem = Printable.line(e.toString()) + ". The request is in the ledger";
      return outcomes(group, datasets, started, request, ExitCode.BUG, problem);
    } finally {
      MDC.clear();
    }
    return outcomes(group, datasets, started, request, ExitCode.DONE, "");
  }

  private void export(Group group, List<DatasetExports> datasets, ExtractRequest request) {
    Connector connector = connector(group.jobs().get(0));
    Section connection = connection(group.jobs().get(0));
    Http http = new Http(WORDING, Pace.of(connection), zones.clock(), variables);
    try {
      connector.export(new Exchange(datasets, connection, http, request, zones.clock()));
    } catch (StatusException e) {
      throw new ConfigurationException(
          e.getMessage()
              + ". The request is in the ledger. Correct the address or the rights of the"
              + " credentials, and run again",
          e);
    }
  }

  private List<ExtractOutcome> outcomes(
      Group group,
      List<DatasetExports> datasets,
      Instant started,
      ExtractRequest request,
      ExitCode code,
      String problem) {
    List<ExtractOutcome> outcomes = new ArrayList<>();
    for (JobSpec job : group.jobs()) {
      DatasetExports dataset =
          datasets.stream()
              .filter(one -> one.dataset().equals(job.dataset()))
              .findFirst()
              .orElse(null);
      ExtractOutcome outcome;
      if (dataset == null) {
        outcome =
            new ExtractOutcome(
                job.dataset(),
                code,
                List.of(),
                java.time.Duration.between(started, zones.clock().instant()),
                List.of(),
                Optional.of(problem));
      } else {
        if (code != ExitCode.DONE) {
          dataset.fail(code, problem);
        }
        outcome = dataset.outcome(started);
      }
      record(outcome, started, request);
      outcomes.add(outcome);
    }
    return outcomes;
  }

  private void record(ExtractOutcome outcome, Instant started, ExtractRequest request) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("increments", (long) outcome.sealed().size());
    counts.put("rows", outcome.sealed().stream().mapToLong(ExportRecord::rows).sum());
    counts.put("bytes", outcome.sealed().stream().mapToLong(ExportRecord::bytes).sum());
    try {
      zones
          .runs()
          .record(
              new RunRecord(
                  request.runId(),
                  "extract",
                  outcome.dataset(),
                  zones.host(),
                  started,
                  zones.clock().instant(),
                  outcome.exitCode(),
                  OptionalLong.empty(),
                  List.of(),
                  counts,
                  outcome.warnings(),
                  outcome.problem(),
                  List.of()));
    } catch (SluiceException e) {
      LOG.warn("the ledger has no entry of this run: {}", e.getMessage());
    }
  }

  private Connector connector(JobSpec job) {
    return connectors.find(job.extract().orElseThrow().connector()).orElseThrow();
  }

  private Section settings(JobSpec job) {
    Section settings = Section.of("extract", job.extract().orElseThrow().settings(), variables);
    settings.text("connection");
    return settings;
  }

  private Section connection(JobSpec job) {
    String name = connectionName(job);
    return Section.of("connections." + name, connections.getOrDefault(name, Map.of()), variables);
  }

  private static String connectionName(JobSpec job) {
    Object name = job.extract().orElseThrow().settings().get("connection");
    return name == null ? job.dataset().source() : name.toString();
  }

  /** The connectors that these jobs use and that must know the other jobs of their source. */
  public boolean needsOthers(JobSpec job) {
    return job.extract()
        .flatMap(extract -> connectors.find(extract.connector()))
        .filter(Connector::needsOthers)
        .isPresent();
  }
}
