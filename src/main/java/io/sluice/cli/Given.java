package io.sluice.cli;

import io.sluice.error.UsageException;
import io.sluice.run.Workplace;
import io.sluice.settings.Nearest;
import io.sluice.settings.Sizes;
import io.sluice.spec.DatasetName;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final Pattern NEARLY_A_DATASET =
      Pattern.compile("(?:.*/)?([a-z][a-z0-9_-]*)[./](?!ya?ml$)([a-z][a-z0-9_-]*)(?:\\.ya?ml)?");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Command command;
  private final CommandLine line;
  private final Surroundings surroundings;
  private final String runId;
  private final Style style;

  private Given(Command command, CommandLine line, Surroundings surroundings) {
    this.command = command;
    this.line = line;
    this.surroundings = surroundings;
    checkOnce();
    this.runId = text(Flags.RUN_ID).orElseGet(this::madeUpRunId);
    this.style =
        new Style(
            flag(Flags.JSON),
            flag(Flags.QUIET),
            flag(Flags.DEBUG),
            surroundings.program(),
            repeated(Flags.CONF) + repeated(Flags.JOBS),
            new View(
                surroundings.terminal().columns(),
                flag(Flags.WIDE),
                flag(Flags.UTC),
                surroundings.clock().instant()),
            logs());
  }

  /**
   * Separates options from names. They may come in any order; after {@code --} all are names.
   *
   * @throws UsageException if an option is unknown, lacks its value or is given twice
   */
  static Given parse(Command command, List<String> arguments, Surroundings surroundings) {
    Options options = command.options();
    DefaultParser parser =
        DefaultParser.builder()
            .setAllowPartialMatching(false)
            .setStripLeadingAndTrailingQuotes(false)
            .get();
    try {
      CommandLine line = parser.parse(options, arguments.toArray(String[]::new));
      return new Given(command, line, surroundings);
    } catch (UnrecognizedOptionException e) {
      throw wrong(command, unknown(e.getOption(), options));
    } catch (MissingArgumentException e) {
      Option option = e.getOption();
      throw wrong(
          command,
          "--"
              + option.getLongOpt()
              + " needs a value, --"
              + option.getLongOpt()
              + " "
              + option.getArgName());
    } catch (ParseException e) {
      throw wrong(command, e.getMessage());
    }
  }

  /** The arguments that are not options. */
  List<String> names() {
    return line.getArgList();
  }

  /** The caller's name for this run, or one that was made up. */
  String runId() {
    return runId;
  }

  Style style() {
    return style;
  }

  /** The files to use, and the datasets and sources that are named. */
  Workplace where() {
    return where(names());
  }

  /** The same of a verb whose first word is a dataset; others follow. */
  Workplace firstDataset() {
    if (names().isEmpty()) {
      throw wrong("a dataset is missing, one such as zuora/account is needed");
    }
    return where(names().subList(0, 1));
  }

  private Workplace where(List<String> datasets) {
    datasets.forEach(this::checkName);
    return new Workplace(
        text(Flags.CONF)
            .map(surroundings::named)
            .orElseGet(() -> surroundings.usual("conf/local.yaml")),
        text(Flags.JOBS).map(surroundings::named).orElseGet(() -> surroundings.usual("jobs")),
        datasets);
  }

  /** The same of a verb that takes one dataset. */
  Workplace oneDataset() {
    Workplace where = where();
    if (where.names().size() != 1) {
      throw wrong(
          (where.names().size() > 1 ? "more than one dataset is named" : "a dataset is missing")
              + ", one such as zuora/account is needed");
    }
    return where;
  }

  boolean flag(String option) {
    return line.hasOption(option);
  }

  /** Fails where more than one of these options is given. */
  void contradict(List<String> options) {
    List<String> found = options.stream().filter(this::flag).map(name -> "--" + name).toList();
    if (found.size() > 1) {
      throw wrong(String.join(" and ", found) + " contradict each other");
    }
  }

  /** Fails where one of these options is given without the one that it belongs to. */
  void require(String other, List<String> options) {
    if (!flag(other)) {
      options.stream()
          .filter(this::flag)
          .findFirst()
          .ifPresent(
              name -> {
                throw wrong("--" + name + " belongs to --" + other + ", which is missing");
              });
    }
  }

  /**
   * The value of an option. An empty one is refused: it usually comes from a variable that is not
   * set.
   */
  Optional<String> text(String option) {
    Optional<String> value = Optional.ofNullable(line.getOptionValue(option));
    if (value.filter(String::isBlank).isPresent()) {
      throw wrong("--" + option + " is empty");
    }
    return value;
  }

  /** Words with commas between them; none where the option was not given. */
  List<String> words(String option) {
    List<String> words =
        text(option).stream()
            .flatMap(text -> Arrays.stream(text.split(",", -1)))
            .map(String::strip)
            .toList();
    if (words.contains("")) {
      throw wrong("--" + option + " has an empty name between commas");
    }
    words.stream()
        .filter(word -> words.indexOf(word) != words.lastIndexOf(word))
        .findFirst()
        .ifPresent(
            word -> {
              throw wrong("--" + option + " names \"" + word + "\" twice");
            });
    return words;
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

  /** An instant that is past; a date is the end of that day in UTC, and today's date is now. */
  Optional<Instant> past(String option) {
    Optional<String> text = text(option);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Instant now = surroundings.clock().instant();
    Instant instant = instant(option, text.get(), now);
    if (instant.isAfter(now)) {
      throw wrong("--" + option + " is " + text.get() + ", which lies in the future");
    }
    return Optional.of(instant);
  }

  private Instant instant(String option, String text, Instant now) {
    try {
      if (text.contains("T")) {
        return OffsetDateTime.parse(text).toInstant();
      }
      LocalDate day = LocalDate.parse(text);
      if (day.equals(LocalDate.ofInstant(now, ZoneOffset.UTC))) {
        return now;
      }
      return day.atTime(LocalTime.MAX).toInstant(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException e) {
      throw wrong(
          "--"
              + option
              + " is \""
              + text
              + "\", an instant with its zone, such as 2026-11-21T00:30:00Z, or a date, such as"
              + " 2026-11-21, is needed");
    }
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

  /** The failure to throw for a wrong command line. */
  UsageException wrong(String what) {
    return wrong(command, what);
  }

  private static UsageException wrong(Command command, String what) {
    String end = what.endsWith("?") ? "" : ".";
    return new UsageException(
        "sluice "
            + command.word()
            + ": "
            + what
            + end
            + " Nothing was run. See: sluice help "
            + command.word());
  }

  private void checkOnce() {
    List<Option> options = Arrays.asList(line.getOptions());
    for (Option option : options) {
      if (options.stream().filter(option::equals).count() > 1) {
        throw wrong("--" + option.getLongOpt() + " is given twice");
      }
    }
  }

  private void checkName(String name) {
    try {
      DatasetName.of(name.contains("/") ? name : name + "/any");
    } catch (IllegalArgumentException e) {
      throw wrong(
          "\""
              + name
              + "\" is neither a dataset, such as zuora/account, nor a source, such as zuora"
              + meant(name));
    }
  }

  /** The dataset of a job file's path, or of a name with a point as in SQL. */
  private static String meant(String name) {
    Matcher dataset = NEARLY_A_DATASET.matcher(name.toLowerCase(Locale.ROOT));
    return dataset.matches()
        ? "; did you mean \"" + dataset.group(1) + "/" + dataset.group(2) + "\"?"
        : "";
  }

  /** An option that suggested commands repeat, so that they work as they are printed. */
  private String repeated(String option) {
    return text(option).map(value -> " --" + option + " " + Style.quoted(value)).orElse("");
  }

  /**
   * Where a person watches, the log goes to a file of its own; with {@code --debug} it is shown.
   */
  private LogOptions logs() {
    Optional<Path> named = text(Flags.LOG_FILE).map(surroundings::named);
    boolean usual = named.isEmpty() && surroundings.terminal().watched() && !flag(Flags.DEBUG);
    return new LogOptions(
        oneOf(Flags.LOG_LEVEL, List.of(LogLevel.values())),
        usual ? Optional.of(usualLog()) : named,
        usual,
        oneOf(Flags.LOG_FORMAT, List.of(LogFormat.values())));
  }

  private Path usualLog() {
    String time = TIME.format(surroundings.clock().instant());
    String name = time + "-" + command.word() + "-" + ProcessHandle.current().pid() + ".log";
    return surroundings.terminal().logs().resolve(name);
  }

  private String madeUpRunId() {
    return TIME.format(surroundings.clock().instant())
        + String.format(Locale.ROOT, "-%06x", surroundings.random().nextInt(1 << 24));
  }

  private static String unknown(String argument, Options options) {
    String found = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
    String name = found.replaceFirst("^-+", "");
    if (options.hasLongOption(name)) {
      return "--" + name + " takes no value, found \"" + argument + "\"";
    }
    if (found.matches("-\\d.*") && options.hasLongOption(WhyCommand.KEY)) {
      return "\""
          + found
          + "\" is not an option; a value that begins with \"-\" goes behind \"--\"";
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
