package io.sluice.run.versions;

import io.sluice.error.ExitCode;
import java.util.List;

/**
 * The kept versions of a clean table.
 *
 * @param entries newest first
 * @param problems version files that cannot be read, a text each
 * @param exitCode the worst of the problems
 */
public record VersionList(List<VersionEntry> entries, List<String> problems, ExitCode exitCode) {
  /** Copies the lists. */
  public VersionList {
    entries = List.copyOf(entries);
    problems = List.copyOf(problems);
  }
}
