package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;
import static io.sluice.cli.TextTable.Column.right;

import io.sluice.error.ExitCode;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.runs.PastRun;
import io.sluice.run.runs.RunList;
import io.sluice.run.runs.RunsVerb;
import io.sluice.run.show.ShownRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;

/** {@code runs}. */
final class RunsCommand extends Command {
  private static final String LIMIT = "limit";
  private static final long RUNS_SHOWN = 20;

  RunsCommand() {
    super("runs", "prints past runs: when, outcome, counts, first problem");
  }

  @Override
  boolean startsSpark() {
    return false;
  }

  @Override
  Options options() {
    return Flags.withFiles(
        Flags.value(LIMIT, "N", "the newest N runs, 0 for all (default: 20)"),
        RowFormat.option(),
        Flags.wide(),
        Flags.utc());
  }

  @Override
  String about() {
    return """
        Usage: sluice runs [dataset or source ...] [options]

        Prints past runs from the ledger, the newest last: a line for each run and dataset that had
        something to do. Reads only, needs no Spark.
        """;
  }

  @Override
  String more() {
    return """

        OUTCOME is the exit code of the dataset: done, or the code and its name, such as
        "failed (75)". INCREMENTS: how many were applied. The counts are those of ingest. A run that
        was killed is told of by the run after it. Of a problem the first line is printed; --json
        has all of it, the warnings, and the ids of increments that were applied or held.

        Examples:
          sluice runs
          sluice runs zuora/account --limit 100
          sluice runs --json --limit 0 > runs.json

        Exit codes: 0 done; 64 usage; 65 a file of the ledger is broken, the others are shown; 75
        try again; 78 configuration.
        """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, arguments, surroundings);
    OptionalLong limit = given.number(LIMIT, 0, Long.MAX_VALUE);
    long most = limit.orElse(RUNS_SHOWN);
    return new Asked(
        given.where(), most == 0 ? Long.MAX_VALUE : most, RowFormat.of(given), given.style());
  }

  /**
   * What the arguments ask for.
   *
   * @param most how many runs
   */
  record Asked(Workplace where, long most, RowFormat format, Style style)
      implements VerbInvocation<RunList> {
    @Override
    public RunList run(Run run) {
      return new RunsVerb(run, where).runs(most);
    }

    @Override
    public int print(RunList found, Session session) throws IOException {
      new Listing<>(
              found.runs(),
              found.problems(),
              RunsCommand::json,
              RunsCommand::rows,
              RunsCommand::table,
              "No run had anything to do yet.")
          .print(format, style.view(), session);
      return found.exitCode().code();
    }
  }

  /** The keys of one run, into the object that is open. */
  static void json(JsonOutput object, PastRun run) throws IOException {
    object.text("run_id", run.runId()).text("verb", run.verb());
    object.text("dataset", run.dataset().toString()).text("host", run.host());
    object.text("started", run.started().toString()).text("ended", run.ended().toString());
    object.seconds("seconds", run.took()).number("exit_code", run.exitCode().code());
    object.number("version", run.version());
    object.texts("applied", run.applied()).texts("held", run.held());
    object.numbers("counts", run.counts());
    object.texts("warnings", run.warnings()).text("problem", run.problem());
  }

  private static String table(List<PastRun> runs, View view) {
    List<TextTable.Column> columns = new ArrayList<>();
    columns.add(left("DATASET"));
    columns.add(left("STARTED"));
    columns.add(left("VERB").ranked(7));
    columns.add(left("OUTCOME"));
    columns.add(right("TOOK").ranked(4));
    columns.add(right("INCREMENTS").ranked(5));
    Summary.SHOWN_COUNTS.forEach(
        name ->
            columns.add(
                right(name.equals("read") ? "ROWS IN" : name.toUpperCase(Locale.ROOT))
                    .ranked(name.equals("read") ? 1 : 3)));
    columns.add(right("VERSION").ranked(6));
    columns.add(left("RUN ID").ranked(8));
    columns.add(left("PROBLEM").ranked(2));
    TextTable table = new TextTable(columns);
    int longest =
        view.whole() ? Integer.MAX_VALUE : Math.max(20, view.columns().getAsInt() * 3 / 8);
    for (PastRun run : runs) {
      List<String> cells = new ArrayList<>();
      cells.add(run.dataset().toString());
      cells.add(view.time(run.started()));
      cells.add(run.verb());
      cells.add(outcome(run));
      cells.add(Style.took(run.took()));
      cells.add(Style.number(run.applied().size()));
      Summary.SHOWN_COUNTS.forEach(name -> cells.add(Summary.count(run.counts(), name)));
      cells.add(Style.number(run.version()));
      cells.add(run.runId());
      cells.add(problem(run).map(line -> Wrapped.cut(line, longest)).orElse("-"));
      table.add(cells);
    }
    return view.shown(table);
  }

  private static ShownRows rows(List<PastRun> runs) {
    List<String> columns =
        Stream.of(
                Stream.of("dataset", "started", "ended", "verb", "exit_code", "seconds"),
                Stream.of("increments"),
                Summary.COUNTS.stream(),
                Stream.of("version", "run_id", "problem"))
            .flatMap(names -> names)
            .toList();
    return new ShownRows(columns, Set.of(), Set.of(), runs.stream().map(RunsCommand::row).toList());
  }

  private static List<Optional<String>> row(PastRun run) {
    List<Optional<String>> cells = new ArrayList<>();
    cells.add(Optional.of(run.dataset().toString()));
    cells.add(Optional.of(run.started().toString()));
    cells.add(Optional.of(run.ended().toString()));
    cells.add(Optional.of(run.verb()));
    cells.add(Optional.of(Integer.toString(run.exitCode().code())));
    cells.add(Optional.of(String.format(Locale.ROOT, "%.3f", run.took().toMillis() / 1000.0)));
    cells.add(Optional.of(Integer.toString(run.applied().size())));
    cells.addAll(Summary.counts(run.counts()));
    cells.add(
        run.version().isPresent()
            ? Optional.of(Long.toString(run.version().getAsLong()))
            : Optional.empty());
    cells.add(Optional.of(run.runId()));
    cells.add(problem(run));
    return cells;
  }

  private static Optional<String> problem(PastRun run) {
    return run.problem().flatMap(text -> text.lines().findFirst());
  }

  private static String outcome(PastRun run) {
    return run.exitCode() == ExitCode.DONE ? "done" : "failed (" + run.exitCode().code() + ")";
  }
}
