package io.sluice.cli;

import io.sluice.error.Printable;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.check.CheckReport;
import io.sluice.run.check.CheckReport.Remark;
import io.sluice.run.check.CheckVerb;
import io.sluice.settings.Finding;
import io.sluice.settings.Problems;
import io.sluice.spec.DatasetName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code check}: prints problems of job files, environment file and lake, file by file. */
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

        Reads the environment file and the job files, and prints all problems, each with its file,
        line and key. Runs nothing, writes nothing, needs no Spark.
        """;
  }

  @Override
  String more() {
    return """

        It also compares each job file with the newest version of its table: what ingest would
        refuse is a problem here. If the lake cannot be reached, a note says so. On local disks,
        check also looks for damage of version files, current data files and ledger. --deep reads
        every byte of the current tables, of any lake.

        Examples:
          sluice check
          sluice check zuora --conf conf/production.yaml
          sluice check --deep

        Exit codes: 0 no problems (there may be warnings); 64 usage; 65 a file of the lake is
        broken; 75 with --deep, the lake cannot be reached; 78 problems in files, or a table that
        cannot follow its job file.
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
          document.objects("problems", report.problems(), (to, one) -> json(to, one, "error"));
          document.objects("warnings", report.warnings(), (to, one) -> json(to, one, "warning"));
          document.texts("notes", report.notes());
        }
      } else {
        session.out().text(style.view().folded(text(report, where)));
      }
      return exitCode;
    }
  }

  private static void json(JsonOutput object, Remark remark, String severity) throws IOException {
    Finding finding = remark.finding();
    object.text("severity", severity);
    object.text("dataset", remark.dataset().map(DatasetName::toString));
    object.text("file", finding.file()).number("line", finding.line());
    object.text("path", Optional.of(finding.path()).filter(path -> !path.isEmpty()));
    object.text("message", finding.message());
    object.text("found", finding.wrong().found());
    object.text("expected", finding.wrong().expected());
    object.text("suggestion", finding.wrong().suggestion());
  }

  private static String text(CheckReport report, Workplace where) {
    String files = report.jobs() == 1 ? "1 job file" : Style.number(report.jobs()) + " job files";
    int count = report.problems().size();
    StringBuilder text = new StringBuilder();
    text.append(Printable.line(where.conf() + " and " + files + " in " + where.jobs()))
        .append(": ");
    text.append(count == 0 ? "no" : Style.number(count))
        .append(count == 1 ? " problem" : " problems");
    text.append('\n');
    for (String line :
        Problems.lines(report.problems().stream().map(Remark::finding).toList(), "")) {
      text.append(Printable.line(line)).append('\n');
    }
    for (Remark warning : report.warnings()) {
      Finding finding = warning.finding();
      String told = finding.file() + ": " + finding.text();
      text.append("warning: ").append(Printable.line(told.strip())).append('\n');
    }
    for (String note : report.notes()) {
      text.append("note: ").append(Printable.line(note.strip())).append('\n');
    }
    return text.toString();
  }
}
