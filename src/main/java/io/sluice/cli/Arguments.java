package io.sluice.cli;

import io.sluice.error.UsageException;
import io.sluice.run.ExtractOptions;
import io.sluice.run.IngestOptions;
import io.sluice.run.ShowOptions;
import io.sluice.run.Workplace;
import io.sluice.settings.Nearest;
import io.sluice.spec.DatasetName;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.commons.cli.Options;

/**
 * Understands a command line in full before anything is done, so that a slip of the pen fails at
 * once and not in the middle of a run.
 */
final class Arguments {
  private static final DateTimeFormatter RUN_ID =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final long ROWS_SHOWN = 20;

  private final Surroundings surroundings;

  Arguments(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Returns what the arguments ask for.
   *
   * @throws UsageException if they ask for nothing that there is
   */
  Command command(List<String> arguments) {
    if (arguments.isEmpty()) {
      throw new UsageException(
          "sluice: a verb is missing. Nothing was run. " + Help.known(surroundings.program()));
    }
    String first = arguments.get(0);
    List<String> rest = arguments.subList(1, arguments.size());
    if (first.equals("--version")) {
      return new Command.Print("sluice " + Version.text() + "\n");
    }
    if (first.equals("--help") || first.equals("-h")) {
      return help(rest);
    }
    Verb verb = Verb.of(first).orElseThrow(() -> unknownVerb(first));
    if (verb == Verb.HELP) {
      return help(rest);
    }
    int end = rest.contains("--") ? rest.indexOf("--") : rest.size();
    if (rest.subList(0, end).contains("--help") || rest.subList(0, end).contains("-h")) {
      return new Command.Print(Help.of(verb, surroundings.program()));
    }
    return command(verb, rest);
  }

  private Command help(List<String> words) {
    if (words.isEmpty()) {
      return new Command.Print(Help.text(surroundings.program()));
    }
    String word = List.of("--help", "-h").contains(words.get(0)) ? "help" : words.get(0);
    Verb verb = Verb.of(word).orElseThrow(() -> unknownVerb(word));
    return new Command.Print(Help.of(verb, surroundings.program()));
  }

  private Command command(Verb verb, List<String> arguments) {
    Options options = Flags.of(verb);
    Given given =
        Given.parse(verb, options, verb == Verb.INGEST ? withApproval(arguments) : arguments);
    String runId = given.text(Flags.RUN_ID).orElseGet(this::madeUpRunId);
    Style style =
        new Style(
            given.flag(Flags.JSON),
            given.flag(Flags.QUIET),
            surroundings.program(),
            repeated(given));
    Workplace where = workplace(verb, given);
    return switch (verb) {
      case DEMO ->
          new DemoCommand(
              surroundings.named(given.text(Flags.LAKE).orElse("demo-lake")), runId, style);
      case CHECK -> new CheckCommand(where, given.flag(Flags.DEEP), runId, style);
      case EXTRACT ->
          new ExtractCommand(where, new ExtractOptions(runId, forConnectors(given)), style);
      case EXPORTS -> new ExportsCommand(where, rowFormat(given, style), style);
      case INGEST ->
          new IngestCommand(
              where,
              new IngestOptions(
                  runId,
                  given.ids(Flags.APPROVE),
                  given.size(Flags.MAX_BYTES).orElse(IngestOptions.DEFAULT_MAX_BYTES)),
              Math.toIntExact(given.number(Flags.EMPTY_EXIT_CODE, 0, 255).orElse(0)),
              style);
      case STATUS -> new StatusCommand(where, runId, given.flag(Flags.FAIL_WHEN_STALE), style);
      case SHOW -> show(where, given, style);
      case HELP -> throw new IllegalArgumentException("help is no verb with options");
    };
  }

  private static Command show(Workplace where, Given given, Style style) {
    if (where.names().size() != 1 || !where.names().get(0).contains("/")) {
      throw given.wrong(
          (where.names().size() > 1 ? "more than one dataset is named" : "a dataset is missing")
              + ", one such as zuora/account is needed");
    }
    ShowOptions options =
        new ShowOptions(
            given.number(Flags.VERSION, 1, Long.MAX_VALUE),
            given.text(Flags.WHERE),
            given.number(Flags.LIMIT, 0, Long.MAX_VALUE).orElse(ROWS_SHOWN),
            given.flag(Flags.ALL_COLUMNS));
    return new ShowCommand(where, where.names().get(0), options, rowFormat(given, style), style);
  }

  private static RowFormat rowFormat(Given given, Style style) {
    Optional<RowFormat> format = given.oneOf(Flags.FORMAT, Arrays.asList(RowFormat.values()));
    if (style.json() && format.orElse(RowFormat.JSON) != RowFormat.JSON) {
      throw given.wrong("--json and --format contradict each other");
    }
    return format.orElse(style.json() ? RowFormat.JSON : RowFormat.TABLE);
  }

  private Map<String, String> forConnectors(Given given) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String option : Flags.OF_CONNECTORS) {
      if (given.flag(option)) {
        options.put(option, given.text(option).orElse("true"));
      }
    }
    options.computeIfPresent(Flags.EVENT, (name, file) -> surroundings.named(file).toString());
    return options;
  }

  private Workplace workplace(Verb verb, Given given) {
    if (verb == Verb.DEMO && !given.names().isEmpty()) {
      throw given.wrong("the demo takes no names, found \"" + given.names().get(0) + "\"");
    }
    for (String name : given.names()) {
      checkName(given, name);
    }
    return new Workplace(
        given
            .text(Flags.CONF)
            .map(surroundings::named)
            .orElseGet(() -> surroundings.usual("conf/local.yaml")),
        given.text(Flags.JOBS).map(surroundings::named).orElseGet(() -> surroundings.usual("jobs")),
        given.names());
  }

  private static void checkName(Given given, String name) {
    try {
      DatasetName.of(name.contains("/") ? name : name + "/any");
    } catch (IllegalArgumentException e) {
      throw given.wrong(
          "\""
              + name
              + "\" is neither a dataset, such as zuora/account, nor a source, such as zuora");
    }
  }

  /**
   * Binds the ids behind {@code --approve} to it, and nothing else: {@code --approve zuora/account}
   * approves all of that dataset. What has the form of a dataset or a source is one; whoever has
   * ids of that form writes {@code --approve=ID,ID}.
   */
  private static List<String> withApproval(List<String> arguments) {
    String option = "--" + Flags.APPROVE;
    List<String> bound = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String next = i + 1 < arguments.size() ? arguments.get(i + 1) : "-";
      if (arguments.get(i).equals("--")) {
        bound.addAll(arguments.subList(i, arguments.size()));
        break;
      } else if (!arguments.get(i).equals(option)) {
        bound.add(arguments.get(i));
      } else if (next.startsWith("-") || next.matches("(?i)[a-z][a-z0-9_-]*(/[a-z0-9_-]*)?")) {
        bound.add(option + "=" + Given.ALL);
      } else {
        bound.add(option + "=" + next);
        i++;
      }
    }
    return bound;
  }

  /** The options that advice repeats, so that its commands work as they stand. */
  private static String repeated(Given given) {
    UnaryOperator<String> option =
        name -> given.text(name).map(value -> " --" + name + " " + Style.quoted(value)).orElse("");
    return option.apply(Flags.CONF) + option.apply(Flags.JOBS);
  }

  private String madeUpRunId() {
    return RUN_ID.format(surroundings.clock().instant())
        + String.format(Locale.ROOT, "-%06x", surroundings.random().nextInt(1 << 24));
  }

  private UsageException unknownVerb(String word) {
    return new UsageException(
        "sluice: \""
            + word
            + "\" is not a verb"
            + Nearest.to(word, Verb.words())
                .map(near -> "; did you mean \"" + near + "\"?")
                .orElse(".")
            + " Nothing was run. "
            + Help.known(surroundings.program()));
  }
}
