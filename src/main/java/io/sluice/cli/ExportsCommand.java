package io.sluice.cli;

import io.sluice.run.ExportEntry;
import io.sluice.run.ExportList;
import io.sluice.run.ShownRows;
import io.sluice.run.Workplace;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code exports}. */
record ExportsCommand(Workplace where, RowFormat format, Style style) implements Command {
  private static final List<String> COLUMNS =
      List.of(
          "dataset",
          "asked",
          "state",
          "from",
          "to",
          "full",
          "held",
          "rows",
          "bytes",
          "seconds",
          "increment",
          "problem");

  @Override
  public int run(Session session) throws IOException {
    ExportList found = session.verbs().get().exports(where);
    List<ExportEntry> exports = found.entries();
    switch (format) {
      case JSON -> {
        for (ExportEntry export : exports) {
          try (Json object = Json.begin(session.out())) {
            object.export(export);
          }
        }
      }
      case CSV -> RowWriter.csv(rows(exports), session.out());
      case TABLE -> {
        if (exports.isEmpty() && found.problems().isEmpty()) {
          session.out().line("Nothing was asked of a source yet.");
        } else {
          session.out().text(table(exports));
        }
      }
    }
    // Standard output is data alone; rows in it are no place for what is broken.
    found.problems().forEach(problem -> session.err().println("problem: " + problem.strip()));
    return found.exitCode().code();
  }

  private static String table(List<ExportEntry> exports) {
    TextTable table =
        new TextTable(
            COLUMNS.stream()
                .map(name -> new TextTable.Column(name.toUpperCase(Locale.ROOT), isNumber(name)))
                .toList());
    for (List<Optional<String>> row : rows(exports).rows()) {
      table.add(row.stream().map(cell -> fitted(cell.orElse("-"))).toList());
    }
    return table.text();
  }

  private static boolean isNumber(String column) {
    return List.of("rows", "bytes", "seconds").contains(column);
  }

  /** Cursors and problems are long; CSV and JSON have them whole. */
  private static String fitted(String cell) {
    String line = cell.replaceAll("\\s+", " ");
    return line.length() <= 40 ? line : line.substring(0, 37) + "...";
  }

  private static ShownRows rows(List<ExportEntry> exports) {
    return new ShownRows(
        COLUMNS,
        Set.of("full", "rows", "bytes", "seconds"),
        exports.stream().map(ExportsCommand::row).toList());
  }

  private static List<Optional<String>> row(ExportEntry export) {
    return List.of(
        Optional.of(export.dataset().toString()),
        Optional.of(export.asked().toString()),
        Optional.of(export.state()),
        export.from(),
        export.to(),
        Optional.of(String.valueOf(export.full())),
        export.held(),
        Optional.of(String.valueOf(export.rows())),
        Optional.of(String.valueOf(export.bytes())),
        export.took().map(took -> String.format(Locale.ROOT, "%.1f", took.toMillis() / 1000.0)),
        Optional.of(export.id()),
        export.problem());
  }
}
