package io.sluice.cli;

import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.show.ShowOptions;
import io.sluice.run.show.ShowVerb;
import io.sluice.run.show.ShownRows;
import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.Options;

/** {@code show}: rows go out as they are read, so that a table of any size can be shown. */
final class ShowCommand extends Command {
  private static final String VERSION = "version";
  private static final String WHERE = "where";
  private static final String LIMIT = "limit";
  private static final String COLUMNS = "columns";
  private static final String ALL_COLUMNS = "all-columns";
  private static final String VERTICAL = "vertical";
  private static final long ROWS_SHOWN = 20;

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

        Examples:
          sluice show zuora/account
          sluice show zuora/account --where "currency = 'EUR' and balance > 100" --limit 5
          sluice show zuora/account --columns id,name,balance
          sluice show zuora/account --where "id = '1'" --vertical
          sluice show zuora/account --version 11
          sluice show zuora/account --format csv --limit 0 > accounts.csv

        Exit codes: 0 done; 64 usage; 65 the table is damaged, the message says how to repair it; 75
        try again; 78 no such dataset, table, version or column.
        """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, arguments, surroundings);
    Workplace where = given.where();
    if (where.names().size() != 1) {
      throw given.wrong(
          (where.names().size() > 1 ? "more than one dataset is named" : "a dataset is missing")
              + ", one such as zuora/account is needed");
    }
    ShowOptions options =
        new ShowOptions(
            given.number(VERSION, 1, Long.MAX_VALUE),
            given.text(WHERE),
            given.number(LIMIT, 0, Long.MAX_VALUE).orElse(ROWS_SHOWN),
            given.words(COLUMNS),
            given.flag(ALL_COLUMNS));
    if (options.allColumns() && !options.columns().isEmpty()) {
      throw given.wrong("--columns and --all-columns contradict each other");
    }
    RowFormat format = RowFormat.of(given);
    boolean vertical = given.flag(VERTICAL);
    if (vertical && format != RowFormat.TABLE) {
      throw given.wrong("--vertical is a form of tables, it contradicts --json and other formats");
    }
    return new Asked(where, options, format, vertical, given.style());
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
