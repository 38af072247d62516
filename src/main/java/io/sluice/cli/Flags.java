package io.sluice.cli;

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

  private Flags() {}

  /** An option that stands alone. */
  static Option flag(String name, String description) {
    return Option.builder().longOpt(name).desc(description).get();
  }

  /** An option with a value. */
  static Option value(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get();
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
        .addOption(Option.builder("h").longOpt(HELP).desc("explain this verb, run nothing").get());
  }
}
