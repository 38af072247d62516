package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;
import static io.sluice.cli.TextTable.Column.right;

import io.sluice.error.ExitCode;
import io.sluice.error.Printable;
import io.sluice.run.DatasetStatus;
import io.sluice.run.ExportGap;
import io.sluice.run.Workplace;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code status}.
 *
 * @param failWhenStale whether to end with 66 where a dataset is not fresh
 */
record StatusCommand(Workplace where, String runId, boolean failWhenStale, Style style)
    implements Command {
  private static final int IDS_SHOWN = 5;

  @Override
  public int run(Session session) throws IOException {
    List<DatasetStatus> datasets = session.verbs().get().status(where);
    boolean allFresh = datasets.stream().allMatch(status -> status.freshness().equals("fresh"));
    ExitCode exitCode =
        ExitCode.worst(
            Stream.concat(
                    datasets.stream().map(DatasetStatus::exitCode),
                    Stream.of(failWhenStale && !allFresh ? ExitCode.STALE : ExitCode.DONE))
                .toList());
    if (style.json()) {
      try (Json document = Json.begin(session.out())) {
        document.text("run_id", runId).number("exit_code", exitCode.code());
        document.status("datasets", datasets);
      }
    } else {
      session.out().text(text(datasets));
    }
    return exitCode.code();
  }

  private static String text(List<DatasetStatus> datasets) {
    TextTable table =
        new TextTable(
            left("DATASET"),
            right("PENDING"),
            right("ROWS"),
            right("VERSION"),
            right("IN QUARANTINE"),
            left("LAST EXPORT"),
            left("NEWEST SEALED"),
            left("NEWEST APPLIED"),
            left("LAST RUN"),
            left("FRESHNESS"));
    StringBuilder lines = new StringBuilder();
    for (DatasetStatus status : datasets) {
      String name = status.dataset().toString();
      table.add(
          List.of(
              name,
              status.isPendingKnown() ? Style.number(status.pending().size()) : "-",
              Style.number(status.rows()),
              Style.number(status.version()),
              Style.number(status.openQuarantine()),
              status
                  .lastExport()
                  .map(export -> seconds(export.asked()) + " " + export.state())
                  .orElse("-"),
              status.newestSealed().map(StatusCommand::seconds).orElse("-"),
              status.newestApplied().map(StatusCommand::seconds).orElse("-"),
              status.lastRun().orElse("-"),
              status.freshness()));
      lines.append(pending(name, status.pending()));
      for (ExportGap gap : status.gaps()) {
        lines.append("gap: " + name + ": no export holds what changed from ");
        lines.append(seconds(gap.from()) + " to " + seconds(gap.to()) + "\n");
      }
    }
    lines.append(
        Summary.lines(
            "problem", datasets, status -> status.dataset().toString(), DatasetStatus::problems));
    return table.isEmpty() ? "No dataset was asked for.\n" : table.text() + lines;
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String pending(String dataset, List<String> ids) {
    if (ids.isEmpty()) {
      return "";
    }
    int more = ids.size() - IDS_SHOWN;
    String shown =
        Printable.line(String.join(", ", ids.subList(0, Math.min(IDS_SHOWN, ids.size()))));
    return "pending: "
        + dataset
        + ": "
        + shown
        + (more > 0 ? " and " + Style.number(more) + " more" : "")
        + "\n";
  }
}
