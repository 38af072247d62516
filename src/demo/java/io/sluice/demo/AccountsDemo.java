package io.sluice.demo;

import io.sluice.error.ExitCode;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.demo.DemoAct;
import io.sluice.run.demo.DemoAct.Step;
import io.sluice.run.demo.DemoPlace;
import io.sluice.run.demo.DemoReport;
import io.sluice.run.demo.DemoReport.Command;
import io.sluice.run.demo.Demonstration;
import io.sluice.run.extract.ExtractOptions;
import io.sluice.run.extract.ExtractVerb;
import io.sluice.run.extract.ExtractedDataset;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.ingest.IngestVerb;
import io.sluice.run.status.StatusVerb;
import io.sluice.spark.Sessions;
import io.sluice.spec.DatasetName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A story in four acts: accounts are exported from a Zuora on this machine, merged, changed,
 * deleted and damaged. Its nights end now, so that the table is fresh when it ends.
 */
public final class AccountsDemo implements Demonstration {
  private static final DatasetName ACCOUNTS = new DatasetName("zuora", "account");
  private static final String GUARD =
      """

      # Only for the demo: as a rule tables of up to 1,000 rows may lose any share of them.
      guard: {min_rows: 5}
      """;
  private static final String BAD_CELL = "\"12,5x\"";
  private static final int DELETED_BY_MISTAKE = 5;

  /** For the loader of services. */
  public AccountsDemo() {}

  @Override
  public String name() {
    return "accounts";
  }

  @Override
  public DemoReport run(Path folder, Run around, Consumer<DemoAct> told) {
    SampleLake samples = SampleLake.in(folder);
    DemoClock clock = new DemoClock(around.clock());
    try (AquaServer zuora = new AquaServer(clock, ZoneOffset.UTC)) {
      DemoPlace place = samples.place();
      samples.job(ACCOUNTS, GUARD);
      samples.write(
          "conf/local.yaml",
          """
          # Made by the demo. Its Zuora ended with it, so extract finds nobody to ask.
          lake: "%s"
          connections:
          %s"""
              .formatted(place.lake(), samples.connection(zuora)));
      Run run = new Run(clock, Map.of(), around.progress());
      Workplace where = new Workplace(place.conf(), place.jobs(), List.of(ACCOUNTS.toString()));
      try (Sessions sessions = new Sessions(run.lake(run.load(where)).settings())) {
        return new Story(samples, clock, zuora, run, where, sessions, told).tell();
      }
    }
  }

  /** The acts in their order; the numbers in their lines are those of the outcomes. */
  private static final class Story {
    private final SampleLake samples;
    private final DemoClock clock;
    private final AquaServer zuora;
    private final Run run;
    private final Workplace where;
    private final Sessions sessions;
    private final Consumer<DemoAct> told;
    private final List<DemoAct> acts = new ArrayList<>();
    private final List<DatasetOutcome> outcomes = new ArrayList<>();
    private int steps;

    Story(
        SampleLake samples,
        DemoClock clock,
        AquaServer zuora,
        Run run,
        Workplace where,
        Sessions sessions,
        Consumer<DemoAct> told) {
      this.samples = samples;
      this.clock = clock;
      this.zuora = zuora;
      this.run = run;
      this.where = where;
      this.sessions = sessions;
      this.told = told;
    }

    DemoReport tell() {
      Instant now = clock.instant();

      night(now.minus(Duration.ofDays(2)), samples.sample(ACCOUNTS, 0));
      act(
          "Export: what changed at Zuora becomes an increment",
          extract(
              "A manifest beside the file has its rows and its hash: half a file is never read."));
      act("Merge: one row per account", ingest(ExitCode.DONE, Optional.empty()));

      Instant second = now.minus(Duration.ofDays(1));
      night(second, changes(false));
      Step exported = extract("One of them was deleted at Zuora.");
      samples.deliver(ACCOUNTS, 3, second.minus(Duration.ofHours(12)));
      act(
          "A late file and a delete",
          exported,
          ingest(
              ExitCode.DONE,
              Optional.of(
                  "A file of the day before came late, with three accounts. One is new; one"
                      + " is older than the table's row, and one would bring the deleted"
                      + " account back: these two change nothing.")));

      night(now.minus(Duration.ofHours(2)), changes(true));
      Step bad = extract("Its balance is no number, on purpose.");
      Step quarantined = ingest(ExitCode.DONE, Optional.empty());
      night(now, deletedByMistake());
      Step wrong =
          extract("By mistake, somebody deleted " + DELETED_BY_MISTAKE + " accounts at Zuora.");
      Step held = ingest(ExitCode.DATA, Optional.empty());
      act("A bad row and a held run", bad, quarantined, wrong, held);
      return new DemoReport(
          acts,
          DemoSums.ofIngests(outcomes.stream().map(List::of).toList()),
          new StatusVerb(run, where).status(),
          samples.place(),
          next(),
          Optional.empty());
    }

    private List<Command> next() {
      return List.of(
          new Command("plan " + ACCOUNTS, "what the held run would do"),
          new Command("why " + ACCOUNTS + " " + deletedAccount(), "why is this account gone?"),
          new Command("ingest " + ACCOUNTS + " --approve", "merges what is held after all"),
          new Command("rollback " + ACCOUNTS + " --to 3", "takes that back, if you say so"));
    }

    /** The id of the account that the second day deletes. */
    private String deletedAccount() {
      List<String> lines = changes(false).lines().toList();
      int id = List.of(lines.get(0).split(",", -1)).indexOf("Account.Id");
      return lines.stream()
          .filter(line -> line.startsWith("true,"))
          .findFirst()
          .orElseThrow()
          .split(",", -1)[id];
    }

    private void act(String title, Step... steps) {
      DemoAct act = new DemoAct(title, List.of(steps));
      acts.add(act);
      told.accept(act);
    }

    private void night(Instant at, String changed) {
      clock.set(at);
      zuora.take(changed);
    }

    /** Of the second day's rows those with the bad cell, or those without it. */
    private String changes(boolean bad) {
      List<String> lines = samples.sample(ACCOUNTS, 1).lines().toList();
      return lines.stream()
          .filter(line -> line.equals(lines.get(0)) || line.contains(BAD_CELL) == bad)
          .collect(Collectors.joining("\n", "", "\n"));
    }

    private String deletedByMistake() {
      List<String> lines = samples.sample(ACCOUNTS, 0).lines().toList();
      return lines.stream()
          .limit(1L + DELETED_BY_MISTAKE)
          .map(line -> line.replaceFirst("^false,", "true,"))
          .collect(Collectors.joining("\n", "", "\n"));
    }

    private Step extract(String remark) {
      ExtractedDataset extracted =
          new ExtractVerb(run, where).extract(new ExtractOptions(runId(), Map.of())).get(0);
      requireEnd("extract", ExitCode.DONE, extracted.exitCode(), extracted.problem());
      String rows = "Exported: " + rows(extracted.rows()) + ".";
      return new Step("extract " + ACCOUNTS, extracted.exitCode(), List.of(rows + " " + remark));
    }

    private Step ingest(ExitCode expected, Optional<String> remark) {
      DatasetOutcome outcome =
          new IngestVerb(run, where)
              .ingest(new IngestOptions(runId(), Optional.empty()), sessions)
              .get(0);
      requireEnd("ingest", expected, outcome.exitCode(), outcome.problem());
      outcomes.add(outcome);
      List<String> lines = new ArrayList<>();
      if (outcome.problem().isEmpty()) {
        lines.add(counts(outcome));
      }
      remark.ifPresent(lines::add);
      lines.addAll(outcome.warnings());
      outcome.problem().ifPresent(lines::add);
      return new Step("ingest " + ACCOUNTS, outcome.exitCode(), lines);
    }

    private String runId() {
      steps++;
      return "demo-" + steps;
    }

    private static void requireEnd(
        String verb, ExitCode expected, ExitCode found, Optional<String> problem) {
      if (found != expected) {
        throw new IllegalStateException(
            "the demo's "
                + verb
                + " ended with "
                + found.code()
                + " instead of "
                + expected.code()
                + ": "
                + problem.orElse("no problem was reported"));
      }
    }

    private static String counts(DatasetOutcome outcome) {
      Map<String, Long> parts = new LinkedHashMap<>();
      parts.put("inserted", outcome.count("inserted"));
      parts.put("updated", outcome.count("updated"));
      parts.put("deleted", outcome.count("deleted"));
      parts.put("to quarantine", outcome.count("quarantined"));
      long changed = parts.values().stream().mapToLong(Long::longValue).sum();
      parts.put("without change", outcome.count("read") - changed);
      return rows(outcome.count("read"))
          + ": "
          + parts.entrySet().stream()
              .filter(part -> part.getValue() > 0)
              .map(part -> part.getValue() + " " + part.getKey())
              .collect(Collectors.joining(", "))
          + ". The table has "
          + rows(outcome.rows().orElse(0))
          + ".";
    }

    private static String rows(long rows) {
      return rows == 1 ? "1 row" : rows + " rows";
    }
  }
}
