package io.sluice.cli;

import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options of each verb, with the words that help explains them by. */
final class Flags {
  static final String CONF = "conf";
  static final String JOBS = "jobs";
  static final String RUN_ID = "run-id";
  static final String JSON = "json";
  static final String QUIET = "quiet";
  static final String HELP = "help";
  static final String APPROVE = "approve";
  static final String MAX_BYTES = "max-bytes";
  static final String EMPTY_EXIT_CODE = "empty-exit-code";
  static final String FAIL_WHEN_STALE = "fail-when-stale";
  static final String DEEP = "deep";
  static final String VERSION = "version";
  static final String WHERE = "where";
  static final String LIMIT = "limit";
  static final String FORMAT = "format";
  static final String ALL_COLUMNS = "all-columns";
  static final String LAKE = "lake";
  static final String FROM = "from";
  static final String FORCE = "force";
  static final String EVENT = "event";
  static final String JOB_ID = "job-id";
  static final String FULL = "full";
  static final String WINDOW = "window";
  static final String MODELS = "models";
  static final String START_TIME = "start-time";
  static final String START_CURSOR = "start-cursor";

  /** The options of {@code extract} that connectors understand. */
  static final List<String> OF_CONNECTORS =
      List.of(FROM, FORCE, EVENT, JOB_ID, FULL, WINDOW, MODELS, START_TIME, START_CURSOR);

  private Flags() {}

  /** The options that a verb knows, in the order in which help shows them: its own come first. */
  static Options of(Verb verb) {
    Options options = new Options();
    switch (verb) {
      case DEMO -> value(options, LAKE, "DIR", "where to make the lake (default: demo-lake)");
      case EXTRACT -> extract(options);
      case EXPORTS -> value(options, FORMAT, "FORMAT", "table, csv or json (default: table)");
      case INGEST -> {
        value(
            options,
            APPROVE,
            "ID,ID",
            "apply what the guard holds: alone, all of it; with ids, those increments");
        value(
            options,
            MAX_BYTES,
            "SIZE",
            "raw files in one commit; more take several, oldest first (default: 64GB)");
        value(
            options,
            EMPTY_EXIT_CODE,
            "N",
            "end with N, 0 to 255, where nothing was pending (default: 0)");
      }
      case STATUS -> flag(options, FAIL_WHEN_STALE, "end with 66 unless every dataset is fresh");
      case SHOW -> {
        value(options, VERSION, "N", "an older table version (default: the current one)");
        value(options, WHERE, "SQL", "only rows for which this condition holds");
        value(options, LIMIT, "N", "at most this many rows, 0 for all (default: 20)");
        value(options, FORMAT, "FORMAT", "table, csv or json (default: table)");
        flag(options, ALL_COLUMNS, "also the columns that begin with _");
      }
      case CHECK -> flag(options, DEEP, "read all data files of the current versions too");
      case HELP -> {}
    }
    if (verb != Verb.HELP) {
      common(options, verb);
    }
    return options;
  }

  private static void extract(Options options) {
    value(options, FROM, "WHEN", "last, YYYY-MM-DD or beginning (zuora-aqua; default: last)");
    flag(options, FORCE, "with --from beginning: do it all the same (zuora-aqua)");
    value(options, EVENT, "FILE", "JSON with an exportFromDate, instead of --from (zuora-aqua)");
    value(options, JOB_ID, "ID", "take the files of a job that is there already (zuora-aqua)");
    flag(options, FULL, "all rows, without touching the session (zuora-aqua)");
    value(options, WINDOW, "month", "with --full: a query for each month (zuora-aqua)");
    value(options, MODELS, "A,B", "of the datasets named, only those of these models (zendesk)");
    value(options, START_TIME, "WHEN", "date, instant or seconds of the epoch (zendesk)");
    value(options, START_CURSOR, "CURSOR", "for one dataset: what follows this cursor (zendesk)");
  }

  private static void common(Options options, Verb verb) {
    if (verb != Verb.DEMO) {
      value(options, CONF, "FILE", "the environment file (default: conf/local.yaml)");
      value(options, JOBS, "DIR", "the folder of job files (default: jobs)");
    }
    value(options, RUN_ID, "ID", "the caller's name for this run (default: made up)");
    flag(options, JSON, "the result as JSON on standard output");
    flag(options, QUIET, "no progress and no advice");
    options.addOption(
        Option.builder("h").longOpt(HELP).desc("explain this verb, run nothing").get());
  }

  private static void value(Options options, String name, String argument, String description) {
    options.addOption(
        Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get());
  }

  private static void flag(Options options, String name, String description) {
    options.addOption(Option.builder().longOpt(name).desc(description).get());
  }
}
