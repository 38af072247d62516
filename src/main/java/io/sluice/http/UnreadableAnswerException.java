package io.sluice.http;

import io.sluice.error.TemporaryException;

/**
 * Each answer came whole, and none could be read: for a file, one that is damaged at the source.
 */
public final class UnreadableAnswerException extends TemporaryException {
  private static final long serialVersionUID = 1L;

  private final String fault;

  UnreadableAnswerException(String message, Throwable last) {
    super(message, last);
    this.fault = last.getMessage();
  }

  /** What was wrong with the last answer. */
  public String fault() {
    return fault;
  }
}
