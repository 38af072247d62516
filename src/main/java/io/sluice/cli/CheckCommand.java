package io.sluice.cli;

import io.sluice.error.Printable;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.check.CheckReport;
import io.sluice.run.check.CheckVerb;
import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.Options;

/** {@code check}: throws problems of job and environment files, prints problems of the lake. */
final class CheckCommand extends Command {
  private static final String DEEP = "deep";

  CheckCommand() {
    super("check", "checks job files, environment file and lake; prints all problems");
  }

  @Override
  boolean startsSpark() {
    return false;
  }

  @Override
  Options options() {
    return Flags.withFiles(Flags.flag(DEEP, "read all data files of the current versions too"));
  }

  @Override
  String about() {
    return """
        Usage: sluice check [dataset or source ...] [options]

        Reads the environment file and the job files, and prints all problems, each with its file
        and place. Runs nothing, writes nothing, needs no Spark.
        """;
  }

  @Override
  String more() {
    return """

        If the lake is on local disks, check also reads its version files, current data files and
        ledger. --deep reads every byte of the current tables, of any lake.

        Examples:
          sluice check
          sluice check zuora --conf conf/production.yaml
          sluice check --deep

        Exit codes: 0 no problems (there may be warnings); 64 usage; 65 a file of the lake is
        broken; 75 the lake cannot be reached; 78 problems in files.
        """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, arguments, surroundings);
    return new Asked(given.where(), given.flag(DEEP), given.runId(), given.style());
  }

  /**
   * What the arguments ask for.
   *
   * @param deep whether every byte of every table is read
   */
  record Asked(Workplace where, boolean deep, String runId, Style style)
      implements VerbInvocation<CheckReport> {
    @Override
    public CheckReport run(Run run) {
      return new CheckVerb(run, where).check(deep);
    }

    @Override
    public int print(CheckReport report, Session session) throws IOException {
      int exitCode = report.exitCode().code();
      if (style.json()) {
        try (JsonOutput document = JsonOutput.begin(session.out())) {
          document.text("run_id", runId).number("exit_code", exitCode);
          document.number("jobs", report.jobs());
          document.texts("warnings", report.warnings()).texts("problems", report.problems());
        }
      } else {
        session.out().text(text(report, where));
      }
      return exitCode;
    }
  }

  private static String text(CheckReport report, Workplace where) {
    String files = report.jobs() == 1 ? "1 job file" : Style.number(report.jobs()) + " job files";
    StringBuilder text = new StringBuilder();
    text.append(Printable.line(where.conf() + " and " + files + " in " + where.jobs()));
    text.append(": no problems");
    text.append(report.problems().isEmpty() ? "\n" : "; the lake has some\n");
    for (String warning : report.warnings()) {
      text.append("warning: ").append(Printable.line(warning.strip())).append('\n');
    }
    for (String problem : report.problems()) {
      text.append("problem: ").append(Printable.line(problem.strip())).append('\n');
    }
    return text.toString();
  }
}
