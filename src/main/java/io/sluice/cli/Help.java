package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;

import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The help texts, in the same form for all verbs. */
final class Help {
  /** A placeholder for what the user types to call this program. */
  private static final String PROGRAM = "sluice ";

  private Help() {}

  /** One verb: what it does, its options, and more. */
  static String of(Command command, String program) {
    Options options = command.options();
    return called(program, command.about())
        + (options.getOptions().isEmpty() ? "" : "\nOptions:\n" + options(options))
        + called(program, command.more());
  }

  /** A line each, in their order. */
  static String options(Options options) {
    TextTable table = new TextTable(left(""), left(""), left(""));
    for (Option option : options.getOptions()) {
      table.add(List.of("", name(option), option.getDescription()));
    }
    return table.body();
  }

  private static String name(Option option) {
    return (option.getOpt() == null ? "" : "-" + option.getOpt() + ", ")
        + "--"
        + option.getLongOpt()
        + (option.hasArg() ? " " + option.getArgName() : "");
  }

  /** Examples as they can be typed: the name of the program at the beginning of a command. */
  static String called(String program, String text) {
    return text.replace("Usage: " + PROGRAM, "Usage: " + program + " ")
        .replace("\n  " + PROGRAM, "\n  " + program + " ");
  }
}
