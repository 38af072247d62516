package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;
import static io.sluice.cli.TextTable.Column.right;

import io.sluice.error.ExitCode;
import io.sluice.error.Printable;
import io.sluice.run.DatasetOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The outcome of a run. For people: a row per dataset, then warnings and problems, a line each. */
final class Summary {
  private static final List<String> NO_CHANGE =
      List.of("duplicate", "superseded", "blocked", "stale", "unchanged", "refreshed");

  private Summary() {}

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

  static String text(List<DatasetOutcome> outcomes) {
    StringBuilder text = new StringBuilder();
    List<DatasetOutcome> busy = outcomes.stream().filter(outcome -> !idle(outcome)).toList();
    if (!busy.isEmpty()) {
      text.append(table(busy));
    }
    boolean loaded = outcomes.stream().allMatch(outcome -> outcome.version().isPresent());
    text.append(idleLine(outcomes.size() - busy.size(), busy.isEmpty(), loaded));
    text.append(
        lines(
            "warning",
            outcomes,
            outcome -> outcome.dataset().toString(),
            DatasetOutcome::warnings));
    for (DatasetOutcome outcome : outcomes) {
      String name = outcome.dataset().toString();
      outcome.problem().ifPresent(problem -> text.append(line("problem", name, problem)));
    }
    return text.toString();
  }

  /**
   * A line that begins with its dataset, unless the message itself names it. A warning has one
   * line. Several problems of a dataset are one message; its further lines are indented, so that
   * none looks like a line of another dataset.
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

  private static String table(List<DatasetOutcome> outcomes) {
    TextTable table =
        new TextTable(
            left("DATASET"),
            right("INCREMENTS"),
            right("ROWS IN"),
            right("INSERTED"),
            right("UPDATED"),
            right("DELETED"),
            right("NO CHANGE"),
            right("QUARANTINED"),
            right("ROWS"),
            right("VERSION"),
            right("TOOK"));
    for (DatasetOutcome outcome : outcomes) {
      table.add(
          List.of(
              outcome.dataset().toString(),
              Style.number(outcome.increments()),
              Style.number(outcome.count("read")),
              Style.number(outcome.count("inserted")),
              Style.number(outcome.count("updated")),
              // Readers of the table care that rows are gone, not whether by a delete or by a
              // floor.
              Style.number(outcome.count("deleted") + outcome.count("removed")),
              Style.number(noChange(outcome)),
              Style.number(outcome.count("quarantined")),
              Style.number(outcome.rows()),
              Style.number(outcome.version()),
              Style.took(outcome.took())));
    }
    return table.text();
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
