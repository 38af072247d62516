package io.sluice.cli;

import static io.sluice.cli.TextTable.Column.left;
import static io.sluice.cli.TextTable.Column.right;

import io.sluice.error.ExitCode;
import io.sluice.error.Printable;
import io.sluice.run.Run;
import io.sluice.run.Workplace;
import io.sluice.run.status.DatasetStatus;
import io.sluice.run.status.ExportGap;
import io.sluice.run.status.LastExport;
import io.sluice.run.status.StatusVerb;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;

/** {@code status}. */
final class StatusCommand extends Command {
  private static final String FAIL_WHEN_STALE = "fail-when-stale";
  private static final int IDS_SHOWN = 5;

  StatusCommand() {
    super("status", "prints for each dataset: pending increments, rows, version, freshness");
  }

  @Override
  boolean startsSpark() {
    return false;
  }

  @Override
  Options options() {
    return Flags.withFiles(
        Flags.flag(FAIL_WHEN_STALE, "end with 66 unless every dataset is fresh"),
        Flags.wide(),
        Flags.utc());
  }

  @Override
  String about() {
    return """
        Usage: sluice status [dataset or source ...] [options]

        Prints for each dataset: its pending increments and their problems, the rows and version of
        its table, the rows in quarantine, the newest data, the end of the last run, and whether
        the table is fresh. Reads only, needs no Spark.
        """;
  }

  @Override
  String more() {
    return """

        A terminal shows the datasets that need somebody first, and the columns that it has room
        for. Of more than ten datasets, those that are fine are only counted; --wide shows all.

        A dataset that was never loaded is not fresh. If its job file sets no freshness, FRESHNESS
        is "no limit" after the first load, and the dataset counts as fresh.

        Examples:
          sluice status
          sluice status zuora --fail-when-stale
          sluice status zuora/account --json

        For broken files there is a problem that says how to repair them. FRESHNESS is then damaged
        (readers may see wrong rows) or unknown (the table cannot be read).

        Exit codes: 0 done; 64 usage; 65 files of the lake are damaged; 66 a dataset is not fresh
        (--fail-when-stale); 75 try again; 78 configuration, or a folder that cannot be read.
        """;
  }

  @Override
  Invocation parse(List<String> arguments, Surroundings surroundings) {
    Given given = Given.parse(this, arguments, surroundings);
    return new Asked(given.where(), given.runId(), given.flag(FAIL_WHEN_STALE), given.style());
  }

  /**
   * What the arguments ask for.
   *
   * @param failWhenStale whether to end with 66 where a dataset is not fresh
   */
  record Asked(Workplace where, String runId, boolean failWhenStale, Style style)
      implements VerbInvocation<List<DatasetStatus>> {
    @Override
    public List<DatasetStatus> run(Run run) {
      return new StatusVerb(run, where).status();
    }

    @Override
    public int print(List<DatasetStatus> datasets, Session session) throws IOException {
      boolean allFresh = datasets.stream().allMatch(DatasetStatus::isFresh);
      ExitCode exitCode =
          ExitCode.worst(
              Stream.concat(
                      datasets.stream().map(DatasetStatus::exitCode),
                      Stream.of(failWhenStale && !allFresh ? ExitCode.STALE : ExitCode.DONE))
                  .toList());
      if (style.json()) {
        try (JsonOutput document = JsonOutput.begin(session.out())) {
          document.text("run_id", runId).number("exit_code", exitCode.code());
          document.objects("datasets", datasets, StatusCommand::json);
        }
      } else {
        session.out().text(text(datasets, where.names(), style.view()));
      }
      return exitCode.code();
    }
  }

  /** The keys of one dataset, into the object that is open. */
  static void json(JsonOutput object, DatasetStatus status) throws IOException {
    object.text("dataset", status.dataset().toString());
    object.texts("pending", status.pending()).texts("withdrawn", status.withdrawn());
    object.texts("problems", status.problems());
    object.number("rows", status.rows()).number("version", status.version());
    object.number("open_quarantine", status.openQuarantine());
    object.object("last_export", status.lastExport(), StatusCommand::json);
    object.text("newest_sealed", status.newestSealed().map(Object::toString));
    object.text("newest_applied", status.newestApplied().map(Object::toString));
    object.objects("gaps", status.gaps(), StatusCommand::json);
    object.text("last_run", status.lastRun()).text("freshness", status.freshness());
    object.texts("unread", status.unread()).number("exit_code", status.exitCode().code());
  }

  private static void json(JsonOutput object, LastExport export) throws IOException {
    object.text("id", export.id()).text("asked", export.asked().toString());
    object.text("state", export.state()).text("problem", export.problem());
  }

  private static void json(JsonOutput object, ExportGap gap) throws IOException {
    object.text("from", gap.from().toString()).text("to", gap.to().toString());
  }

  /** How urgently a dataset needs somebody; 0 where all is well. */
  private static int gravity(DatasetStatus status) {
    if (status.exitCode() != ExitCode.DONE) {
      return 4;
    } else if (!status.problems().isEmpty()) {
      return 3;
    } else if (!status.isFresh()) {
      return 2;
    }
    boolean fine =
        status.pending().isEmpty()
            && status.withdrawn().isEmpty()
            && status.gaps().isEmpty()
            && status.openQuarantine() == 0;
    return fine ? 0 : 1;
  }

  private static String text(List<DatasetStatus> datasets, List<String> names, View view) {
    if (datasets.isEmpty()) {
      return "No dataset was asked for.\n";
    }
    Triage<DatasetStatus> triage =
        Triage.of(
            view,
            datasets,
            StatusCommand::gravity,
            status -> names.contains(status.dataset().toString()));
    List<DatasetStatus> shown = triage.shown();
    StringBuilder text = new StringBuilder(fine(triage));
    for (DatasetStatus status : shown) {
      String name = status.dataset().toString();
      text.append(ids("pending", name, status.pending()));
      text.append(ids("withdrawn", name, status.withdrawn()));
      for (ExportGap gap : status.gaps()) {
        text.append("gap: " + name + ": no export holds what changed from ");
        text.append(seconds(gap.from()) + " to " + seconds(gap.to()) + "\n");
      }
    }
    text.append(
        Summary.lines(
            "problem", shown, status -> status.dataset().toString(), DatasetStatus::problems));
    return (shown.isEmpty() ? "" : table(shown, view)) + view.folded(text.toString());
  }

  private static String fine(Triage<DatasetStatus> triage) {
    int fine = triage.counted().size();
    if (fine == 0) {
      return "";
    }
    String datasets = (triage.shown().isEmpty() ? "All " : "") + Style.number(fine);
    String more = triage.shown().isEmpty() ? " datasets are" : " more datasets are";
    return datasets + (fine == 1 ? " more dataset is" : more) + " fine.\n";
  }

  private static String table(List<DatasetStatus> datasets, View view) {
    TextTable table =
        new TextTable(
            left("DATASET"),
            right("PENDING"),
            right("ROWS").ranked(1),
            right("VERSION").ranked(5),
            right("IN QUARANTINE"),
            left("LAST EXPORT").ranked(4),
            left("NEWEST SEALED").ranked(6),
            left("NEWEST APPLIED").ranked(3),
            left("LAST RUN").ranked(2),
            left("FRESHNESS"));
    for (DatasetStatus status : datasets) {
      table.add(
          List.of(
              status.dataset().toString(),
              status.isPendingKnown() ? Style.number(status.pending().size()) : "-",
              Style.number(status.rows()),
              Style.number(status.version()),
              Style.number(status.openQuarantine()),
              status
                  .lastExport()
                  .map(export -> view.time(export.asked()) + " " + export.state())
                  .orElse("-"),
              status.newestSealed().map(view::time).orElse("-"),
              status.newestApplied().map(view::time).orElse("-"),
              status.lastRun().map(view::time).orElse("-"),
              status.freshness()));
    }
    return view.shown(table);
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String ids(String state, String dataset, List<String> ids) {
    if (ids.isEmpty()) {
      return "";
    }
    return state + ": " + dataset + ": " + Printable.line(Style.first(ids, IDS_SHOWN)) + "\n";
  }
}
