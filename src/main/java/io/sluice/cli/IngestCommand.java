package io.sluice.cli;

import io.sluice.error.ExitCode;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.ingest.IngestVerb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code ingest}. */
final class IngestCommand extends Command {
  private static final String APPROVE = "approve";
  private static final String MAX_BYTES = "max-bytes";
  private static final String EMPTY_EXIT_CODE = "empty-exit-code";

  /** In the place of ids behind {@code --approve}: all of them. */
  private static final String ALL = "*";

  IngestCommand() {
    super("ingest", "merges what is pending in the raw zone into the clean tables");
  }

  @Override
  boolean startsSpark() {
    return true;
  }

  @Override
  Options options() {
    return Flags.withFiles(
        Flags.value(
            APPROVE,
            "[ID,ID]",
            "apply what the guard holds: alone, all of it; with ids, those increments"),
        Flags.value(
            MAX_BYTES,
            "SIZE",
            "raw files in one commit; more take several, oldest first (default: 64GB)"),
        Flags.value(
            EMPTY_EXIT_CODE, "N", "end with N, 0 to 255, where nothing was pending (default: 0)"));
  }

  @Override
  String about() {
    return """
        Usage: sluice ingest [dataset or source ...] [options]

        Merges what has arrived in the raw zone and is not yet in a table into the clean tables.
        Each dataset commits for itself: readers see a table as it was or as it is, never between.
        Where nothing is pending, no Spark is started. Several datasets go side by side, and one
        that fails does not stop the others. To run it again never does harm.
        """;
  }

  @Override
  String more() {
    return """

        The summary has a row for each dataset that had something to do. ROWS IN are those read,
        DELETED those taken out of the table, by deletes and by full loads alike; NO CHANGE those
        that are in the table already, or of which it has newer ones; QUARANTINED those that could
        not be used. Further counts are in the JSON.

        The guard holds back a run that would delete or shrink more than the job file allows, and
        an increment of which too many rows cannot be used.
        --approve alone approves whatever it holds, --approve ID,ID only those increments. What
        follows --approve and looks like a dataset or a source is taken for one, as in
        "--approve zuora/account"; for ids that look so, write --approve=ID,ID.

        --max-bytes bounds the raw files of one commit, for a first run with years to catch up on:
        where more is pending, the oldest increments are committed first, then the next ones, in
        the same run. An increment is never split. The guard judges each commit for itself.

        Examples:
          sluice ingest
          sluice ingest zuora price-migration/cohort-items
          sluice ingest zuora/account --approve
          sluice ingest zuora/account --approve 20261121T003000Z-7f3a
          sluice ingest zuora/account --max-bytes 5GB
          sluice ingest --conf conf/production.yaml --run-id nightly-7 --json

        Exit codes: 0 done, or nothing to do (--empty-exit-code N tells the latter); 64 usage;
        65 an increment was refused or is held; 70 a fault of this program; 73 another run holds
        the lease; 75 try again; 78 configuration; 79 a commit whose outcome is unknown. Several
        at once: 79, 70, 78, 65, 73, 75, in this order. Quarantined rows alone end with 0.
        """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, withApproval(arguments), surroundings);
    Workplace where = given.where();
    IngestOptions options =
        new IngestOptions(
            given.runId(),
            approval(given),
            given.size(MAX_BYTES).orElse(IngestOptions.DEFAULT_MAX_BYTES));
    int emptyExitCode = Math.toIntExact(given.number(EMPTY_EXIT_CODE, 0, 255).orElse(0));
    return new Asked(where, options, emptyExitCode, given.style());
  }

  /**
   * Binds the ids behind {@code --approve} to it, and nothing else: {@code --approve zuora/account}
   * approves all of that dataset. What has the form of a dataset or a source is one; whoever has
   * ids of that form writes {@code --approve=ID,ID}.
   */
  private static List<String> withApproval(List<String> arguments) {
    String option = "--" + APPROVE;
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
  private static Optional<List<String>> approval(Given given) {
    Optional<String> text = given.text(APPROVE);
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
      // An empty list would approve everything.
      throw given.wrong("--" + APPROVE + " is \"" + text.get() + "\", which names no increment");
    }
    return ids;
  }

  /**
   * What the arguments ask for.
   *
   * @param emptyExitCode what to end with where nothing was pending and nothing went wrong
   */
  record Asked(Workplace where, IngestOptions options, int emptyExitCode, Style style)
      implements VerbInvocation<List<DatasetOutcome>> {
    @Override
    public List<DatasetOutcome> run(Run run) {
      return new IngestVerb(run, where).ingest(options);
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
      } else {
        session.out().text(Summary.text(outcomes));
        session.out().text(style.quiet() ? "" : next(outcomes, style));
      }
      return exitCode;
    }
  }

  private static String next(List<DatasetOutcome> outcomes, Style style) {
    List<List<String>> commands = new ArrayList<>();
    for (DatasetOutcome outcome : outcomes) {
      String name = outcome.dataset().toString();
      if (outcome.exitCode() == ExitCode.DATA) {
        commands.add(List.of(style.call("status " + name), "what is pending, and what is wrong"));
        if (!outcome.held().isEmpty()) {
          commands.add(
              List.of(
                  style.call("ingest " + name + " --approve"),
                  "apply what is held, if it is right"));
        }
      } else if (outcome.exitCode() == ExitCode.LEASE_HELD
          || outcome.exitCode() == ExitCode.TEMPORARY) {
        commands.add(List.of(style.call("ingest " + name), "try again later"));
      } else if (outcome.exitCode() == ExitCode.CONFIGURATION) {
        commands.add(
            List.of(
                style.call("check " + name),
                "what is wrong with job file, environment file or lake"));
      } else if (outcome.exitCode() == ExitCode.COMMIT_UNKNOWN) {
        commands.add(
            List.of(
                style.call("status " + name), "whether the version came to be; remove nothing"));
      }
    }
    return commands.isEmpty() ? "" : Style.advice("Next:", commands);
  }
}
