package io.sluice.run.check;

import io.sluice.error.ExitCode;
import java.util.List;

/**
 * What {@code check} found if job and environment files have no problems.
 *
 * @param jobs how many job files were read
 * @param warnings things that work but may be mistakes, a sentence each
 * @param problems what is broken in the lake, a text each
 * @param exitCode the worst of the problems
 */
public record CheckReport(
    int jobs, List<String> warnings, List<String> problems, ExitCode exitCode) {
  /** Without problems of the lake. */
  public CheckReport(int jobs, List<String> warnings) {
    this(jobs, warnings, List.of(), ExitCode.DONE);
  }

  /** Copies the lists. */
  public CheckReport {
    warnings = List.copyOf(warnings);
    problems = List.copyOf(problems);
  }
}
