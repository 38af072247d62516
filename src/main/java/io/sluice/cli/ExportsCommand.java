package io.sluice.cli;

import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.exports.ExportEntry;
import io.sluice.run.exports.ExportList;
import io.sluice.run.exports.ExportsVerb;
import io.sluice.run.show.ShownRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.Options;

/** {@code exports}. */
final class ExportsCommand extends Command {
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

  private static final int LONGEST = 40;
  private static final int LONGEST_ON_TERMINAL = 30;

  private static final List<String> TIMES = List.of("asked", "from", "to");

  /** Where a terminal has no room, the last of these is left out first. */
  private static final List<String> LEAST_LAST =
      List.of("problem", "increment", "from", "to", "held", "full", "bytes", "seconds");

  ExportsCommand() {
    super("exports", "prints the exports: requests and results");
  }

  @Override
  boolean startsSpark() {
    return false;
  }

  @Override
  Options options() {
    return Flags.withFiles(RowFormat.option(), Flags.wide(), Flags.utc());
  }

  @Override
  String about() {
    return """
        Usage: sluice exports [dataset or source ...] [options]

        Prints the ledger of exports, oldest first: each request, the date or cursor that it starts
        at, and its result. Reads only, needs no Spark.
        """;
  }

  @Override
  String more() {
    return """

        sealed   its increment is in the raw zone
        asked    requested, not finished; the next run continues it
        sealing  its files exist, its manifest may exist
        failed   it gave no increment; the next export covers its window

        Examples:
          sluice exports zuora/account
          sluice exports --format csv > exports.csv
          sluice exports zuora --json

        Exit codes: 0 done; 64 usage; 65 a file of the ledger is broken, the others are shown; 75
        try again; 78 configuration.
        """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, arguments, surroundings);
    return new Asked(given.where(), RowFormat.of(given), given.style());
  }

  /** What the arguments ask for. */
  record Asked(Workplace where, RowFormat format, Style style)
      implements VerbInvocation<ExportList> {
    @Override
    public ExportList run(Run run) {
      return new ExportsVerb(run, where).exports();
    }

    @Override
    public int print(ExportList found, Session session) throws IOException {
      new Listing<>(
              found.entries(),
              found.problems(),
              ExportsCommand::json,
              ExportsCommand::rows,
              ExportsCommand::table,
              "No source was asked for an export yet.")
          .print(format, style.view(), session);
      return found.exitCode().code();
    }
  }

  /** The keys of one export, into the object that is open. */
  static void json(JsonOutput object, ExportEntry export) throws IOException {
    object.text("dataset", export.dataset().toString());
    object.text("id", export.id());
    object.text("connector", export.connector());
    object.text("run_id", export.runId());
    object.text("state", export.state());
    object.text("asked", export.asked().toString());
    object.text("processed_date", export.processedDate().map(Object::toString));
    object.text("from", export.from());
    object.text("to", export.to());
    object.flag("full", export.full());
    object.text("held", export.held());
    object.number("files", export.files());
    object.number("rows", export.rows());
    object.number("bytes", export.bytes());
    object.seconds("seconds", export.took());
    object.texts("request", export.request());
    object.texts("answer", export.answer());
    object.text("problem", export.problem());
  }

  private static String table(List<ExportEntry> exports, View view) {
    TextTable table = new TextTable(COLUMNS.stream().map(ExportsCommand::column).toList());
    int longest = view.whole() ? LONGEST : LONGEST_ON_TERMINAL;
    for (List<Optional<String>> row : rows(exports).rows()) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        String cell = fitted(row.get(i).orElse("-"), longest);
        cells.add(TIMES.contains(COLUMNS.get(i)) ? view.time(cell) : cell);
      }
      table.add(cells);
    }
    return view.shown(table);
  }

  /** What came of an export matters most, then its window. */
  private static TextTable.Column column(String name) {
    return new TextTable.Column(
        name.toUpperCase(Locale.ROOT), isNumber(name), LEAST_LAST.indexOf(name) + 1);
  }

  private static boolean isNumber(String column) {
    return List.of("rows", "bytes", "seconds").contains(column);
  }

  /** Cursors and problems are long; only CSV and JSON show them in full. */
  private static String fitted(String cell, int longest) {
    String line = cell.replaceAll("\\s+", " ");
    return line.length() <= longest ? line : line.substring(0, longest - 3) + "...";
  }

  private static ShownRows rows(List<ExportEntry> exports) {
    return new ShownRows(
        COLUMNS,
        Set.of(),
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
