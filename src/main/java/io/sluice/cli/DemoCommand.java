package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;
import static io.sluice.cli.TextTable.Column.right;

import io.sluice.error.ExitCode;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Run;
import io.sluice.run.demo.DemoAct;
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
  private static final String ALL = "all";
  private static final String USUAL = "accounts";
  private static final String DELIBERATE =
      "The samples have bad rows on purpose, so that quarantine has something to show.\n";

  DemoCommand() {
    super("demo", "shows on samples what Sluice does");
  }

  @Override
  boolean startsSpark() {
    return true;
  }

  @Override
  Options options() {
    return Flags.withoutFiles(
        Flags.value(LAKE, "DIR", "the folder to make (default: demo-lake)"),
        Flags.flag(ALL, "merges the samples of all 43 datasets"));
  }

  @Override
  String about() {
    return """
        Usage: sluice demo [--all] [--lake DIR]

        Exports accounts from a Zuora on this machine and merges them: first all, then changes, a
        late file and a delete, then a bad row and a mistake that is held. With --all it merges
        the samples of 43 datasets, in rounds.

        Makes a folder with job files and a lake, and replaces that of an earlier demo. Needs no
        network and no configuration, and takes no job files but those that come with the samples.
        """;
  }

  @Override
  String more() {
    return """

        Examples:
          sluice demo
          sluice demo --all --lake /tmp/demo

        Exit codes: 0 done, 64 usage, 78 the folder cannot be used.
        """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, arguments, surroundings);
    if (given.names().size() > 1) {
      throw given.wrong("the demo takes one name at most, found " + given.names());
    }
    if (given.flag(ALL) && !given.names().isEmpty()) {
      throw given.wrong(
          "--all is a demo of its own, found \"" + given.names().get(0) + "\" beside it");
    }
    Path folder = surroundings.named(given.text(LAKE).orElse("demo-lake"));
    return new Asked(
        given.flag(ALL) ? ALL : given.names().stream().findFirst().orElse(USUAL),
        folder,
        surroundings.programFrom(folder),
        given.runId(),
        given.style(),
        new Acts(surroundings.program()));
  }

  /**
   * What the arguments ask for.
   *
   * @param name of the demo
   * @param folder to make it in
   * @param programThere what to type in that folder to call this program
   * @param acts prints those of the demo
   */
  record Asked(String name, Path folder, String programThere, String runId, Style style, Acts acts)
      implements VerbInvocation<DemoReport> {
    @Override
    public int answer(Session session) throws IOException {
      if (!style.json()) {
        acts.shownIn(session);
        session.out().text(style.quiet() ? "" : intro());
        session.out().flush();
      }
      return VerbInvocation.super.answer(session);
    }

    @Override
    public DemoReport run(Run run) {
      return new DemoVerb(run).demo(name, folder, acts::told);
    }

    @Override
    public int print(DemoReport report, Session session) throws IOException {
      int exitCode = exitCode(report);
      if (style.json()) {
        try (JsonOutput document = JsonOutput.begin(session.out())) {
          document.text("run_id", runId).number("exit_code", exitCode);
          document.text("folder", report.place().folder().toString());
          document.text("lake", report.place().lake().toString());
          document.text("conf", report.place().conf().toString());
          document.objects("acts", report.acts(), Asked::json);
          document.objects("datasets", report.outcomes(), Summary::json);
          document.objects("status", report.status(), StatusCommand::json);
          if (report.exports().isPresent()) {
            DemoExports exports = report.exports().get();
            document.text("exported_conf", exports.conf().toString());
            document.objects("exported", exports.extracted(), ExtractCommand::json);
            document.objects("exported_and_ingested", exports.outcomes(), Summary::json);
          }
        }
        return exitCode;
      }
      acts.printRest(report.acts(), session.out());
      if (report.acts().isEmpty()) {
        session.out().text(Summary.text(report.outcomes(), List.of(), style.view()));
        session.out().line(DELIBERATE);
      }
      if (report.exports().isPresent()) {
        session.out().text(exported(report.exports().get()));
      }
      session.out().text(style.quiet() ? "" : next(report));
      return exitCode;
    }

    private String intro() {
      return name.equals(USUAL)
          ? """
          Accounts of a billing system become a clean table, in four acts. It takes half a
          minute, all of it on this machine: a small server plays Zuora.

          """
          : "";
    }

    private static void json(JsonOutput object, DemoAct act) throws IOException {
      object.text("title", act.title());
      object.objects(
          "steps",
          act.steps(),
          (step, of) ->
              step.text("command", of.command())
                  .number("exit_code", of.exitCode().code())
                  .texts("lines", of.lines()));
    }

    private String next(DemoReport report) {
      List<List<String>> commands = new ArrayList<>();
      commands.add(List.of("cd " + Style.quoted(folder.toString()), "its job files and its lake"));
      commands.add(List.of(programThere + " status", "how fresh is each table, and what waits?"));
      commands.add(List.of(programThere + " show zuora/account", "the rows of a table"));
      commands.add(List.of(programThere + " describe zuora/account", "its columns, key and rules"));
      if (report.exports().isPresent()) {
        String exported = " --conf conf/exported.yaml";
        commands.add(
            List.of(
                programThere + " exports zuora" + exported, "the exports: requests and results"));
        commands.add(
            List.of(programThere + " ingest zuora" + exported, "the rest of Zuora's session"));
      } else {
        report
            .next()
            .forEach(
                command ->
                    commands.add(List.of(programThere + " " + command.words(), command.use())));
        commands.add(List.of(programThere + " demo --all", "43 datasets"));
      }
      return Style.advice("To try next:", commands).stripLeading();
    }
  }

  /** A held run is a part of a story and no failure of it. */
  private static int exitCode(DemoReport report) {
    List<ExitCode> codes = new ArrayList<>();
    if (report.acts().isEmpty()) {
      report.outcomes().forEach(outcome -> codes.add(outcome.exitCode()));
    }
    report.exports().stream()
        .flatMap(exports -> exports.outcomes().stream())
        .forEach(outcome -> codes.add(outcome.exitCode()));
    report.exports().stream()
        .flatMap(exports -> exports.extracted().stream())
        .forEach(dataset -> codes.add(dataset.exitCode()));
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
}
