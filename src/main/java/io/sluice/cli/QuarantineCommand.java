package io.sluice.cli;

import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.quarantine.QuarantineFilter;
import io.sluice.run.quarantine.QuarantineSummary;
import io.sluice.run.quarantine.QuarantineVerb;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.apache.commons.cli.Options;

/** {@code quarantine}. */
final class QuarantineCommand extends Command {
  private static final String ROWS = "rows";
  private static final String LIMIT = "limit";
  private static final String VERTICAL = "vertical";
  private static final String REASON = "reason";
  private static final String INCREMENT = "increment";
  private static final String DISMISS = "dismiss";
  private static final String BECAUSE = "because";
  private static final long ROWS_SHOWN = 20;

  QuarantineCommand() {
    super("quarantine", "prints rows in quarantine, or dismisses them");
  }

  @Override
  boolean startsSpark() {
    return false;
  }

  @Override
  Options options() {
    return Flags.withFiles(
        Flags.flag(ROWS, "the rows, instead of their counts"),
        Flags.value(LIMIT, "N", "with --rows: at most this many, 0 for all (default: 20)"),
        Flags.flag(VERTICAL, "with --rows: a line for each cell, in full"),
        RowFormat.option(),
        Flags.value(REASON, "R", "only rows in quarantine for this reason"),
        Flags.value(INCREMENT, "ID", "only rows of this increment"),
        Flags.flag(DISMISS, "take these rows out of quarantine, and keep them on record"),
        Flags.value(BECAUSE, "TEXT", "with --dismiss: why, for the record"),
        Flags.yes("dismiss"),
        Flags.wide());
  }

  @Override
  String about() {
    return """
        Usage: sluice quarantine <dataset> [options]

        Prints what lies in quarantine: how many rows, by reason and column, with a value of one of
        them, and the increments that they came in. With --rows it prints the rows themselves. With
        --dismiss it takes rows out of quarantine. Needs no Spark.
        """;
  }

  @Override
  String more() {
    return """

        Quarantine holds the rows that could not be used. They stay there, and are counted by
        status, until somebody dismisses them. If the source sends a corrected file, dismiss the
        rows of the wrong one.

        --dismiss first shows what would be dismissed. On a terminal it asks then; elsewhere it
        changes nothing without --yes. It makes a new version of the table, with the same rows. The
        dismissed rows stay on record beside the table, with the text of --because, the run and the
        time. A rollback to a version before it takes it back.

        In modes full and partition, a load with rows in quarantine deletes no rows that it lacks.
        Dismissing its rows does not change that: send the load again.

        Examples:
          sluice quarantine zuora/account
          sluice quarantine zuora/account --rows --reason bad-value --limit 0
          sluice quarantine zuora/account --rows --vertical
          sluice quarantine zuora/account --rows --limit 0 --format csv > quarantine.csv
          sluice quarantine zuora/account --dismiss --increment 2026-11-21.csv#1 \\
              --because "corrected in 2026-11-22.csv"

        Exit codes: 0 done; 64 usage, no such rows, or not confirmed; 65 files of the quarantine are
        damaged, or the table has changed since the question; 73 another run holds the lease; 75 try
        again; 78 no such dataset, or it was never loaded; 79 the outcome of the commit is unknown.
        """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, arguments, surroundings);
    Workplace where = given.oneDataset();
    RowFormat format = RowFormat.of(given);
    given.contradict(List.of(DISMISS, ROWS));
    given.contradict(List.of(DISMISS, "format"));
    given.require(ROWS, List.of(LIMIT, VERTICAL));
    given.require(DISMISS, List.of(BECAUSE, Flags.YES));
    QuarantineFilter filter = new QuarantineFilter(given.text(REASON), given.text(INCREMENT));
    if (given.flag(DISMISS)) {
      String because =
          given
              .text(BECAUSE)
              .orElseThrow(() -> given.wrong("--because is missing, why the rows are dismissed"));
      return new DismissalAsked(
          where,
          given.runId(),
          filter,
          because,
          given.flag(Flags.YES),
          OptionalLong.empty(),
          given.style());
    }
    if (!given.flag(ROWS)) {
      return new Asked(where, filter, format, given.style());
    }
    if (given.flag(VERTICAL) && format != RowFormat.TABLE) {
      throw given.wrong("--vertical is a form of tables, it contradicts --json and other formats");
    }
    long limit = given.number(LIMIT, 0, Long.MAX_VALUE).orElse(ROWS_SHOWN);
    return new QuarantinedRowsAsked(
        where, filter, limit, format, given.flag(VERTICAL), given.style());
  }

  /** What the arguments ask for: the counts. */
  record Asked(Workplace where, QuarantineFilter filter, RowFormat format, Style style)
      implements VerbInvocation<QuarantineSummary> {
    @Override
    public QuarantineSummary run(Run run) {
      return new QuarantineVerb(run, where, filter).summary();
    }

    @Override
    public int print(QuarantineSummary summary, Session session) throws IOException {
      new Listing<>(
              summary.groups(),
              List.of(),
              QuarantineGroupsOutput::json,
              QuarantineGroupsOutput::rows,
              QuarantineGroupsOutput::table,
              summary.dataset()
                  + ": nothing is in quarantine in version "
                  + summary.version()
                  + ".")
          .print(format, style.view(), session);
      if (format == RowFormat.TABLE && !style.quiet() && !summary.groups().isEmpty()) {
        session
            .out()
            .text(
                Style.advice(
                    "Next:",
                    List.of(
                        List.of(
                            style.call("quarantine " + summary.dataset() + " --rows --vertical"),
                            "see the rows"))));
      }
      return 0;
    }
  }
}
