package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;
import static io.sluice.cli.TextTable.Column.right;

import io.sluice.error.ExitCode;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.exports.ExportEntry;
import io.sluice.run.extract.ExtractOptions;
import io.sluice.run.extract.ExtractVerb;
import io.sluice.run.extract.ExtractedDataset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code extract}. */
final class ExtractCommand extends Command {
  private static final String EVENT = "event";

  ExtractCommand() {
    super("extract", "exports the sources' changes into the raw zone");
  }

  @Override
  boolean startsSpark() {
    return false;
  }

  @Override
  Options options() {
    return Flags.withFiles(
        Stream.concat(Stream.of(forConnectors()), Stream.of(Flags.wide(), Flags.utc()))
            .toArray(Option[]::new));
  }

  /** The options that connectors understand. */
  private static Option[] forConnectors() {
    return new Option[] {
      Flags.value("from", "WHEN", "last, YYYY-MM-DD or beginning (zuora-aqua; default: last)"),
      Flags.flag("force", "with --from beginning: do it anyway (zuora-aqua)"),
      Flags.value(EVENT, "FILE", "JSON with an exportFromDate, instead of --from (zuora-aqua)"),
      Flags.value("job-id", "ID", "take the files of a job that exists already (zuora-aqua)"),
      Flags.flag("full", "all rows, without touching the session (zuora-aqua)"),
      Flags.value("window", "month", "with --full: a query for each month (zuora-aqua)"),
      Flags.value("models", "A,B", "of the datasets named, only those of these models (zendesk)"),
      Flags.value("start-time", "WHEN", "date, instant or seconds of the epoch (zendesk)"),
      Flags.value(
          "start-cursor", "CURSOR", "for one dataset: the changes after this cursor (zendesk)")
    };
  }

  @Override
  String about() {
    return """
        Usage: sluice extract [dataset or source ...] [options]

        Requests the changes from the sources and seals them as increments in the raw zone. Ingest
        merges them. Each request is written to the ledger first: if a run is killed, the next run
        continues it. Datasets whose job files have no extract section are left out. Needs no Spark.
        """;
  }

  @Override
  String more() {
    return """

        Zuora: one job exports all datasets of a session, because the session moves for all of them
        at once. So name the source, or no name. --from DATE, --job-id and --full do not move the
        session, so they may name single datasets. A full load that was not requested is held:
        ingest merges it after approval.

        Zendesk: the datasets of an account are exported one after the other, with at most ten
        incremental requests a minute. If a start leaves out changes, the next export continues
        where the export before it ended.

        Examples:
          sluice extract zuora
          sluice extract zuora/account --from 2026-11-01
          sluice extract zuora/account --job-id 2c92c0f9aaaa
          sluice extract zuora/invoice-item --full --window month
          sluice extract zuora --event event.json --json
          sluice extract zendesk --models tickets,users
          sluice extract zendesk/tickets --start-time 2026-11-01

        Exit codes: 0 done; 64 usage, or an export that would lose other datasets' changes; 65 a
        query failed, a file's row count is not the source's, or an increment is held; 70 a fault
        of this program; 73 another run exports the dataset; 75 try again: the export continues;
        78 configuration. With several datasets: the first of 70, 78, 65, 73, 75 that occurred.
        """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, arguments, surroundings);
    Workplace where = given.where();
    Map<String, String> asked = new LinkedHashMap<>();
    for (Option option : forConnectors()) {
      String name = option.getLongOpt();
      if (given.flag(name)) {
        asked.put(name, given.text(name).orElse("true"));
      }
    }
    asked.computeIfPresent(EVENT, (name, file) -> surroundings.named(file).toString());
    return new Asked(where, new ExtractOptions(given.runId(), asked), given.style());
  }

  /** What the arguments ask for. */
  record Asked(Workplace where, ExtractOptions options, Style style)
      implements VerbInvocation<List<ExtractedDataset>> {
    @Override
    public List<ExtractedDataset> run(Run run) {
      return new ExtractVerb(run, where).extract(options);
    }

    @Override
    public int print(List<ExtractedDataset> datasets, Session session) throws IOException {
      ExitCode exitCode =
          ExitCode.worst(datasets.stream().map(ExtractedDataset::exitCode).toList());
      if (style.json()) {
        try (JsonOutput document = JsonOutput.begin(session.out())) {
          document.text("run_id", options.runId()).number("exit_code", exitCode.code());
          document.objects("datasets", datasets, ExtractCommand::json);
        }
      } else {
        session.out().text(text(datasets, where.names(), style.view()));
      }
      return exitCode.code();
    }
  }

  /** The keys of one dataset, into the object that is open. */
  static void json(JsonOutput object, ExtractedDataset dataset) throws IOException {
    object.text("dataset", dataset.dataset().toString());
    object.number("exit_code", dataset.exitCode().code());
    object.number("rows", dataset.rows()).number("bytes", dataset.bytes());
    object.objects("exports", dataset.exports(), ExportsCommand::json);
    object.seconds("took_seconds", dataset.took());
    object.texts("warnings", dataset.warnings()).text("problem", dataset.problem());
  }

  /** How urgently a dataset needs somebody; 0 where all is well. */
  private static int gravity(ExtractedDataset dataset) {
    if (dataset.exitCode() != ExitCode.DONE) {
      return 2;
    }
    boolean held = dataset.exports().stream().anyMatch(export -> export.held().isPresent());
    return held || !dataset.warnings().isEmpty() ? 1 : 0;
  }

  private static String text(List<ExtractedDataset> datasets, List<String> names, View view) {
    TextTable table =
        new TextTable(
            left("DATASET"),
            left("INCREMENT").ranked(1),
            right("ROWS"),
            right("SIZE").ranked(2),
            left("SINCE").ranked(4),
            left("PROCESSED DATE").ranked(5),
            right("TOOK").ranked(3));
    Triage<ExtractedDataset> triage =
        Triage.of(
            view,
            datasets,
            ExtractCommand::gravity,
            dataset -> names.contains(dataset.dataset().toString()));
    for (ExtractedDataset dataset : triage.shown()) {
      dataset.exports().forEach(export -> table.add(row(dataset, export, view)));
    }
    if (!triage.counted().isEmpty()) {
      table.add(others(triage.counted()));
    }
    String sealed = table.isEmpty() ? "Nothing was sealed.\n" : view.shown(table);
    StringBuilder text = new StringBuilder();
    Map<String, List<String>> warnings = new LinkedHashMap<>();
    Map<String, List<String>> problems = new LinkedHashMap<>();
    for (ExtractedDataset dataset : datasets) {
      String name = dataset.dataset().toString();
      dataset.warnings().forEach(warning -> add(warnings, warning, name));
      dataset.problem().ifPresent(problem -> add(problems, problem, name));
    }
    warnings.forEach((warning, of) -> text.append(line("warning", warning, of)));
    problems.forEach((problem, of) -> text.append(line("problem", problem, of)));
    return (datasets.isEmpty() ? "No dataset with an extract section was named.\n" : sealed)
        + view.folded(text.toString());
  }

  private static List<String> others(List<ExtractedDataset> datasets) {
    return List.of(
        Style.number(datasets.size()) + " more",
        "-",
        Style.number(datasets.stream().mapToLong(ExtractedDataset::rows).sum()),
        Style.size(datasets.stream().mapToLong(ExtractedDataset::bytes).sum()),
        "-",
        "-",
        "-");
  }

  private static List<String> row(ExtractedDataset dataset, ExportEntry export, View view) {
    return List.of(
        dataset.dataset().toString(),
        export.id() + export.held().map(reason -> " (held)").orElse(""),
        Style.number(export.rows()),
        Style.size(export.bytes()),
        export.full() ? "the beginning" : export.from().map(view::time).orElse("-"),
        export.processedDate().map(view::time).orElse("-"),
        Style.took(dataset.took()));
  }

  private static void add(Map<String, List<String>> lines, String message, String dataset) {
    lines.computeIfAbsent(message, any -> new ArrayList<>()).add(dataset);
  }

  /** A problem that several datasets share is printed once. */
  private static String line(String kind, String message, List<String> datasets) {
    String who =
        datasets.size() == 1
            ? datasets.get(0)
            : datasets.get(0) + " and " + (datasets.size() - 1) + " more";
    return Summary.line(kind, who, message);
  }
}
