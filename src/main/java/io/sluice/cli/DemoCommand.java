package io.sluice.cli;

import io.sluice.run.DatasetOutcome;
import io.sluice.run.DemoReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code demo}, which ends with what to try next. */
record DemoCommand(Path lake, String runId, Style style) implements Command {
  @Override
  public int run(Session session) throws IOException {
    DemoReport report = session.verbs().get().demo(lake, session.progress());
    int exitCode = Summary.exitCode(report.outcomes()).code();
    if (style.json()) {
      try (Json document = Json.begin(session.out())) {
        document.text("run_id", runId).number("exit_code", exitCode);
        document.text("lake", report.lake().toString()).text("conf", report.conf().toString());
        document.outcomes("datasets", report.outcomes()).status("status", report.status());
      }
      return exitCode;
    }
    session.out().write(Summary.text(report.outcomes()));
    session.out().line("");
    session.out().line("The tables lie in " + report.lake().resolve("clean") + ".");
    session.out().write(style.quiet() ? "" : next(report));
    return exitCode;
  }

  private String next(DemoReport report) {
    String conf = " --conf " + Style.quoted(report.conf().toString());
    List<String> tables =
        report.outcomes().stream()
            .filter(outcome -> outcome.version().isPresent())
            .map(DatasetOutcome::dataset)
            .map(Object::toString)
            .toList();
    List<List<String>> commands = new ArrayList<>();
    commands.add(List.of(style.call("status" + conf), "where each table stands"));
    if (!tables.isEmpty()) {
      String show = "show " + tables.get(tables.size() - 1) + conf;
      commands.add(List.of(style.call(show), "the rows of a table"));
      commands.add(List.of(style.call(show + " --version 1"), "as they were at first"));
      commands.add(
          List.of(
              style.call("show " + tables.get(0) + conf + " --limit 0 --format csv"),
              "all rows of another, for a file"));
    }
    commands.add(List.of(style.call("ingest" + conf), "again: nothing is pending"));
    return Style.advice("To try next:", commands);
  }
}
