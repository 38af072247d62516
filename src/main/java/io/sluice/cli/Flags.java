package io.sluice.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Makes options with their help texts, and the options that all verbs have. */
final class Flags {
  static final String CONF = "conf";
  static final String JOBS = "jobs";
  static final String RUN_ID = "run-id";
  static final String JSON = "json";
  static final String QUIET = "quiet";
  static final String HELP = "help";
  static final String DEBUG = "debug";
  static final String LOG_LEVEL = "log-level";
  static final String LOG_FILE = "log-file";
  static final String LOG_FORMAT = "log-format";
  static final String WIDE = "wide";
  static final String UTC = "utc";
  static final String YES = "yes";

  /** The options of all verbs, or of all with job files; help lists them apart. */
  private static final Set<String> COMMON =
      Set.of(CONF, JOBS, RUN_ID, JSON, QUIET, DEBUG, LOG_LEVEL, LOG_FILE, LOG_FORMAT, HELP);

  private static final String OR = "|";

  private Flags() {}

  /** Whether other verbs have the option too. */
  static boolean isCommon(Option option) {
    return COMMON.contains(option.getLongOpt());
  }

  /** An option that stands alone. */
  static Option flag(String name, String description) {
    return Option.builder().longOpt(name).desc(description).get();
  }

  /** An option with a value. */
  static Option value(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get();
  }

  /** An option with one of these values. */
  static Option choice(String name, Enum<?>[] choices, String description) {
    return value(
        name,
        Arrays.stream(choices)
            .map(choice -> choice.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(OR)),
        description);
  }

  /** The values that an option may have, where there are few. */
  static List<String> choices(Option option) {
    String argument = Objects.requireNonNullElse(option.getArgName(), "");
    return argument.contains(OR) ? List.of(argument.split(Pattern.quote(OR))) : List.of();
  }

  /** For verbs with tables that a terminal has no room for. */
  static Option wide() {
    return flag(WIDE, "all columns and rows, however narrow the terminal is");
  }

  /** For verbs that print times. */
  static Option utc() {
    return flag(UTC, "exact times, such as 2026-11-21T00:30:00Z, on a terminal too");
  }

  /** For verbs that ask before they change something. */
  static Option yes(String what) {
    return flag(YES, what + " without a question");
  }

  /** The options of a verb that needs job files. */
  static Options withFiles(Option... own) {
    Options options = options(own);
    options.addOption(value(CONF, "FILE", "the environment file (default: conf/local.yaml)"));
    options.addOption(value(JOBS, "DIR", "the folder of job files (default: jobs)"));
    return withCommon(options);
  }

  /** The options of a verb with its own files. */
  static Options withoutFiles(Option... own) {
    return withCommon(options(own));
  }

  private static Options options(Option... own) {
    Options options = new Options();
    for (Option option : own) {
      options.addOption(option);
    }
    return options;
  }

  private static Options withCommon(Options options) {
    return options
        .addOption(value(RUN_ID, "ID", "the caller's name for this run (default: made up)"))
        .addOption(flag(JSON, "the result as JSON on standard output"))
        .addOption(flag(QUIET, "no progress and no advice"))
        .addOption(flag(DEBUG, "stack traces, and the log on standard error"))
        .addOption(choice(LOG_LEVEL, LogLevel.values(), "how much is logged (default: info)"))
        .addOption(value(LOG_FILE, "FILE", "where the log goes (default: see sluice help)"))
        .addOption(choice(LOG_FORMAT, LogFormat.values(), "json: an object a line (default: text)"))
        .addOption(Option.builder("h").longOpt(HELP).desc("explain this verb, run nothing").get());
  }
}
