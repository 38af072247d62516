package io.sluice.cli;

import io.sluice.error.Printable;
import io.sluice.run.CheckReport;
import io.sluice.run.Workplace;
import java.io.IOException;

/** {@code check}: problems are thrown, so what is printed is that there are none. */
record CheckCommand(Workplace where, String runId, Style style) implements Command {
  @Override
  public int run(Session session) throws IOException {
    CheckReport report = session.verbs().get().check(where);
    if (style.json()) {
      try (Json document = Json.begin(session.out())) {
        document.text("run_id", runId).number("exit_code", 0).check(report);
      }
      return 0;
    }
    String files = report.jobs() == 1 ? "1 job file" : Style.number(report.jobs()) + " job files";
    session
        .out()
        .line(
            Printable.line(
                where.conf() + " and " + files + " in " + where.jobs() + ": no problems"));
    for (String warning : report.warnings()) {
      session.out().line("warning: " + Printable.line(warning.strip()));
    }
    return 0;
  }
}
