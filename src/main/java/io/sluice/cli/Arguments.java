package io.sluice.cli;

import io.sluice.error.UsageException;
import java.util.List;

/**
 * Understands a command line in full before anything is done, so that a typing error fails at once
 * and not in the middle of a run.
 */
final class Arguments {
  /** The words that mean {@code help}. */
  static final List<String> FOR_HELP = List.of("--help", "-h");

  private final Surroundings surroundings;

  Arguments(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Returns what the arguments ask for.
   *
   * @throws UsageException if there is no such verb or option
   */
  Invocation parse(List<String> arguments) {
    String program = surroundings.program();
    if (arguments.isEmpty()) {
      throw new UsageException(
          "sluice: a verb is missing. Nothing was run. " + Commands.known(program));
    }
    String first = arguments.get(0);
    if (first.equals("--version")) {
      return new Invocation.Print("sluice " + ProgramVersion.text() + "\n");
    }
    Command command = Commands.named(FOR_HELP.contains(first) ? "help" : first, program);
    List<String> rest = arguments.subList(1, arguments.size());
    return asksForHelp(command, rest)
        ? Help.printed(Help.of(command, program), surroundings.terminal())
        : command.parse(rest, surroundings);
  }

  /** {@code help} has no options: all further arguments are words. */
  private static boolean asksForHelp(Command command, List<String> arguments) {
    int end = arguments.contains("--") ? arguments.indexOf("--") : arguments.size();
    return command.options().hasLongOption(Flags.HELP)
        && arguments.subList(0, end).stream().anyMatch(FOR_HELP::contains);
  }
}
