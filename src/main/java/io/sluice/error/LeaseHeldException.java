package io.sluice.error;

/** Another run works on the dataset: the caller comes back later. */
public final class LeaseHeldException extends SluiceException {
  private static final long serialVersionUID = 1L;

  /** Creates the failure with a message that says where, what and what to do. */
  public LeaseHeldException(String message) {
    this(message, null);
  }

  /** Creates the failure with what caused it; {@code cause} may be null. */
  public LeaseHeldException(String message, Throwable cause) {
    super(ExitCode.LEASE_HELD, message, cause);
  }
}
