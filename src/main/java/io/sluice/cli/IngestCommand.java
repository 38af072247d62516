package io.sluice.cli;

import static io.sluice.error.ExitCode.COMMIT_UNKNOWN;
import static io.sluice.error.ExitCode.CONFIGURATION;
import static io.sluice.error.ExitCode.DATA;
import static io.sluice.error.ExitCode.LEASE_HELD;
import static io.sluice.error.ExitCode.TEMPORARY;

import io.sluice.run.DatasetOutcome;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.ingest.IngestVerb;
import io.sluice.run.ingest.PlanFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.cli.Options;

/** {@code ingest}. */
final class IngestCommand extends Command {
  private static final String APPROVE = "approve";
  private static final String REAPPLY = "reapply";
  private static final String MAX_BYTES = "max-bytes";
  private static final String PLAN = "plan";
  private static final String EMPTY_EXIT_CODE = "empty-exit-code";

  /** Used instead of ids after {@code --approve}: all of them. */
  private static final String ALL = "*";

  /** More datasets are not put into one command of advice. */
  private static final int MOST_NAMED = 3;

  IngestCommand() {
    super("ingest", "merges pending increments into the clean tables");
  }

  @Override
  boolean startsSpark() {
    return true;
  }

  @Override
  Options options() {
    return Flags.withFiles(
        Flags.value(
            APPROVE, "[ID,ID]", "apply what the guard holds: all, or the increments of these ids"),
        Flags.value(
            REAPPLY,
            "[ID,ID]",
            "put back what a rollback withdrew: all, or the increments of these ids"),
        Flags.value(
            MAX_BYTES,
            "SIZE",
            "the most raw bytes of one commit, oldest increments first (default: 64GB)"),
        Flags.value(PLAN, "FILE", "apply the plan that plan --out FILE has kept, or nothing"),
        Flags.value(
            EMPTY_EXIT_CODE, "N", "end with N, 0 to 255, if nothing was pending (default: 0)"),
        Flags.wide());
  }

  @Override
  String about() {
    return """
        Usage: sluice ingest [dataset or source ...] [options]

        Merges the pending increments of the raw zone into the clean tables. Each dataset has its
        own commit: readers see the table before it or after it, never a part. If nothing is
        pending, Spark does not start. Several datasets run at the same time; one that fails does
        not stop the others. It is always safe to run ingest again.
        """;
  }

  @Override
  String more() {
    return """

        The summary has a row for each dataset with pending increments. ROWS IN: rows that were
        read. DELETED: rows that left the table, by deletes or by full loads. NO CHANGE: rows that
        the table has already, or of which it has newer ones. QUARANTINED: rows that could not be
        used. A terminal shows what it has room for, and of more than ten datasets only those that
        need somebody; the others are added up in one row. --wide shows all, and the parts of NO
        CHANGE: DUPLICATE, SUPERSEDED, BLOCKED, STALE, UNCHANGED, REFRESHED (docs/merge-law.md).

        The guard holds a run that would delete or remove more rows than the job file allows, and
        an increment with too many rows that cannot be used. --approve alone approves everything
        that it holds, --approve ID,ID only those increments. A word after --approve that looks like
        a dataset or a source counts as one, as in "--approve zuora/account"; for ids that look like
        that, write --approve=ID,ID. An id that is neither pending nor applied is named with the
        nearest pending one, and the run ends with 65; the others are applied.

        --reapply puts back the increments that a rollback withdrew, with the dates that they had, as
        if they had never left; with ids, only those. Their raw files must be there as they were.
        Ids are written as after --approve.

        --max-bytes limits the raw files of one commit, for a first run with much data. If more is
        pending, the run commits the oldest increments first, then the next ones. An increment is
        never split. The guard judges each commit alone.

        --plan FILE applies what "plan --out FILE" foresaw: its increments, on its version of each
        table, with its counts. If anything moved since (the table, an increment, the job file, the
        lake, this program), nothing of that dataset is changed, the problem says what moved, and
        the run ends with 65. Other pending increments stay pending. What the guard would hold is
        held here too, until --approve stands beside --plan.

        Examples:
          sluice ingest
          sluice ingest zuora price-migration/cohort-items
          sluice ingest zuora/account --approve
          sluice ingest zuora/account --approve 20261121T003000Z-7f3a
          sluice ingest zuora/account --reapply
          sluice ingest zuora/account --max-bytes 5GB
          sluice ingest --plan plan.json
          sluice ingest --conf conf/production.yaml --run-id nightly-7 --json

        Exit codes: 0 done, or nothing to do (--empty-exit-code N: then N); 64 usage; 65 an
        increment was refused or is held, or something moved since the plan was made; 70 a fault of
        this program; 73 another run holds the lease; 75 try again; 78 configuration; 79 the outcome
        of a commit is unknown. With several datasets: the first of 79, 70, 78, 65, 73, 75 that
        occurred. Quarantined rows alone: 0.
        """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, withIds(withIds(arguments, APPROVE), REAPPLY), surroundings);
    Workplace where = given.where();
    IngestOptions options =
        new IngestOptions(
            given.runId(),
            ids(given, APPROVE),
            ids(given, REAPPLY),
            given.size(MAX_BYTES).orElse(IngestOptions.DEFAULT_MAX_BYTES));
    Optional<PlanFile> plan =
        given.text(PLAN).map(surroundings::named).map(IngestCommand::planFile);
    if (plan.isPresent()) {
      requireWholePlan(given, options);
    }
    int emptyExitCode = Math.toIntExact(given.number(EMPTY_EXIT_CODE, 0, 255).orElse(0));
    return new Asked(where, options, plan, emptyExitCode, given.style());
  }

  static PlanFile planFile(Path path) {
    return new PlanFile(path, ProgramVersion.text());
  }

  /** A plan has its portion, and is approved whole. */
  private static void requireWholePlan(Given given, IngestOptions options) {
    if (given.text(MAX_BYTES).isPresent()) {
      throw given.wrong(
          "--" + MAX_BYTES + " does not go with --" + PLAN + ": the plan names its increments");
    }
    if (options.reapplied().isPresent()) {
      throw given.wrong(
          "--" + REAPPLY + " does not go with --" + PLAN + ": the plan names its increments");
    }
    if (options.approval().filter(ids -> !ids.isEmpty()).isPresent()) {
      throw given.wrong(
          "--" + APPROVE + " has no ids beside --" + PLAN + ": a plan is applied whole");
    }
  }

  /**
   * Takes the words after an option such as {@code --approve} as ids, unless they look like a
   * dataset or a source: {@code --approve zuora/account} approves everything of that dataset. For
   * ids of that form, users write {@code --approve=ID,ID}.
   */
  private static List<String> withIds(List<String> arguments, String name) {
    String option = "--" + name;
    List<String> bound = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String next = i + 1 < arguments.size() ? arguments.get(i + 1) : "-";
      if (arguments.get(i).equals("--")) {
        bound.addAll(arguments.subList(i, arguments.size()));
        break;
      } else if (!arguments.get(i).equals(option)) {
        bound.add(arguments.get(i));
      } else if (next.startsWith("-") || next.matches("(?i)[a-z][a-z0-9_-]*(/[a-z0-9_-]*)?")) {
        bound.add(option + "=" + ALL);
      } else {
        bound.add(option + "=" + next);
        i++;
      }
    }
    return bound;
  }

  /** Ids with commas between them; an empty list means all. */
  private static Optional<List<String>> ids(Given given, String option) {
    Optional<String> text = given.text(option);
    if (text.filter(ALL::equals).isPresent()) {
      return Optional.of(List.of());
    }
    Optional<List<String>> ids =
        text.map(
            value ->
                Arrays.stream(value.split(","))
                    .map(String::strip)
                    .filter(id -> !id.isEmpty())
                    .toList());
    if (ids.filter(List::isEmpty).isPresent()) {
      // An empty list would mean everything.
      throw given.wrong("--" + option + " is \"" + text.get() + "\", which names no increment");
    }
    return ids;
  }

  /**
   * What the arguments ask for.
   *
   * @param plan that is to be applied
   * @param emptyExitCode the exit code if nothing was pending and nothing went wrong
   */
  record Asked(
      Workplace where,
      IngestOptions options,
      Optional<PlanFile> plan,
      int emptyExitCode,
      Style style)
      implements VerbInvocation<List<DatasetOutcome>> {
    @Override
    public List<DatasetOutcome> run(Run run) {
      IngestVerb verb = new IngestVerb(run, where);
      return plan.isPresent() ? verb.ingest(options, plan.get()) : verb.ingest(options);
    }

    @Override
    public int print(List<DatasetOutcome> outcomes, Session session) throws IOException {
      int exitCode =
          outcomes.stream().allMatch(Summary::idle)
              ? emptyExitCode
              : Summary.exitCode(outcomes).code();
      if (style.json()) {
        try (JsonOutput document = JsonOutput.begin(session.out())) {
          document.text("run_id", options.runId()).number("exit_code", exitCode);
          document.objects("datasets", outcomes, Summary::json);
        }
      } else if (plan.isPresent() && outcomes.isEmpty()) {
        session.out().text("The plan names no increment: nothing to do.\n");
      } else {
        session.out().text(Summary.text(outcomes, where.names(), style.view()));
        session.out().text(style.quiet() ? "" : next(outcomes));
      }
      return exitCode;
    }

    private String next(List<DatasetOutcome> outcomes) {
      List<List<String>> commands = new ArrayList<>();
      // Not check: the fault may be the store's or the memory's, of which check knows nothing.
      advise(
          commands,
          style,
          "status %s",
          "what is pending, and what is wrong",
          names(outcomes, IngestCommand::isWrong));
      String file =
          plan.map(one -> Style.quoted(one.path().toString()).replace("%", "%%")).orElse("");
      String ingest = plan.isPresent() ? "ingest --plan " + file : "ingest";
      if (plan.isPresent()) {
        advise(
            commands,
            style,
            "plan %s --out " + file,
            "make the plan again",
            names(outcomes, one -> one.exitCode() == DATA && one.held().isEmpty()));
      }
      advise(
          commands,
          style,
          ingest + " %s --approve",
          "apply the held increments, if they are right",
          names(outcomes, one -> isWrong(one) && !one.held().isEmpty()));
      advise(
          commands,
          style,
          ingest + " %s",
          "try again later",
          names(outcomes, one -> List.of(LEASE_HELD, TEMPORARY).contains(one.exitCode())));
      advise(
          commands,
          style,
          "status %s",
          "whether the version exists; remove nothing before",
          names(outcomes, one -> one.exitCode() == COMMIT_UNKNOWN));
      return commands.isEmpty() ? "" : Style.advice("Next:", commands);
    }
  }

  private static boolean isWrong(DatasetOutcome outcome) {
    return outcome.exitCode() == DATA || outcome.exitCode() == CONFIGURATION;
  }

  private static List<String> names(
      List<DatasetOutcome> outcomes, Predicate<DatasetOutcome> which) {
    return outcomes.stream().filter(which).map(outcome -> outcome.dataset().toString()).toList();
  }

  /** One command for all of the datasets; of many, the first stands for the others. */
  private static void advise(
      List<List<String>> commands, Style style, String command, String use, List<String> names) {
    if (!names.isEmpty()) {
      boolean few = names.size() <= MOST_NAMED;
      String which = few ? String.join(" ", names) : names.get(0);
      String others = few ? "" : "; " + Style.number(names.size() - 1) + " more need the same";
      commands.add(List.of(style.call(command.formatted(which)), use + others));
    }
  }
}
