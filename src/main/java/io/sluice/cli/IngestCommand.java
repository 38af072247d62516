package io.sluice.cli;

import io.sluice.error.ExitCode;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.IngestOptions;
import io.sluice.run.Workplace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code ingest}.
 *
 * @param emptyExitCode what to end with where nothing was pending and nothing went wrong
 */
record IngestCommand(Workplace where, IngestOptions options, int emptyExitCode, Style style)
    implements Command {

  @Override
  public int run(Session session) throws IOException {
    List<DatasetOutcome> outcomes =
        session.verbs().get().ingest(where, options, session.progress());
    int exitCode =
        outcomes.stream().allMatch(Summary::idle)
            ? emptyExitCode
            : Summary.exitCode(outcomes).code();
    if (style.json()) {
      try (Json document = Json.begin(session.out())) {
        document.text("run_id", options.runId()).number("exit_code", exitCode);
        document.outcomes("datasets", outcomes);
      }
    } else {
      session.out().text(Summary.text(outcomes));
      session.out().text(style.quiet() ? "" : next(outcomes));
    }
    return exitCode;
  }

  private String next(List<DatasetOutcome> outcomes) {
    List<List<String>> commands = new ArrayList<>();
    for (DatasetOutcome outcome : outcomes) {
      String name = outcome.dataset().toString();
      if (outcome.exitCode() == ExitCode.DATA) {
        commands.add(List.of(style.call("status " + name), "what is pending, and what is wrong"));
        if (!outcome.held().isEmpty()) {
          commands.add(
              List.of(
                  style.call("ingest " + name + " --approve"),
                  "apply what is held, if it is right"));
        }
      } else if (outcome.exitCode() == ExitCode.LEASE_HELD
          || outcome.exitCode() == ExitCode.TEMPORARY) {
        commands.add(List.of(style.call("ingest " + name), "try again later"));
      } else if (outcome.exitCode() == ExitCode.CONFIGURATION) {
        commands.add(List.of(style.call("check " + name), "what is wrong with the job file"));
      } else if (outcome.exitCode() == ExitCode.COMMIT_UNKNOWN) {
        commands.add(
            List.of(
                style.call("status " + name), "whether the version came to be; remove nothing"));
      }
    }
    return commands.isEmpty() ? "" : Style.advice("Next:", commands);
  }
}
