package io.sluice.error;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The failures that this program knows. Each type is defined by what the caller can do about it and
 * has its exit code. Messages read: where, what happened, found against expected, what state things
 * are in, what to do. They are printable ({@link Printable}): they contain no secrets, and parts
 * from outside add no line.
 */
public abstract sealed class SluiceException extends RuntimeException
    permits UsageException,
        DataException,
        ConfigurationException,
        LeaseHeldException,
        TemporaryException,
        CommitUnknownException {

  private static final long serialVersionUID = 1L;
  private final ExitCode exitCode;

  SluiceException(ExitCode exitCode, String message, Throwable cause) {
    this(exitCode, List.of(message), cause);
  }

  SluiceException(ExitCode exitCode, List<String> lines, Throwable cause) {
    super(lines.stream().map(Printable::line).collect(Collectors.joining("\n")), cause);
    this.exitCode = exitCode;
  }

  /** The code that a process ends with when this failure is its outcome. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
