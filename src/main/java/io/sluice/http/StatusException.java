package io.sluice.http;

/** The server answered with a status that no retry will change, such as 404. */
public final class StatusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  StatusException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }
}
