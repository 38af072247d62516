package io.sluice.run.check;

import io.sluice.error.ExitCode;
import io.sluice.settings.Finding;
import io.sluice.spec.DatasetName;
import java.util.List;
import java.util.Optional;

/**
 * What {@code check} found.
 *
 * @param jobs how many job files were read
 * @param problems what must be corrected, in files or in the lake
 * @param warnings what works but may be a mistake
 * @param notes what was not looked at, and why; a sentence each
 * @param exitCode the worst of the problems
 */
public record CheckReport(
    int jobs, List<Remark> problems, List<Remark> warnings, List<String> notes, ExitCode exitCode) {
  /** Copies the lists. */
  public CheckReport {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    notes = List.copyOf(notes);
  }

  /**
   * One problem or warning.
   *
   * @param dataset whose job file or table it is about; empty for what datasets share
   */
  public record Remark(Optional<DatasetName> dataset, Finding finding) {}
}
