package io.sluice.run.runs;

import io.sluice.error.ExitCode;
import java.util.List;

/**
 * Past runs.
 *
 * @param runs an entry for each run and dataset, in the order in which they started
 * @param problems files of the ledger that cannot be read, a text each
 * @param exitCode the worst of the problems
 */
public record RunList(List<PastRun> runs, List<String> problems, ExitCode exitCode) {
  /** Copies the lists. */
  public RunList {
    runs = List.copyOf(runs);
    problems = List.copyOf(problems);
  }
}
