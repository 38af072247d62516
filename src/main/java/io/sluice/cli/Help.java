package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;

import java.util.Collection;
import java.util.List;
import org.apache.commons.cli.Option;

/** The help texts, in the same form for all verbs. */
final class Help {
  /** A placeholder for what the user types to call this program. */
  private static final String PROGRAM = "sluice ";

  private Help() {}

  /** One verb: what it does, its options, and more. */
  static String of(Command command, String program) {
    Collection<Option> options = command.options().getOptions();
    return called(program, command.about())
        + section("Options", options.stream().filter(option -> !Flags.isCommon(option)).toList())
        + section("Common options", options.stream().filter(Flags::isCommon).toList())
        + called(program, command.more());
  }

  /** In the width of the terminal, if there is one. */
  static Invocation printed(String text, Terminal terminal) {
    return new Invocation.Print(
        terminal.columns().isPresent() ? Wrapped.page(text, terminal.columns().getAsInt()) : text);
  }

  private static String section(String title, List<Option> options) {
    return options.isEmpty() ? "" : "\n" + title + ":\n" + options(options);
  }

  /** A line each, in their order. */
  static String options(Collection<Option> options) {
    TextTable table = new TextTable(left(""), left(""), left(""));
    for (Option option : options) {
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

  /** Commands as they can be typed: what the user calls the program is at their beginning. */
  static String called(String program, String text) {
    return text.replace("Usage: " + PROGRAM, "Usage: " + program + " ")
        .replace("See: " + PROGRAM, "See: " + program + " ")
        .replace("\n  " + PROGRAM, "\n  " + program + " ");
  }
}
