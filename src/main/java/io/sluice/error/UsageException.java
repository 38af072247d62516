package io.sluice.error;

/** The command line is wrong: the caller corrects it and calls again. */
public final class UsageException extends SluiceException {
  private static final long serialVersionUID = 1L;

  /** Creates the failure with a message that says where, what and what to do. */
  public UsageException(String message) {
    this(message, null);
  }

  /** Creates the failure with what caused it; {@code cause} may be null. */
  public UsageException(String message, Throwable cause) {
    super(ExitCode.USAGE, message, cause);
  }
}
