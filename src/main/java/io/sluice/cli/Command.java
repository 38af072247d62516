package io.sluice.cli;

import java.util.List;
import org.apache.commons.cli.Options;

/**
 * A verb of the command line: its options, its help, and how its arguments are understood. {@link
 * Commands} lists them all. Its package below {@code io.sluice.run} does the work.
 */
abstract class Command {
  private final String word;
  private final String summary;

  /**
   * A verb.
   *
   * @param word as it is typed
   * @param summary what it does, in half a line
   */
  Command(String word, String summary) {
    this.word = word;
    this.summary = summary;
  }

  final String word() {
    return word;
  }

  final String summary() {
    return summary;
  }

  /** Whether it starts Spark, where there is anything to do. */
  abstract boolean startsSpark();

  /** The words that it takes, where they are few. */
  List<String> words() {
    return List.of();
  }

  /** Whether its words are datasets and sources. */
  boolean namesDatasets() {
    return options().hasLongOption(Flags.JOBS);
  }

  /** The options that it knows, in the order in which help shows them. */
  abstract Options options();

  /** Its help above the options: how it is called, and what it does. */
  abstract String about();

  /** Its help below the options: details, examples, exit codes. */
  abstract String more();

  /**
   * Understands the arguments behind the verb; none of them asks for help.
   *
   * @throws io.sluice.error.UsageException if there is no such verb or option
   */
  abstract Invocation parse(List<String> arguments, Surroundings surroundings);
}
