package io.sluice.run.exports;

import io.sluice.error.ExitCode;
import java.util.List;

/**
 * What the ledger of exports holds.
 *
 * @param entries by dataset, oldest first
 * @param problems files of it that cannot be read, a text each
 * @param exitCode the worst of the problems
 */
public record ExportList(List<ExportEntry> entries, List<String> problems, ExitCode exitCode) {
  /** Copies the lists. */
  public ExportList {
    entries = List.copyOf(entries);
    problems = List.copyOf(problems);
  }
}
