package io.sluice.cli;

import io.sluice.error.ExitCode;
import io.sluice.error.Printable;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.ingest.ColumnDrift;
import io.sluice.run.ingest.Forecast;
import io.sluice.run.ingest.IngestOptions;
import io.sluice.run.ingest.IngestVerb;
import io.sluice.run.ingest.PlanFile;
import io.sluice.run.ingest.PlannedDataset;
import io.sluice.run.show.RowChange;
import io.sluice.run.show.ShownDiff;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code plan}. */
final class PlanCommand extends Command {
  private static final String MAX_BYTES = "max-bytes";
  private static final String LIMIT = "limit";
  private static final String OUT = "out";
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
        Flags.value(OUT, "FILE", "keep the plan in this file, for ingest --plan FILE"),
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

        A line that begins with "drift:" counts a column in which files differ from the job file:
        one that the job file lacks, or one that the files lack.

        --out FILE keeps the plan as JSON: for each dataset its version, its increments with the
        hashes of their files, and the counts. ingest --plan FILE applies exactly that, or nothing.
        A plan that is in FILE already is replaced.

        Examples:
          sluice plan
          sluice plan zuora/account
          sluice plan zuora/account --limit 50
          sluice plan zuora/account --no-rows
          sluice plan zuora --json
          sluice plan zuora --out plan.json

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
    return new Asked(
        given.where(),
        options.showing(rows),
        given.text(OUT).map(surroundings::named).map(IngestCommand::planFile),
        given.style());
  }

  /**
   * What the arguments ask for.
   *
   * @param out where the plan is kept
   */
  record Asked(Workplace where, IngestOptions options, Optional<PlanFile> out, Style style)
      implements VerbInvocation<List<PlannedDataset>> {
    @Override
    public List<PlannedDataset> run(Run run) {
      IngestVerb verb = new IngestVerb(run, where);
      return out.isPresent() ? verb.plan(options, out.get()) : verb.plan(options);
    }

    @Override
    public int print(List<PlannedDataset> planned, Session session) throws IOException {
      List<DatasetOutcome> outcomes = planned.stream().map(PlannedDataset::outcome).toList();
      ExitCode exitCode = Summary.exitCode(outcomes);
      if (style.json()) {
        try (JsonOutput document = JsonOutput.begin(session.out())) {
          document.text("run_id", options.runId()).number("exit_code", exitCode.code());
          document.text("out", out.map(file -> file.path().toString()));
          document.objects("datasets", planned, PlanCommand::json);
        }
      } else {
        session.out().text(Summary.planned(outcomes, where.names(), style.view()));
        for (PlannedDataset one : planned) {
          print(one, session.out());
        }
        if (out.isPresent()) {
          session.out().text(style.view().folded(kept(out.get(), planned)));
        }
        session.out().text(style.quiet() ? "" : next(planned, outcomes));
      }
      return exitCode.code();
    }

    private void print(PlannedDataset planned, Output out) throws IOException {
      if (planned.forecast().isPresent()) {
        Forecast forecast = planned.forecast().get();
        if (forecast.held().isEmpty()) {
          out.text(style.view().folded(line(planned.outcome(), forecast)));
        }
        for (ColumnDrift drift : forecast.drift()) {
          out.text(style.view().folded(line(planned.outcome(), drift)));
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

    private static String kept(PlanFile file, List<PlannedDataset> planned) {
      long datasets = planned.stream().filter(one -> one.plan().isPresent()).count();
      return "Kept in "
          + Printable.line(file.path().toString())
          + ": "
          + (datasets == 0
              ? "a plan of nothing, as nothing would be applied"
              : "the plan of "
                  + Style.number(datasets)
                  + (datasets == 1 ? " dataset" : " datasets"))
          + ".\n";
    }

    private String next(List<PlannedDataset> planned, List<DatasetOutcome> outcomes) {
      if (out.isPresent()) {
        if (planned.stream().allMatch(one -> one.plan().isEmpty())) {
          return "";
        }
        String command = "ingest --plan " + Style.quoted(out.get().path().toString());
        return Style.advice(
            "Next:",
            List.of(
                List.of(
                    style.call(command), "apply exactly this, once somebody has looked at it")));
      }
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
    object.objects("drift", forecast.drift(), PlanCommand::json);
    List<RowChange> samples = new ArrayList<>();
    forecast.samples().ifPresent(diff -> diff.changes().forEach(samples::add));
    object.objects(
        "samples",
        samples,
        (into, change) -> DiffWriter.json(into, forecast.samples().orElseThrow(), change));
  }

  private static void json(JsonOutput object, ColumnDrift drift) throws IOException {
    object.text("kind", drift.kind().name().toLowerCase(Locale.ROOT));
    object.text("column", drift.column()).number("increments", drift.increments());
    object.number("files", drift.files()).number("rows", drift.rows());
  }

  private static String line(DatasetOutcome outcome, ColumnDrift drift) {
    String where =
        counted(drift.increments(), "increment")
            + ", "
            + counted(drift.files(), "file")
            + ", "
            + counted(drift.rows(), "row");
    String told =
        switch (drift.kind()) {
          case UNKNOWN ->
              "column \""
                  + drift.column()
                  + "\", which the job file lacks: "
                  + where
                  + "; kept in _rescued";
          case MISSING ->
              "column " + drift.column() + " is not in the files: " + where + "; null there";
        };
    return "drift: " + outcome.dataset() + ": " + Printable.line(told) + "\n";
  }

  private static String counted(long number, String what) {
    return Style.number(number) + " " + what + (number == 1 ? "" : "s");
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
