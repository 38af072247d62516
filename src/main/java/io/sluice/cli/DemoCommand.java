package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;
import static io.sluice.cli.TextTable.Column.right;

import io.sluice.error.ExitCode;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Run;
import io.sluice.run.demo.DemoExports;
import io.sluice.run.demo.DemoReport;
import io.sluice.run.demo.DemoVerb;
import io.sluice.run.exports.ExportEntry;
import io.sluice.run.extract.ExtractedDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;

/** {@code demo}, which ends with what to try next. */
final class DemoCommand extends Command {
  private static final String LAKE = "lake";

  DemoCommand() {
    super("demo", "merges all sample datasets into a new lake");
  }

  @Override
  boolean startsSpark() {
    return true;
  }

  @Override
  Options options() {
    return Flags.withoutFiles(
        Flags.value(LAKE, "DIR", "where to make the lake (default: demo-lake)"));
  }

  @Override
  String about() {
    return """
        Usage: sluice demo [--lake DIR]

        Makes a new lake, merges all increments of every sample dataset one after the other, and
        prints where the tables are. Needs no network and no configuration. Replaces the lake of
        an earlier demo.
        """;
  }

  @Override
  String more() {
    return """

        Examples:
          sluice demo
          sluice demo --lake /tmp/lake

        Exit codes: 0 done, 64 usage, 78 the folder cannot be used.
        """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, arguments, surroundings);
    if (!given.names().isEmpty()) {
      throw given.wrong("the demo takes no names, found \"" + given.names().get(0) + "\"");
    }
    return new Asked(
        surroundings.named(given.text(LAKE).orElse("demo-lake")), given.runId(), given.style());
  }

  /**
   * What the arguments ask for.
   *
   * @param lake the folder to make it in
   */
  record Asked(Path lake, String runId, Style style) implements VerbInvocation<DemoReport> {
    @Override
    public DemoReport run(Run run) {
      return new DemoVerb(run).demo(lake);
    }

    @Override
    public int print(DemoReport report, Session session) throws IOException {
      int exitCode = exitCode(report);
      if (style.json()) {
        try (JsonOutput document = JsonOutput.begin(session.out())) {
          document.text("run_id", runId).number("exit_code", exitCode);
          document.text("lake", report.lake().toString()).text("conf", report.conf().toString());
          document.objects("datasets", report.outcomes(), Summary::json);
          document.objects("status", report.status(), StatusCommand::json);
          document.text("exported_conf", report.exports().conf().toString());
          document.objects("exported", report.exports().extracted(), ExtractCommand::json);
          document.objects("exported_and_ingested", report.exports().outcomes(), Summary::json);
        }
        return exitCode;
      }
      session.out().text(Summary.text(report.outcomes(), List.of(), style.view()));
      session.out().line("");
      session.out().text(exported(report.exports()));
      session.out().line("The tables are in " + report.lake().resolve("clean") + ".");
      session.out().text(style.quiet() ? "" : next(report, style));
      return exitCode;
    }
  }

  private static int exitCode(DemoReport report) {
    List<DatasetOutcome> outcomes = new ArrayList<>(report.outcomes());
    outcomes.addAll(report.exports().outcomes());
    List<ExitCode> codes =
        new ArrayList<>(outcomes.stream().map(DatasetOutcome::exitCode).toList());
    report.exports().extracted().forEach(dataset -> codes.add(dataset.exitCode()));
    return ExitCode.worst(codes).code();
  }

  /**
   * A row for each dataset that was exported and ingested, and the number of datasets that were
   * only exported.
   */
  private static String exported(DemoExports exports) {
    TextTable table =
        new TextTable(
            left("DATASET"),
            right("EXPORTS"),
            right("ROWS"),
            right("FILES"),
            right("INSERTED"),
            right("UPDATED"),
            right("DELETED"),
            right("ROWS IN TABLE"));
    StringBuilder problems = new StringBuilder();
    int alone = 0;
    for (ExtractedDataset dataset : exports.extracted()) {
      String name = dataset.dataset().toString();
      Optional<DatasetOutcome> outcome =
          exports.outcomes().stream()
              .filter(one -> one.dataset().equals(dataset.dataset()))
              .findFirst();
      outcome.ifPresent(one -> table.add(row(dataset, one)));
      alone += outcome.isPresent() ? 0 : 1;
      Stream.concat(dataset.problem().stream(), outcome.flatMap(DatasetOutcome::problem).stream())
          .forEach(problem -> problems.append(Summary.line("problem", name, problem)));
    }
    return "Exported from a Zuora and a Zendesk on this machine in two nights, and ingested:\n\n"
        + table.text()
        + (alone == 0
            ? ""
            : "Exported and pending: " + alone + " more datasets of Zuora's session.\n")
        + problems
        + "\n";
  }

  private static List<String> row(ExtractedDataset dataset, DatasetOutcome outcome) {
    return List.of(
        dataset.dataset().toString(),
        Style.number(dataset.exports().size()),
        Style.number(dataset.rows()),
        Style.number(dataset.exports().stream().mapToLong(ExportEntry::files).sum()),
        Style.number(outcome.count("inserted")),
        Style.number(outcome.count("updated")),
        Style.number(outcome.count("deleted") + outcome.count("removed")),
        Style.number(outcome.rows()));
  }

  private static String next(DemoReport report, Style style) {
    String exported = " --conf " + Style.quoted(report.exports().conf().toString());
    String conf = " --conf " + Style.quoted(report.conf().toString());
    List<String> tables =
        report.outcomes().stream()
            .filter(outcome -> outcome.version().isPresent())
            .map(DatasetOutcome::dataset)
            .map(Object::toString)
            .toList();
    List<List<String>> commands = new ArrayList<>();
    commands.add(List.of(style.call("status" + conf), "the state of each table"));
    if (!tables.isEmpty()) {
      String show = "show " + tables.get(tables.size() - 1) + conf;
      commands.add(List.of(style.call(show), "the rows of a table"));
      commands.add(List.of(style.call(show + " --version 1"), "the rows of its first version"));
      commands.add(
          List.of(
              style.call("show " + tables.get(0) + conf + " --limit 0 --format csv"),
              "all rows of another table, as CSV"));
    }
    commands.add(List.of(style.call("ingest" + conf), "again: nothing is pending"));
    commands.add(
        List.of(style.call("exports zuora" + exported), "the exports: requests and results"));
    commands.add(List.of(style.call("ingest zuora" + exported), "the rest of Zuora's session"));
    return Style.advice("To try next:", commands);
  }
}
