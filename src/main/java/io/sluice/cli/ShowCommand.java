package io.sluice.cli;

import io.sluice.run.ShowOptions;
import io.sluice.run.ShownRows;
import io.sluice.run.Workplace;
import java.io.IOException;

/** {@code show}: rows go out as they are read, so that a table of any size can be shown. */
record ShowCommand(
    Workplace where, String dataset, ShowOptions options, RowFormat format, Style style)
    implements Command {

  @Override
  public int run(Session session) throws IOException {
    ShownRows rows = session.verbs().get().show(where, dataset, options);
    switch (format) {
      case CSV -> RowWriter.csv(rows, session.out());
      case JSON -> RowWriter.json(rows, session.out());
      case TABLE -> {
        long shown = RowWriter.table(rows, session.out());
        if (shown == options.limit() && !style.quiet()) {
          session
              .out()
              .line("(" + Style.number(shown) + " rows; there may be more: --limit 0 shows all)");
        }
      }
    }
    return 0;
  }
}
