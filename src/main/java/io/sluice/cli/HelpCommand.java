package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;

import java.util.List;
import org.apache.commons.cli.Options;

/** {@code help}: what a newcomer reads. */
final class HelpCommand extends Command {
  private static final String INTRODUCTION =
      """
      Sluice keeps the clean tables of a data lake in step with the systems they come from.

      Usage: sluice <verb> [dataset or source ...] [options]

      """;

  private static final String NAMES =
      """

      A dataset is named like its job file, zuora/account; a source, zuora, stands for all
      its datasets; no name stands for every job file.

      """;

  private static final String START =
      """
        --version    as the only argument: which Sluice this is

      Results go to standard output; logs, progress and errors to standard error.
      Files that an option does not name are looked for here, then where Sluice is installed.

      Start here:
        sluice demo                          see it work on sample data
        sluice check                         is every job file right?
        sluice extract                       export what has changed at the sources
        sluice ingest                        merge what has arrived
        sluice show zuora/account            look at a table
        sluice help ingest                   more on a verb

      Exit codes:
         0  done, or nothing to do
        64  the command line is wrong
        65  an increment was refused or is held by the guard; the others were applied
        66  a dataset is not fresh (status --fail-when-stale)
        70  a fault of this program
        73  another run holds the lease of a dataset
        75  something failed that may pass: try again
        78  a job file, an environment file or what they point at is wrong
        79  a commit whose outcome is unknown: look before anything is removed
      Of several datasets that end differently the gravest counts: 79, 70, 78, 65, 73, 75.
      """;

  HelpCommand() {
    super("help", "explains a verb: help ingest");
  }

  @Override
  boolean startsSpark() {
    return false;
  }

  @Override
  Options options() {
    return new Options();
  }

  @Override
  String about() {
    return """
        Usage: sluice help [verb]

        Explains a verb; without one, names them all.
        """;
  }

  @Override
  String more() {
    return "";
  }

  @Override
  Invocation parse(List<String> words, Surroundings surroundings) {
    String program = surroundings.program();
    if (words.isEmpty()) {
      return new Invocation.Print(text(program));
    }
    String word = Arguments.FOR_HELP.contains(words.get(0)) ? word() : words.get(0);
    return new Invocation.Print(Help.of(Commands.named(word, program), program));
  }

  /** All verbs, what they have in common, and where to start. */
  private static String text(String program) {
    TextTable verbs = new TextTable(left(""), left(""), left(""));
    for (Command command : Commands.ALL) {
      verbs.add(List.of("", command.word(), command.summary()));
    }
    return Help.called(program, INTRODUCTION)
        + verbs.body()
        + Help.called(program, NAMES)
        + "Options that the verbs have in common (demo brings its own files, so it takes no --conf and --jobs):\n"
        + Help.options(Flags.withFiles())
        + Help.called(program, START);
  }
}
