package io.sluice.error;

/**
 * A commit was attempted and its answer was lost: nothing may be cleaned up before somebody looks
 * at the table.
 */
public final class CommitUnknownException extends SluiceException {
  private static final long serialVersionUID = 1L;

  /** Creates the failure with a message that says where, what and what to do. */
  public CommitUnknownException(String message) {
    this(message, null);
  }

  /** Creates the failure with what caused it; {@code cause} may be null. */
  public CommitUnknownException(String message, Throwable cause) {
    super(ExitCode.COMMIT_UNKNOWN, message, cause);
  }
}
