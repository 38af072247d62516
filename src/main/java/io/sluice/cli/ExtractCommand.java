package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;
import static io.sluice.cli.TextTable.Column.right;

import io.sluice.error.ExitCode;
import io.sluice.run.ExportEntry;
import io.sluice.run.ExtractOptions;
import io.sluice.run.ExtractedDataset;
import io.sluice.run.Workplace;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code extract}. */
record ExtractCommand(Workplace where, ExtractOptions options, Style style) implements Command {
  @Override
  public int run(Session session) throws IOException {
    List<ExtractedDataset> datasets =
        session.verbs().get().extract(where, options, session.progress());
    ExitCode exitCode = ExitCode.worst(datasets.stream().map(ExtractedDataset::exitCode).toList());
    if (style.json()) {
      try (Json document = Json.begin(session.out())) {
        document.text("run_id", options.runId()).number("exit_code", exitCode.code());
        document.extracted("datasets", datasets);
      }
    } else {
      session.out().text(text(datasets));
    }
    return exitCode.code();
  }

  private static String text(List<ExtractedDataset> datasets) {
    TextTable table =
        new TextTable(
            left("DATASET"),
            left("INCREMENT"),
            right("ROWS"),
            right("SIZE"),
            left("SINCE"),
            left("PROCESSED DATE"),
            right("TOOK"));
    for (ExtractedDataset dataset : datasets) {
      dataset.exports().forEach(export -> table.add(row(dataset, export)));
    }
    StringBuilder text = new StringBuilder();
    if (datasets.isEmpty()) {
      text.append("No dataset with an extract section was asked for.\n");
    } else if (table.isEmpty()) {
      text.append("Nothing was sealed.\n");
    } else {
      text.append(table.text());
    }
    Map<String, List<String>> warnings = new LinkedHashMap<>();
    Map<String, List<String>> problems = new LinkedHashMap<>();
    for (ExtractedDataset dataset : datasets) {
      String name = dataset.dataset().toString();
      dataset.warnings().forEach(warning -> add(warnings, warning, name));
      dataset.problem().ifPresent(problem -> add(problems, problem, name));
    }
    warnings.forEach((warning, names) -> text.append(line("warning", warning, names)));
    problems.forEach((problem, names) -> text.append(line("problem", problem, names)));
    return text.toString();
  }

  private static List<String> row(ExtractedDataset dataset, ExportEntry export) {
    return List.of(
        dataset.dataset().toString(),
        export.id() + export.held().map(reason -> " (held)").orElse(""),
        Style.number(export.rows()),
        Style.size(export.bytes()),
        export.full() ? "the beginning" : export.from().orElse("-"),
        export.processedDate().map(Object::toString).orElse("-"),
        Style.took(dataset.took()));
  }

  private static void add(Map<String, List<String>> lines, String message, String dataset) {
    lines.computeIfAbsent(message, any -> new java.util.ArrayList<>()).add(dataset);
  }

  /** What went wrong for several datasets at once is said once. */
  private static String line(String kind, String message, List<String> datasets) {
    String who =
        datasets.size() == 1
            ? datasets.get(0)
            : datasets.get(0) + " and " + (datasets.size() - 1) + " more";
    return Summary.line(kind, who, message);
  }
}
