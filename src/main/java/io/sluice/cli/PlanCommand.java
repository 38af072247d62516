package io.sluice.cli;

import io.sluice.error.ExitCode;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.ingest.Forecast;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.ingest.IngestVerb;
import io.sluice.run.ingest.PlannedDataset;
import io.sluice.run.show.RowChange;
import io.sluice.run.show.ShownDiff;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code plan}. */
final class PlanCommand extends Command {
  private static final String MAX_BYTES = "max-bytes";
  private static final String LIMIT = "limit";
  private static final String NO_ROWS = "no-rows";
  private static final int ROWS_SHOWN = 5;
  private static final int MOST_ROWS = 1000;

  PlanCommand() {
    super("plan", "prints what ingest would do now; writes nothing");
  }

  @Override
  boolean startsSpark() {
    return true;
  }

  @Override
  Options options() {
    return Flags.withFiles(
        Flags.value(MAX_BYTES, "SIZE", "the most raw bytes of one commit (default: 64GB)"),
        Flags.value(LIMIT, "N", "at most N rows of each kind (default: 5)"),
        Flags.flag(NO_ROWS, "counts alone, no rows"),
        Flags.wide());
  }

  @Override
  String about() {
    return """
        Usage: sluice plan [dataset or source ...] [options]

        Reads the pending increments and decides as ingest does, and stops before anything is
        written: no version, no ledger entry, no lease. It can run beside an ingest.
        """;
  }

  @Override
  String more() {
    return """

        The table, warnings and problems are those that ingest would print; ROWS NOW and VERSION NOW
        are those of the table before the ingest. Below, a line for each dataset: the version and
        rows after the commit, and the partitions and files that would be written again. What the
        guard would hold is a problem, and nothing of it would be committed. Then come the first
        rows that would be inserted, updated and deleted, in the form of show --diff. With much
        data, ingest makes several commits (--max-bytes); the plan is that of the first.

        Examples:
          sluice plan
          sluice plan zuora/account
          sluice plan zuora/account --limit 50
          sluice plan zuora/account --no-rows
          sluice plan zuora --json

        Exit codes are those that ingest would end with: 0 done, or nothing to do; 64 usage; 65 an
        increment would be refused or held; 70 a fault of this program; 75 try again; 78
        configuration.
        """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, arguments, surroundings);
    IngestOptions options =
        new IngestOptions(
            given.runId(),
            Optional.empty(),
            given.size(MAX_BYTES).orElse(IngestOptions.DEFAULT_MAX_BYTES));
    int rows = Math.toIntExact(given.number(LIMIT, 1, MOST_ROWS).orElse(ROWS_SHOWN));
    if (given.flag(NO_ROWS)) {
      if (given.flag(LIMIT)) {
        throw given.wrong("--limit and --no-rows contradict each other");
      }
      rows = 0;
    }
    return new Asked(given.where(), options.showing(rows), given.style());
  }

  /** What the arguments ask for. */
  record Asked(Workplace where, IngestOptions options, Style style)
      implements VerbInvocation<List<PlannedDataset>> {
    @Override
    public List<PlannedDataset> run(Run run) {
      return new IngestVerb(run, where).plan(options);
    }

    @Override
    public int print(List<PlannedDataset> planned, Session session) throws IOException {
      List<DatasetOutcome> outcomes = planned.stream().map(PlannedDataset::outcome).toList();
      ExitCode exitCode = Summary.exitCode(outcomes);
      if (style.json()) {
        try (JsonOutput document = JsonOutput.begin(session.out())) {
          document.text("run_id", options.runId()).number("exit_code", exitCode.code());
          document.objects("datasets", planned, PlanCommand::json);
        }
      } else {
        session.out().text(Summary.planned(outcomes, where.names(), style.view()));
        for (PlannedDataset one : planned) {
          print(one, session.out());
        }
        session.out().text(style.quiet() ? "" : next(outcomes));
      }
      return exitCode.code();
    }

    private void print(PlannedDataset planned, Output out) throws IOException {
      if (planned.forecast().isPresent()) {
        Forecast forecast = planned.forecast().get();
        if (forecast.held().isEmpty()) {
          out.text(style.view().folded(line(planned.outcome(), forecast)));
        }
        if (forecast.samples().isPresent()) {
          ShownDiff samples = forecast.samples().get();
          long shown = new DiffWriter(samples, out).table(style.view());
          if (shown < samples.rows() && !style.quiet()) {
            String first = Style.number(options.samples());
            out.line("(at most " + first + " rows of each kind; --limit N shows N)");
          }
        }
      }
    }

    private String next(List<DatasetOutcome> outcomes) {
      List<String> ready =
          outcomes.stream()
              .filter(one -> one.increments() > 0)
              .map(one -> one.dataset().toString())
              .toList();
      boolean all = outcomes.stream().allMatch(one -> one.exitCode() == ExitCode.DONE);
      List<String> asked = all ? where.names() : ready;
      String names = asked.isEmpty() ? "" : " " + String.join(" ", asked);
      return ready.isEmpty()
          ? ""
          : Style.advice("Next:", List.of(List.of(style.call("ingest" + names), "do it")));
    }
  }

  /** The keys of one dataset, into the object that is open. */
  static void json(JsonOutput object, PlannedDataset planned) throws IOException {
    Summary.json(object, planned.outcome());
    object.object("forecast", planned.forecast(), PlanCommand::json);
  }

  private static void json(JsonOutput object, Forecast forecast) throws IOException {
    object.number("version", forecast.version()).number("rows", forecast.rows());
    object.texts("held", forecast.held());
    object.number("partitions", forecast.partitions());
    object.number("files", forecast.files()).number("bytes", forecast.bytes());
    object.number("all_files", forecast.allFiles()).number("all_bytes", forecast.allBytes());
    object.text("plan", forecast.plan()).flag("last", forecast.last());
    List<RowChange> samples = new ArrayList<>();
    forecast.samples().ifPresent(diff -> diff.changes().forEach(samples::add));
    object.objects(
        "samples",
        samples,
        (into, change) -> DiffWriter.json(into, forecast.samples().orElseThrow(), change));
  }

  private static String line(DatasetOutcome outcome, Forecast forecast) {
    String partitions =
        Style.number(forecast.partitions())
            + (forecast.partitions() == 1 ? " partition" : " partitions");
    String files =
        forecast.files() == 0
            ? "no file rewritten"
            : Style.number(forecast.files())
                + " of "
                + Style.number(forecast.allFiles())
                + (forecast.allFiles() == 1 ? " file" : " files")
                + " rewritten, "
                + Style.size(forecast.bytes())
                + " of "
                + Style.size(forecast.allBytes());
    return "plan: "
        + outcome.dataset()
        + ": version "
        + Style.number(forecast.version())
        + " would have "
        + Style.number(forecast.rows())
        + (forecast.rows() == 1 ? " row" : " rows")
        + "; "
        + partitions
        + " written, "
        + files
        + (forecast.last() ? "" : "; further commits follow")
        + "\n";
  }
}
