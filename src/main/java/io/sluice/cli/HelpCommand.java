package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code help}: the first page that a new user reads. */
final class HelpCommand extends Command {
  private static final String VERSION = "version";

  private static final String INTRODUCTION =
      """
      Sluice keeps the clean tables of a data lake up to date with their source systems.

      Usage: sluice <verb> [dataset or source ...] [options]

      """;

  private static final String NAMES =
      """

      A dataset has the name of its job file, such as zuora/account. A source, such as zuora,
      means all its datasets. No name means all job files.

      """;

  private static final String START =
      """

      Results go to standard output, progress and errors to standard error. The log goes to
      standard error too; on a terminal to a file in ~/.cache/sluice/logs, which is named where
      something went wrong, and removed after seven days.
      Files that you name are those of the folder you are in. Without --conf and --jobs, Sluice
      takes conf/local.yaml and jobs of the project that the launcher belongs to; the launcher of
      Sluice's clone first looks for each of them in the folder you are in.

      Start here:
        sluice demo                             run it on sample data
        sluice init FILE --dataset shop/orders  make a job file from a sample
        sluice check                            check all job files
        sluice extract                          export the sources' changes
        sluice ingest                           merge pending increments
        sluice show shop/orders                 print rows of a table
        sluice help ingest                      explain a verb

      Exit codes:
         0  done, or nothing to do
        64  the command line is wrong
        65  an increment was refused or is held by the guard; the others were applied
        66  a dataset is not fresh (status --fail-when-stale)
        70  a fault of this program
        73  another run holds the lease of a dataset
        75  something failed that may pass: try again
        78  a job file, an environment file or a place that they name is wrong
        79  the outcome of a commit is unknown: run status before you remove anything
      With several datasets: the first of 79, 70, 78, 65, 73, 75 that occurred.
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
  List<String> words() {
    return Commands.words();
  }

  @Override
  String about() {
    return """
        Usage: sluice help [verb]

        Explains a verb. Without a verb: lists all verbs.
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
      return Help.printed(text(program), surroundings.terminal());
    }
    String word = Arguments.FOR_HELP.contains(words.get(0)) ? word() : words.get(0);
    return Help.printed(Help.of(Commands.named(word, program), program), surroundings.terminal());
  }

  /** All verbs, what they have in common, and where to start. */
  private static String text(String program) {
    TextTable verbs = new TextTable(left(""), left(""), left(""));
    for (Command command : Commands.ALL) {
      verbs.add(List.of("", command.word(), command.summary()));
    }
    List<Option> options = new ArrayList<>(Flags.withFiles().getOptions());
    options.add(Flags.flag(VERSION, "as the only argument: print the version"));
    return Help.called(program, INTRODUCTION)
        + verbs.body()
        + Help.called(program, NAMES)
        + "Options of all verbs (demo has its own files, so it has no --conf and --jobs):\n"
        + Help.options(options)
        + Help.called(program, START);
  }
}
