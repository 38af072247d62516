package io.sluice.run.check;

import io.sluice.error.ExitCode;
import java.util.List;

/**
 * What {@code check} found where nothing is wrong with the files that it reads first.
 *
 * @param jobs how many job files were read
 * @param warnings things that work and that somebody should look at, a sentence each
 * @param problems what is broken in the lake, a text each
 * @param exitCode the worst of the problems
 */
public record CheckReport(
    int jobs, List<String> warnings, List<String> problems, ExitCode exitCode) {
  /** With nothing that is broken in the lake. */
  public CheckReport(int jobs, List<String> warnings) {
    this(jobs, warnings, List.of(), ExitCode.DONE);
  }

  /** Copies the lists. */
  public CheckReport {
    warnings = List.copyOf(warnings);
    problems = List.copyOf(problems);
  }
}
