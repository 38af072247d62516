package io.sluice.cli;

import io.sluice.error.UsageException;
import io.sluice.run.project.Launcher;
import io.sluice.settings.Nearest;
import java.util.List;

/** The verbs, a line each, in the order in which help lists them. */
final class Commands {
  static final List<Command> ALL =
      List.of(
          new DemoCommand(),
          new InitProjectCommand(),
          new InitCommand(),
          new CheckCommand(),
          new DescribeCommand(),
          new PackageCommand(),
          new ExtractCommand(),
          new PlanCommand(),
          new IngestCommand(),
          new StatusCommand(),
          new RunsCommand(),
          new ExportsCommand(),
          new ShowCommand(),
          new WhyCommand(),
          new VersionsCommand(),
          new QuarantineCommand(),
          new RollbackCommand(),
          new BackfillCommand(),
          new CompletionCommand(),
          new HelpCommand());

  private Commands() {}

  /** What starts these verbs in a project. */
  static Launcher launcher() {
    List<String> verbs =
        ALL.stream().filter(verb -> !verb.startsSpark()).map(Command::word).toList();
    return new Launcher(verbs, ProgramVersion.ofSpark());
  }

  /** The verb of this word. */
  static Command named(String word, String program) {
    return ALL.stream()
        .filter(command -> command.word().equals(word))
        .findFirst()
        .orElseThrow(() -> unknown(word, program));
  }

  /** One line that names the verbs, for those who mistyped one. */
  static String known(String program) {
    return "The verbs are " + String.join(", ", words()) + ". See: " + program + " help";
  }

  static List<String> words() {
    return ALL.stream().map(Command::word).toList();
  }

  private static UsageException unknown(String word, String program) {
    return new UsageException(
        "sluice: \""
            + word
            + "\" is not a verb"
            + Nearest.to(word, words()).map(near -> "; did you mean \"" + near + "\"?").orElse(".")
            + " Nothing was run. "
            + known(program));
  }
}
