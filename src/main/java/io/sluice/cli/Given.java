package io.sluice.cli;

import io.sluice.error.UsageException;
import io.sluice.settings.Nearest;
import io.sluice.settings.Sizes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** The names and options behind a verb, each option at most once, with its value checked. */
final class Given {
  /** In the place of ids: all of them. */
  static final String ALL = "*";

  private final Verb verb;
  private final CommandLine line;

  private Given(Verb verb, CommandLine line) {
    this.verb = verb;
    this.line = line;
  }

  /**
   * Tells options from names; they may stand in any order, and behind {@code --} all are names.
   *
   * @throws UsageException if an option is unknown, lacks its value or is given twice
   */
  static Given parse(Verb verb, Options options, List<String> arguments) {
    DefaultParser parser =
        DefaultParser.builder()
            .setAllowPartialMatching(false)
            .setStripLeadingAndTrailingQuotes(false)
            .get();
    try {
      Given given = new Given(verb, parser.parse(options, arguments.toArray(String[]::new)));
      given.checkOnce();
      return given;
    } catch (UnrecognizedOptionException e) {
      throw wrong(verb, unknown(e.getOption(), options));
    } catch (MissingArgumentException e) {
      Option option = e.getOption();
      throw wrong(
          verb,
          "--"
              + option.getLongOpt()
              + " needs a value, --"
              + option.getLongOpt()
              + " "
              + option.getArgName());
    } catch (ParseException e) {
      throw wrong(verb, e.getMessage());
    }
  }

  /** What is no option. */
  List<String> names() {
    return line.getArgList();
  }

  boolean flag(String option) {
    return line.hasOption(option);
  }

  /**
   * The value of an option; an empty one is refused, as it comes from a variable that is not set.
   */
  Optional<String> text(String option) {
    Optional<String> value = Optional.ofNullable(line.getOptionValue(option));
    if (value.filter(String::isBlank).isPresent()) {
      throw wrong("--" + option + " is empty");
    }
    return value;
  }

  OptionalLong number(String option, long least, long greatest) {
    Optional<String> text = text(option);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    String range = greatest == Long.MAX_VALUE ? least + " or more" : least + " to " + greatest;
    try {
      long number = Long.parseLong(text.get());
      if (number >= least && number <= greatest) {
        return OptionalLong.of(number);
      }
    } catch (NumberFormatException e) {
      throw wrong("--" + option + " is \"" + text.get() + "\", a whole number is needed, " + range);
    }
    throw wrong("--" + option + " is " + text.get() + ", it must be " + range);
  }

  OptionalLong size(String option) {
    Optional<String> text = text(option);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong bytes = Sizes.parse(text.get());
    if (bytes.isEmpty()) {
      throw wrong("--" + option + " is \"" + text.get() + "\", a size such as 500MB is needed");
    }
    return bytes;
  }

  <E extends Enum<E>> Optional<E> oneOf(String option, List<E> choices) {
    Optional<String> text = text(option);
    List<String> words =
        choices.stream().map(choice -> choice.name().toLowerCase(Locale.ROOT)).toList();
    if (text.isPresent() && !words.contains(text.get())) {
      throw wrong(
          "--"
              + option
              + " is \""
              + text.get()
              + "\", it must be one of "
              + String.join(", ", words));
    }
    return text.map(words::indexOf).map(choices::get);
  }

  /** Ids with commas between them; an empty list means all. */
  Optional<List<String>> ids(String option) {
    Optional<String> text = text(option);
    if (text.filter(ALL::equals).isPresent()) {
      return Optional.of(List.of());
    }
    Optional<List<String>> ids =
        text.map(
            value ->
                Arrays.stream(value.split(","))
                    .map(String::strip)
                    .filter(id -> !id.isEmpty())
                    .toList());
    if (ids.filter(List::isEmpty).isPresent()) {
      // An empty list would approve everything.
      throw wrong("--" + option + " is \"" + text.get() + "\", which names no increment");
    }
    return ids;
  }

  /** The failure to throw for a command line that is not to be. */
  UsageException wrong(String what) {
    return wrong(verb, what);
  }

  private static UsageException wrong(Verb verb, String what) {
    String end = what.endsWith("?") ? "" : ".";
    return new UsageException(
        "sluice "
            + verb.word()
            + ": "
            + what
            + end
            + " Nothing was run. See: sluice help "
            + verb.word());
  }

  private void checkOnce() {
    List<Option> options = Arrays.asList(line.getOptions());
    for (Option option : options) {
      if (options.stream().filter(option::equals).count() > 1) {
        throw wrong("--" + option.getLongOpt() + " is given twice");
      }
    }
  }

  private static String unknown(String argument, Options options) {
    String found = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
    String name = found.replaceFirst("^-+", "");
    if (options.hasLongOption(name)) {
      return "--" + name + " takes no value, found \"" + argument + "\"";
    }
    List<String> known = options.getOptions().stream().map(Option::getLongOpt).toList();
    return "\""
        + found
        + "\" is not an option"
        + Nearest.to(name, known)
            .map(near -> "; did you mean \"--" + near + "\"?")
            .orElse(
                "; they are "
                    + known.stream()
                        .map(option -> "--" + option)
                        .collect(Collectors.joining(", ")));
  }
}
