package io.sluice.http;

/**
 * A request that must not be repeated was sent, and whether the server did as it was asked is not
 * known. The caller looks before it asks again.
 */
public final class LostAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LostAnswerException(String message, Throwable cause) {
    super(message, cause);
  }
}
