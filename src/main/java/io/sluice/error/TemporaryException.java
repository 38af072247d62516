package io.sluice.error;

/** Something outside failed that may pass: the caller tries again; nothing was committed. */
public non-sealed class TemporaryException extends SluiceException {
  private static final long serialVersionUID = 1L;

  /** Creates the failure with a message that says where, what and what to do. */
  public TemporaryException(String message) {
    this(message, null);
  }

  /** Creates the failure with what caused it; {@code cause} may be null. */
  public TemporaryException(String message, Throwable cause) {
    super(ExitCode.TEMPORARY, message, cause);
  }
}
