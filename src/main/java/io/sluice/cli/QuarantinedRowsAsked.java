package io.sluice.cli;

import io.sluice.run.QuarantinedRow;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.quarantine.QuarantineFilter;
import io.sluice.run.quarantine.QuarantineVerb;
import io.sluice.run.show.ShownRows;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code quarantine --rows}.
 *
 * @param limit how many rows at most, 0 for all
 * @param vertical whether a table has a line for each cell
 */
record QuarantinedRowsAsked(
    Workplace where,
    QuarantineFilter filter,
    long limit,
    RowFormat format,
    boolean vertical,
    Style style)
    implements VerbInvocation<List<QuarantinedRow>> {
  @Override
  public List<QuarantinedRow> run(Run run) {
    return new QuarantineVerb(run, where, filter).rows(limit == 0 ? Long.MAX_VALUE : limit);
  }

  @Override
  public int print(List<QuarantinedRow> found, Session session) throws IOException {
    ShownRows rows = shown(found);
    switch (format) {
      case CSV -> RowWriter.csv(rows, session.out());
      case JSON -> RowWriter.json(rows, session.out());
      case TABLE -> {
        if (found.isEmpty()) {
          session.out().line("Nothing is in quarantine.");
        } else if (vertical) {
          RowWriter.vertical(rows, session.out());
        } else {
          RowWriter.table(rows, session.out(), style.view(), "--vertical or --wide");
        }
        if (found.size() == limit && !style.quiet()) {
          session
              .out()
              .line(
                  "("
                      + Style.number(limit)
                      + (limit == 1 ? " row" : " rows")
                      + "; there may be more: --limit 0 shows all)");
        }
      }
    }
    return 0;
  }

  private static ShownRows shown(List<QuarantinedRow> rows) {
    return new ShownRows(
        List.of(
            "reason", "column", "value", "file", "record", "increment", "processed_date", "raw"),
        Set.of(),
        Set.of("record"),
        rows.stream().map(QuarantinedRowsAsked::cells).toList());
  }

  private static List<Optional<String>> cells(QuarantinedRow row) {
    return List.of(
        Optional.of(row.reason()),
        row.column(),
        row.value(),
        row.file(),
        row.record().stream().mapToObj(String::valueOf).findFirst(),
        Optional.of(row.increment()),
        row.processedDate(),
        row.raw());
  }
}
