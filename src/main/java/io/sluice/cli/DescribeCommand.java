package io.sluice.cli;

import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.describe.DescribeVerb;
import io.sluice.run.describe.Description;
import io.sluice.run.describe.ReadWith;
import io.sluice.settings.Nearest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.cli.Options;

/** {@code describe}. */
final class DescribeCommand extends Command {
  private static final String MARKDOWN = "markdown";
  private static final String READ_WITH = "read-with";

  DescribeCommand() {
    super("describe", "prints a table's columns, key and rules, and where it comes from");
  }

  @Override
  boolean startsSpark() {
    return false;
  }

  @Override
  Options options() {
    return Flags.withFiles(
        Flags.flag(MARKDOWN, "as Markdown, for a page or a catalogue"),
        Flags.value(READ_WITH, "ENGINE", "how this engine reads the table"));
  }

  @Override
  String about() {
    return """
    Usage: sluice describe [dataset or source ...] [options]

    Prints what the job file says of a dataset, defaults included: columns with types and
    descriptions, key, order, deletes, guard, freshness, schedule, and where files and table
    lie. Without a dataset, prints a list. Reads job files only, needs no Spark.

    With --read-with, prints code or SQL that reads the current version of the table. Engines:
    %s.
    """
        .formatted(String.join(", ", ReadWith.ENGINES));
  }

  @Override
  String more() {
    return """

    --json prints everything of every dataset: the resolved job files. Its keys are stable,
    and "format" is its version. Secrets are not in it.

    Examples:
      sluice describe
      sluice describe zuora/account
      sluice describe zuora --markdown > zuora.md
      sluice describe --json > describe.json
      sluice describe zuora/account --read-with duckdb

    Exit codes: 0 done; 64 usage; 78 a job file or the environment file is wrong. With
    --read-with also: 65 the version file is broken; 75 try again; 78 no table, or one that the
    engine cannot read.
    """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, arguments, surroundings);
    Optional<String> engine = given.text(READ_WITH);
    if (engine.isPresent()) {
      return readWith(engine.get(), given);
    }
    if (given.flag(MARKDOWN) && given.style().json()) {
      throw given.wrong("--json and --markdown contradict each other");
    }
    return new Asked(given.where(), given.runId(), given.flag(MARKDOWN), given.style());
  }

  private static Invocation readWith(String engine, Given given) {
    if (!ReadWith.ENGINES.contains(engine)) {
      throw given.wrong(
          "--"
              + READ_WITH
              + ": \""
              + engine
              + "\" is no engine"
              + Nearest.hint(engine, ReadWith.ENGINES));
    }
    if (given.flag(MARKDOWN) || given.style().json()) {
      throw given.wrong("--" + READ_WITH + " prints lines for the engine, in no other form");
    }
    Workplace where = given.where();
    if (where.names().size() != 1 || !where.names().get(0).contains("/")) {
      throw given.wrong("--" + READ_WITH + " needs one dataset, such as zuora/account");
    }
    return new Reading(where, engine, given.style());
  }

  /** How an engine reads a table. */
  record Reading(Workplace where, String engine, Style style) implements VerbInvocation<String> {
    @Override
    public String run(Run run) {
      return new ReadWith(run, where).lines(engine);
    }

    @Override
    public int print(String lines, Session session) throws IOException {
      session.out().text(lines);
      return 0;
    }
  }

  /**
   * What the arguments ask for.
   *
   * @param markdown whether to print Markdown instead of text
   */
  record Asked(Workplace where, String runId, boolean markdown, Style style)
      implements VerbInvocation<List<Description>> {
    @Override
    public List<Description> run(Run run) {
      return new DescribeVerb(run, where).describe();
    }

    @Override
    public int print(List<Description> datasets, Session session) throws IOException {
      if (style.json()) {
        DescriptionJson.write(session.out(), Optional.of(runId), datasets);
      } else if (markdown) {
        session.out().text(joined(datasets, DescriptionText::markdown));
      } else if (isList()) {
        session.out().text(DescriptionText.list(datasets));
        session.out().text(style.quiet() ? "" : next(datasets));
      } else {
        session.out().text(joined(datasets, DescriptionText::text));
      }
      return 0;
    }

    /** Datasets that are named are described in full; all, and those of a source, are listed. */
    private boolean isList() {
      return where.names().isEmpty()
          || !where.names().stream().allMatch(name -> name.contains("/"));
    }

    private String next(List<Description> datasets) {
      String first = datasets.get(0).job().dataset().toString();
      return Style.advice(
          "Next:",
          List.of(
              List.of(style.call("describe " + first), "all about one"),
              List.of(style.call("describe --json"), "all about all, for programs")));
    }
  }

  private interface Form {
    String of(Description dataset);
  }

  private static String joined(List<Description> datasets, Form form) {
    return datasets.stream().map(form::of).collect(Collectors.joining("\n"));
  }
}
