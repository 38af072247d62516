package io.sluice.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a person sees of this process.
 *
 * @param watched whether a person watches standard error: it shows progress, and logs go to a file
 * @param columns the width of the terminal that shows standard output; empty where it goes to a
 *     file or a program
 * @param colours whether standard output may have colours
 * @param logs the folder for logs that a terminal does not show
 */
record Terminal(boolean watched, OptionalInt columns, boolean colours, Path logs) {
  private static final int USUAL_WIDTH = 80;
  private static final int LEAST_WIDTH = 40;

  /** That of this process; the launcher says what is shown. */
  static Terminal ofProcess() {
    return of(
        Boolean.getBoolean("sluice.terminal"),
        Optional.ofNullable(System.getProperty("sluice.columns")),
        System.getenv());
  }

  /**
   * A terminal.
   *
   * @param columns its width, or empty text where it is not known
   * @param variables of the environment
   */
  static Terminal of(boolean watched, Optional<String> columns, Map<String, String> variables) {
    boolean plain =
        !variables.getOrDefault("NO_COLOR", "").isEmpty()
            || variables.getOrDefault("TERM", "dumb").equals("dumb");
    return new Terminal(
        watched,
        columns.map(Terminal::width).map(OptionalInt::of).orElse(OptionalInt.empty()),
        columns.isPresent() && !plain,
        logs(variables));
  }

  private static int width(String columns) {
    return columns.matches("[1-9][0-9]{0,3}")
        ? Math.max(LEAST_WIDTH, Integer.parseInt(columns))
        : USUAL_WIDTH;
  }

  private static Path logs(Map<String, String> variables) {
    String cache = variables.getOrDefault("XDG_CACHE_HOME", "");
    Path folder =
        cache.startsWith("/") ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".cache");
    return folder.resolve("sluice/logs");
  }
}
