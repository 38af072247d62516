package io.sluice.cli;

import io.sluice.error.Printable;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.bundle.BundleReport;
import io.sluice.run.bundle.BundleVerb;
import io.sluice.run.bundle.Program;
import io.sluice.run.bundle.Project;
import io.sluice.run.describe.Description;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code package}. */
final class PackageCommand extends Command {
  private static final String OUT = "out";
  private static final String STANDALONE = "standalone";

  PackageCommand() {
    super("package", "packs jar, job files and environments into one archive for a cluster");
  }

  @Override
  boolean startsSpark() {
    return false;
  }

  @Override
  Options options() {
    return Flags.withFiles(
        Flags.value(OUT, "FILE|DIR", "where to write (default: sluice-bundle.tar.gz)"),
        Flags.flag(STANDALONE, "with a launcher that needs only a Java and a Spark"));
  }

  @Override
  String about() {
    return """
    Usage: sluice package [options]

    Writes one archive with Sluice's jar, all job files, all environment files of the folder of
    --conf, descriptions of all datasets for each environment, and checksums. The same files
    give the same bytes. Files that check refuses are not packed. Needs no Spark.
    """;
  }

  @Override
  String more() {
    return """

    A bundle that is there is replaced, another file is not. Only .yaml files are packed, and
    no secret is looked up: environment files hold references to them.

    --standalone adds a launcher, and jars that a stock Spark lacks. The launcher takes the
    Spark of SPARK_HOME, or fetches one at its first use.

    Examples:
      sluice package
      sluice package --out build/
      sluice package --standalone --out sluice-2026-11.tar.gz
      tar xzf sluice-bundle.tar.gz && cd sluice && sha256sum -c SHA256SUMS

    Exit codes: 0 done; 64 usage, or another file is there; 78 problems in files, or the archive
    cannot be written.
    """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, arguments, surroundings);
    if (!given.names().isEmpty()) {
      throw given.wrong("a bundle has all datasets, so none is named");
    }
    Workplace where = given.where();
    boolean standalone = given.flag(STANDALONE);
    String name = standalone ? "sluice-standalone.tar.gz" : "sluice-bundle.tar.gz";
    Path place =
        given
            .text(OUT)
            .map(out -> place(surroundings.named(out), out.endsWith("/"), name))
            .orElseGet(() -> surroundings.named(name));
    Path conf = where.conf().toAbsolutePath().getParent();
    return new Asked(
        new Project(where.jobs(), conf, surroundings.usual("lib")),
        place,
        standalone,
        given.runId(),
        given.style());
  }

  private static Path place(Path out, boolean isFolder, String name) {
    return isFolder || Files.isDirectory(out) ? out.resolve(name) : out;
  }

  /**
   * What the arguments ask for.
   *
   * @param place of the archive
   * @param standalone whether it has a launcher
   */
  record Asked(Project project, Path place, boolean standalone, String runId, Style style)
      implements VerbInvocation<BundleReport> {
    @Override
    public BundleReport run(Run run) {
      Program program = Program.running(ProgramVersion.text(), ProgramVersion.ofSpark());
      return new BundleVerb(run, project, program, PackageCommand::descriptions)
          .write(place, Optional.of(Commands.launcher()).filter(launcher -> standalone));
    }

    @Override
    public int print(BundleReport report, Session session) throws IOException {
      if (style.json()) {
        try (JsonOutput document = JsonOutput.begin(session.out())) {
          document.text("run_id", runId).number("exit_code", 0);
          document.text("file", report.file().toString()).number("bytes", report.bytes());
          document.number("datasets", report.datasets()).texts("files", report.files());
          document.texts("warnings", report.warnings());
        }
      } else {
        session.out().text(text(report));
        session.out().text(style.quiet() ? "" : next(report));
      }
      return 0;
    }

    private static String text(BundleReport report) {
      StringBuilder text = new StringBuilder();
      text.append("Wrote ").append(Printable.line(report.file().toString()));
      text.append(": ").append(Style.number(report.files().size() + 1)).append(" files, ");
      text.append(Style.number(report.datasets()));
      text.append(report.datasets() == 1 ? " dataset, " : " datasets, ");
      text.append(Style.number(Math.max(1, report.bytes() / 1_000_000))).append(" MB.\n");
      report.warnings().forEach(warning -> text.append("warning: ").append(warning).append('\n'));
      return text.toString();
    }

    private String next(BundleReport report) {
      String unpack = "tar xzf " + Style.quoted(report.file().toString());
      return standalone
          ? Style.advice(
              "Next: on a machine with a Java 17",
              List.of(
                  List.of(unpack, "makes the folder sluice"),
                  List.of("sluice/sluice status", "runs it; --conf names another environment")))
          : Style.advice(
              "Next:",
              List.of(
                  List.of(unpack, "makes the folder sluice"),
                  List.of("cd sluice && sha256sum -c SHA256SUMS", "is everything whole?")));
    }
  }

  private static byte[] descriptions(List<Description> datasets) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Output out = new Output(bytes, false)) {
      DescriptionJson.write(out, Optional.empty(), datasets);
    }
    return bytes.toByteArray();
  }
}
