package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;
import static io.sluice.cli.TextTable.Column.right;

import io.sluice.cli.TextTable.Column;
import io.sluice.error.ExitCode;
import io.sluice.error.Printable;
import io.sluice.run.DatasetOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The outcome of a run. For people: a row per dataset, then warnings and problems, a line each. */
final class Summary {
  private static final List<String> NO_CHANGE =
      List.of("duplicate", "superseded", "blocked", "stale", "unchanged", "refreshed");

  /** The counts of a past run that say what it did to the table, for programs. */
  static final List<String> COUNTS =
      List.of("read", "inserted", "updated", "deleted", "removed", "quarantined");

  /** The same for people, to whom rows that a load removed are deleted. */
  static final List<String> SHOWN_COUNTS =
      COUNTS.stream().filter(name -> !name.equals("removed")).toList();

  private Summary() {}

  /** The counts of a past run by {@link #COUNTS}, nothing for those that were not made. */
  static List<Optional<String>> counts(Map<String, Long> counts) {
    return COUNTS.stream()
        .map(name -> Optional.ofNullable(counts.get(name)).map(String::valueOf))
        .toList();
  }

  /** One of the {@link #SHOWN_COUNTS}. */
  static String count(Map<String, Long> counts, String name) {
    if (!counts.containsKey(name)) {
      return "-";
    }
    long removed = name.equals("deleted") ? counts.getOrDefault("removed", 0L) : 0;
    return Style.number(counts.get(name) + removed);
  }

  /** Whether a dataset had nothing to do and nothing went wrong with it. */
  static boolean idle(DatasetOutcome outcome) {
    return outcome.increments() == 0 && outcome.exitCode() == ExitCode.DONE;
  }

  /** The worst of all. */
  static ExitCode exitCode(List<DatasetOutcome> outcomes) {
    return ExitCode.worst(outcomes.stream().map(DatasetOutcome::exitCode).toList());
  }

  /** The keys of one dataset, into the object that is open. */
  static void json(JsonOutput object, DatasetOutcome outcome) throws IOException {
    object.text("dataset", outcome.dataset().toString());
    object.number("exit_code", outcome.exitCode().code());
    object.number("increments", outcome.increments()).numbers("counts", outcome.counts());
    object.number("rows", outcome.rows()).number("version", outcome.version());
    object.seconds("took_seconds", outcome.took());
    object.texts("warnings", outcome.warnings()).text("problem", outcome.problem());
    object.texts("held", outcome.held());
  }

  /**
   * The outcome for people.
   *
   * @param names what the user named: these datasets have a row of their own
   */
  static String text(List<DatasetOutcome> outcomes, List<String> names, View view) {
    return text(outcomes, names, "", view);
  }

  /** The same of what was not done: rows and versions are those of the tables as they are. */
  static String planned(List<DatasetOutcome> outcomes, List<String> names, View view) {
    return text(outcomes, names, " NOW", view);
  }

  private static String text(
      List<DatasetOutcome> outcomes, List<String> names, String state, View view) {
    String table = "";
    List<DatasetOutcome> busy = outcomes.stream().filter(outcome -> !idle(outcome)).toList();
    if (!busy.isEmpty()) {
      table =
          table(
              Triage.of(
                  view,
                  busy,
                  Summary::gravity,
                  outcome -> names.contains(outcome.dataset().toString())),
              state,
              view);
    }
    boolean loaded = outcomes.stream().allMatch(outcome -> outcome.version().isPresent());
    StringBuilder text =
        new StringBuilder(idleLine(outcomes.size() - busy.size(), busy.isEmpty(), loaded));
    text.append(
        lines(
            "warning",
            outcomes,
            outcome -> outcome.dataset().toString(),
            DatasetOutcome::warnings));
    for (DatasetOutcome outcome : outcomes) {
      String name = outcome.dataset().toString();
      outcome.problem().stream()
          .flatMap(problems -> Stream.of(problems.split("\n(?=" + name + ": )", -1)))
          .forEach(problem -> text.append(line("problem", name, problem)));
    }
    return table + view.folded(text.toString());
  }

  /**
   * A line that begins with its dataset, unless the message itself names it. A warning has one
   * line. Further lines of a problem are indented, so that none looks like a line of another
   * dataset.
   */
  static String line(String kind, String dataset, String message) {
    String where = dataset.isEmpty() || message.startsWith(dataset) ? "" : dataset + ": ";
    String text = message.strip();
    return kind
        + ": "
        + where
        + (kind.equals("warning") ? Printable.line(text) : text.replace("\n", "\n  "))
        + "\n";
  }

  /** A line for each message; a message that several datasets share is printed once. */
  static <T> String lines(
      String kind, List<T> datasets, Function<T, String> name, Function<T, List<String>> messages) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    for (T dataset : datasets) {
      for (String message : messages.apply(dataset)) {
        names.computeIfAbsent(message, said -> new ArrayList<>()).add(name.apply(dataset));
      }
    }
    StringBuilder lines = new StringBuilder();
    names.forEach(
        (message, of) -> {
          boolean shared = of.stream().distinct().count() > 1;
          lines.append(line(kind, shared ? "" : of.get(0), message));
        });
    return lines.toString();
  }

  /** How urgently a dataset needs somebody; 0 where all is well. */
  private static int gravity(DatasetOutcome outcome) {
    if (outcome.exitCode() != ExitCode.DONE) {
      return 2;
    }
    return outcome.warnings().isEmpty() && outcome.count("quarantined") == 0 ? 0 : 1;
  }

  private static String table(Triage<DatasetOutcome> datasets, String state, View view) {
    List<String> parts = view.wide() ? NO_CHANGE : List.of();
    List<Column> columns = new ArrayList<>();
    columns.add(left("DATASET"));
    columns.add(right("INCREMENTS").ranked(2));
    // These have no rank: they add up to the rows that were read.
    Stream.of("ROWS IN", "INSERTED", "UPDATED", "DELETED", "NO CHANGE")
        .forEach(title -> columns.add(right(title)));
    parts.forEach(part -> columns.add(right(part.toUpperCase(Locale.ROOT))));
    columns.add(right("QUARANTINED"));
    columns.add(right("ROWS" + state).ranked(1));
    columns.add(right("VERSION" + state).ranked(4));
    columns.add(right("TOOK").ranked(3));
    TextTable table = new TextTable(columns);
    for (DatasetOutcome outcome : datasets.shown()) {
      table.add(row(outcome.dataset().toString(), List.of(outcome), parts));
    }
    if (!datasets.counted().isEmpty()) {
      String others = Style.number(datasets.counted().size()) + " more";
      table.add(row(others, datasets.counted(), parts));
    }
    return view.shown(table, noChange(datasets));
  }

  /** What the column has, in the words of docs/merge-law.md; nothing where it has zeros alone. */
  private static String noChange(Triage<DatasetOutcome> datasets) {
    List<DatasetOutcome> all =
        Stream.concat(datasets.shown().stream(), datasets.counted().stream()).toList();
    String parts =
        NO_CHANGE.stream()
            .filter(part -> all.stream().anyMatch(one -> one.count(part) > 0))
            .map(part -> sum(all, one -> one.count(part)) + " " + part)
            .collect(Collectors.joining(", "));
    return parts.isEmpty() ? "" : "NO CHANGE: " + parts;
  }

  /** The sums of one dataset or more. */
  private static List<String> row(String name, List<DatasetOutcome> of, List<String> parts) {
    Optional<DatasetOutcome> only = Optional.of(of.get(0)).filter(any -> of.size() == 1);
    List<String> cells = new ArrayList<>();
    cells.add(name);
    cells.add(sum(of, DatasetOutcome::increments));
    cells.add(sum(of, one -> one.count("read")));
    cells.add(sum(of, one -> one.count("inserted")));
    cells.add(sum(of, one -> one.count("updated")));
    // Readers of the table care that rows are gone, not whether by a delete or by a floor.
    cells.add(sum(of, one -> one.count("deleted") + one.count("removed")));
    cells.add(sum(of, Summary::noChange));
    parts.forEach(part -> cells.add(sum(of, one -> one.count(part))));
    cells.add(sum(of, one -> one.count("quarantined")));
    cells.add(
        only.isPresent() ? Style.number(only.get().rows()) : sum(of, one -> one.rows().orElse(0)));
    cells.add(only.map(one -> Style.number(one.version())).orElse("-"));
    cells.add(only.map(one -> Style.took(one.took())).orElse("-"));
    return cells;
  }

  private static String sum(List<DatasetOutcome> of, ToLongFunction<DatasetOutcome> number) {
    return Style.number(of.stream().mapToLong(number).sum());
  }

  /** Accepted rows that the table does not show: it has newer ones, or the same. */
  private static long noChange(DatasetOutcome outcome) {
    return NO_CHANGE.stream().mapToLong(outcome::count).sum();
  }

  /** A table that was never loaded is not up to date. */
  private static String idleLine(int idle, boolean all, boolean loaded) {
    if (idle == 0) {
      return all ? "No dataset was asked for.\n" : "";
    }
    String datasets = idle == 1 ? "1 dataset" : Style.number(idle) + " datasets";
    return all && loaded
        ? "Nothing pending: " + datasets + (idle == 1 ? " is" : " are") + " up to date.\n"
        : "Nothing pending for " + datasets + ".\n";
  }
}
