package io.sluice.error;

/** An increment cannot be used as it is: its sender corrects it, or a person approves it. */
public sealed class DataException extends SluiceException permits UnreadableFileException {
  private static final long serialVersionUID = 1L;

  /** Creates the failure with a message that says where, what and what to do. */
  public DataException(String message) {
    this(message, null);
  }

  /** Creates the failure with what caused it; {@code cause} may be null. */
  public DataException(String message, Throwable cause) {
    super(ExitCode.DATA, message, cause);
  }
}
