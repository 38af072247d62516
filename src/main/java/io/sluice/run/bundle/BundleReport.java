package io.sluice.run.bundle;

import java.nio.file.Path;
import java.util.List;

/**
 * What {@code package} wrote.
 *
 * @param file the archive
 * @param bytes its size
 * @param datasets how many it describes
 * @param files paths in it
 * @param warnings what somebody should know, a sentence each
 */
public record BundleReport(
    Path file, long bytes, int datasets, List<String> files, List<String> warnings) {
  /** Copies the lists. */
  public BundleReport {
    files = List.copyOf(files);
    warnings = List.copyOf(warnings);
  }
}
