package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;
import static io.sluice.cli.TextTable.Column.right;

import io.sluice.error.ExitCode;
import io.sluice.error.Printable;
import io.sluice.run.DatasetOutcome;
import java.util.List;

/**
 * What a run did, for people: a row per dataset, then what somebody should know of, a line each.
 */
final class Summary {
  private Summary() {}

  /** Whether a dataset had nothing to do and nothing went wrong with it. */
  static boolean idle(DatasetOutcome outcome) {
    return outcome.increments() == 0 && outcome.exitCode() == ExitCode.DONE;
  }

  /** The worst of all. */
  static ExitCode exitCode(List<DatasetOutcome> outcomes) {
    return ExitCode.worst(outcomes.stream().map(DatasetOutcome::exitCode).toList());
  }

  static String text(List<DatasetOutcome> outcomes) {
    StringBuilder text = new StringBuilder();
    List<DatasetOutcome> busy = outcomes.stream().filter(outcome -> !idle(outcome)).toList();
    if (!busy.isEmpty()) {
      text.append(table(busy));
    }
    text.append(idleLine(outcomes.size() - busy.size(), busy.isEmpty()));
    for (DatasetOutcome outcome : outcomes) {
      String name = outcome.dataset().toString();
      outcome.warnings().forEach(warning -> text.append(line("warning", name, warning)));
    }
    for (DatasetOutcome outcome : outcomes) {
      String name = outcome.dataset().toString();
      outcome.problem().ifPresent(problem -> text.append(line("problem", name, problem)));
    }
    return text.toString();
  }

  /**
   * A line that says of which dataset it is, where the message itself does not. A warning is one
   * line; several problems of a dataset come in one message, of which further lines stand in, so
   * that none of them looks like a dataset's.
   */
  static String line(String kind, String dataset, String message) {
    String where = message.startsWith(dataset) ? "" : dataset + ": ";
    String text = message.strip();
    return kind
        + ": "
        + where
        + (kind.equals("warning") ? Printable.line(text) : text.replace("\n", "\n  "))
        + "\n";
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
              // Whoever reads a table cares that rows went, not whether by a delete or by a floor.
              Style.number(outcome.count("deleted") + outcome.count("removed")),
              Style.number(outcome.count("quarantined")),
              Style.number(outcome.rows()),
              Style.number(outcome.version()),
              Style.took(outcome.took())));
    }
    return table.text();
  }

  private static String idleLine(int idle, boolean all) {
    if (idle == 0) {
      return all ? "No dataset was asked for.\n" : "";
    }
    String datasets = idle == 1 ? "1 dataset" : Style.number(idle) + " datasets";
    return all
        ? "Nothing pending: " + datasets + (idle == 1 ? " is" : " are") + " up to date.\n"
        : "Nothing pending for " + datasets + ".\n";
  }
}
