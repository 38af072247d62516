package io.sluice.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the user asked for of the log.
 *
 * @param level the least grave lines of ours; empty: those of log4j's configuration
 * @param file where they go instead of standard error
 * @param usual whether it is a file of the usual folder and not one that the user named
 * @param format empty: that of log4j's configuration
 */
record LogOptions(
    Optional<LogLevel> level, Optional<Path> file, boolean usual, Optional<LogFormat> format) {
  /** As log4j is configured. */
  static final LogOptions NONE =
      new LogOptions(Optional.empty(), Optional.empty(), false, Optional.empty());
}
