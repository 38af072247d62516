package io.sluice.cli;

import io.sluice.error.Printable;
import io.sluice.run.CheckReport;
import io.sluice.run.Workplace;
import java.io.IOException;

/**
 * {@code check}: problems of job and environment files are thrown, what is broken in the lake is
 * printed.
 *
 * @param deep whether every byte of every table is read
 */
record CheckCommand(Workplace where, boolean deep, String runId, Style style) implements Command {
  @Override
  public int run(Session session) throws IOException {
    CheckReport report = session.verbs().get().check(where, deep);
    int exitCode = report.exitCode().code();
    if (style.json()) {
      try (Json document = Json.begin(session.out())) {
        document.text("run_id", runId).number("exit_code", exitCode).check(report);
      }
      return exitCode;
    }
    String files = report.jobs() == 1 ? "1 job file" : Style.number(report.jobs()) + " job files";
    session
        .out()
        .line(
            Printable.line(
                where.conf()
                    + " and "
                    + files
                    + " in "
                    + where.jobs()
                    + ": no problems"
                    + (report.problems().isEmpty() ? "" : "; the lake has some")));
    for (String warning : report.warnings()) {
      session.out().line("warning: " + Printable.line(warning.strip()));
    }
    for (String problem : report.problems()) {
      session.out().line("problem: " + Printable.line(problem.strip()));
    }
    return exitCode;
  }
}
