package io.sluice.cli;

import io.sluice.run.Run;
import io.sluice.run.project.ProjectVerb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code init-project}. */
final class InitProjectCommand extends Command {
  InitProjectCommand() {
    super("init-project", "makes a project for your own job files");
  }

  @Override
  boolean startsSpark() {
    return false;
  }

  @Override
  Options options() {
    return Flags.withoutFiles();
  }

  @Override
  String about() {
    return """
    Usage: sluice init-project folder [options]

    Makes a project: folders for job files and environment files, a README, a workflow that
    checks the job files, and a launcher that runs Sluice from any folder. The folder may hold
    other files. Never changes a file that is there.
    """;
  }

  @Override
  String more() {
    return """

    The launcher takes Sluice's jar from SLUICE_JAR or lib/sluice.jar. It takes the Spark of
    SPARK_HOME, or fetches one at its first use.

    Examples:
      sluice init-project ~/lake-jobs
      sluice init-project .

    Exit codes: 0 done; 64 usage, or a file of that name is there; 78 a file cannot be written.
    """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, arguments, surroundings);
    if (given.names().size() != 1) {
      throw given.wrong(
          given.names().isEmpty() ? "a folder is missing" : "more than one folder is named");
    }
    return new Asked(
        surroundings.named(given.names().get(0)).normalize(),
        surroundings.ownClone(),
        given.runId(),
        given.style());
  }

  /**
   * What the arguments ask for.
   *
   * @param folder of the project
   * @param cloned the clone of Sluice, which its launcher uses
   */
  record Asked(Path folder, Optional<Path> cloned, String runId, Style style)
      implements VerbInvocation<List<Path>> {
    @Override
    public List<Path> run(Run run) {
      return new ProjectVerb(folder, Commands.launcher()).make(cloned);
    }

    @Override
    public int print(List<Path> written, Session session) throws IOException {
      if (style.json()) {
        try (JsonOutput document = JsonOutput.begin(session.out())) {
          document.text("run_id", runId).number("exit_code", 0);
          document.texts("written", written.stream().map(Path::toString).toList());
        }
      } else {
        for (Path file : written) {
          session.out().line("Wrote " + file + ".");
        }
        session.out().text(style.quiet() ? "" : next());
      }
      return 0;
    }

    private String next() {
      String launcher = Style.quoted(folder.toAbsolutePath().resolve("sluice").toString());
      return Style.advice(
          cloned.isPresent()
              ? "Next:"
              : "Next: put Sluice's jar into " + folder.resolve("lib/sluice.jar") + ", then",
          List.of(
              List.of(launcher + " init FILE --dataset source/name", "a job file from a sample"),
              List.of(launcher + " help", "all verbs")));
    }
  }
}
