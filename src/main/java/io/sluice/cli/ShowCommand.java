package io.sluice.cli;

import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.show.DiffOptions;
import io.sluice.run.show.ShowOptions;
import io.sluice.run.show.ShowVerb;
import io.sluice.run.show.ShownRows;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.cli.Options;

/** {@code show}: rows go out as they are read, so that a table of any size can be shown. */
final class ShowCommand extends Command {
  private static final String VERSION = "version";
  private static final String AS_OF = "as-of";
  private static final String DIFF = "diff";
  private static final String HISTORY = "history";
  private static final String WHERE = "where";
  private static final String LIMIT = "limit";
  private static final String COLUMNS = "columns";
  private static final String ALL_COLUMNS = "all-columns";
  private static final String VERTICAL = "vertical";
  private static final long ROWS_SHOWN = 20;
  private static final Pattern VERSIONS = Pattern.compile("([1-9]\\d{0,17})\\.\\.([1-9]\\d{0,17})");

  ShowCommand() {
    super("show", "prints rows of a clean table");
  }

  @Override
  boolean startsSpark() {
    return true;
  }

  @Override
  Options options() {
    return Flags.withFiles(
        Flags.value(VERSION, "N", "an older table version (default: the current one)"),
        Flags.value(AS_OF, "TIME", "the version that was current then (UTC)"),
        Flags.value(DIFF, "N..M", "the rows that differ between two versions"),
        Flags.flag(HISTORY, "all that the rows ever were, and when"),
        Flags.value(WHERE, "SQL", "only rows for which this condition holds"),
        Flags.value(LIMIT, "N", "at most this many rows, 0 for all (default: 20)"),
        RowFormat.option(),
        Flags.value(COLUMNS, "A,B", "only these columns, in this order"),
        Flags.flag(ALL_COLUMNS, "also the columns that begin with _"),
        Flags.flag(VERTICAL, "a line for each cell, in full"),
        Flags.wide());
  }

  @Override
  String about() {
    return """
        Usage: sluice show <dataset> [options]

        Prints rows of a clean table in the order of their key.
        """;
  }

  @Override
  String more() {
    return """

        table  for people: null is shown as null, line breaks as \\n, long cells are cut; a terminal
               shows the columns that it has room for, and says how many there are
        csv    a header and rows, quoted by RFC 4180, UTF-8; null is an empty cell
        json   one object per line, each value as text, null as null; the same as --json

        --as-of takes an instant with its zone, 2026-11-21T00:30:00Z, or a date: the end of that
        day in UTC, and now for the date of today.

        --diff compares the rows of two kept versions by key: those of N are old, those of M are
        new. A condition holds for a row if it holds in either version. Columns that begin with _
        are compared only with --all-columns, and columns that one version lacks never.
        table  a line for each cell of an updated row that differs, and a line for an inserted or
               a deleted row; then how many rows differ
        csv    change, the key, column, old, new; a line for each cell that differs, of inserted
               and deleted rows for each cell that is not null
        json   an object per row: change, key, old (null if inserted), new (null if deleted); of an
               updated row old and new have the cells that differ
        With csv and json the number of rows is on standard error.

        --history needs history: true in the job file. It prints a row for each time in which a row
        was the same: _valid_from, _valid_to (null: still so), _is_current (it is in the table) and
        _operation (upsert, or delete for the time in which the row was deleted).

        Examples:
          sluice show zuora/account
          sluice show zuora/account --where "currency = 'EUR' and balance > 100" --limit 5
          sluice show zuora/account --columns id,name,balance
          sluice show zuora/account --where "id = '1'" --vertical
          sluice show zuora/account --version 11
          sluice show zuora/account --as-of 2026-11-20
          sluice show zuora/account --diff 11..12
          sluice show zuora/account --history --where "id = '1'"
          sluice show zuora/account --format csv --limit 0 > accounts.csv

        Exit codes: 0 done; 64 usage; 65 the table is damaged, the message says how to repair it; 75
        try again; 78 no such dataset or table.
        """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, arguments, surroundings);
    Workplace where = given.oneDataset();
    RowFormat format = RowFormat.of(given);
    given.contradict(List.of(VERSION, AS_OF, DIFF));
    given.contradict(List.of(COLUMNS, ALL_COLUMNS));
    given.contradict(List.of(VERTICAL, DIFF));
    given.contradict(List.of(HISTORY, DIFF));
    boolean vertical = given.flag(VERTICAL);
    if (vertical && format != RowFormat.TABLE) {
      throw given.wrong("--vertical is a form of tables, it contradicts --json and other formats");
    }
    long limit = given.number(LIMIT, 0, Long.MAX_VALUE).orElse(ROWS_SHOWN);
    if (given.flag(DIFF)) {
      return new DiffAsked(where, diff(given, limit), format, given.style());
    }
    ShowOptions options =
        new ShowOptions(
            given.number(VERSION, 1, Long.MAX_VALUE),
            given.past(AS_OF),
            given.text(WHERE),
            limit,
            given.words(COLUMNS),
            given.flag(ALL_COLUMNS),
            given.flag(HISTORY));
    return new Asked(where, options, format, vertical, given.style());
  }

  private static DiffOptions diff(Given given, long limit) {
    String versions = given.text(DIFF).orElse("");
    Matcher numbers = VERSIONS.matcher(versions);
    if (!numbers.matches()) {
      throw given.wrong(
          "--diff is \"" + versions + "\", the numbers of two versions are needed, such as 11..12");
    }
    if (numbers.group(1).equals(numbers.group(2))) {
      throw given.wrong("--diff is " + versions + ", two different versions are needed");
    }
    return new DiffOptions(
        Long.parseLong(numbers.group(1)),
        Long.parseLong(numbers.group(2)),
        given.text(WHERE),
        limit,
        given.words(COLUMNS),
        given.flag(ALL_COLUMNS));
  }

  /**
   * What the arguments ask for.
   *
   * @param vertical whether a table has a line for each cell
   */
  record Asked(
      Workplace where, ShowOptions options, RowFormat format, boolean vertical, Style style)
      implements VerbInvocation<ShownRows> {
    @Override
    public ShownRows run(Run run) {
      return new ShowVerb(run, where).show(options);
    }

    @Override
    public int print(ShownRows rows, Session session) throws IOException {
      switch (format) {
        case CSV -> RowWriter.csv(rows, session.out());
        case JSON -> RowWriter.json(rows, session.out());
        case TABLE -> {
          long shown =
              vertical
                  ? RowWriter.vertical(rows, session.out())
                  : RowWriter.table(rows, session.out(), style.view());
          if (shown == options.limit() && !style.quiet()) {
            session
                .out()
                .line(
                    "("
                        + Style.number(shown)
                        + (shown == 1 ? " row" : " rows")
                        + "; there may be more: --limit 0 shows all)");
          }
        }
      }
      return 0;
    }
  }
}
