package io.sluice.read;

import io.sluice.error.ExitCode;

/**
 * An increment that cannot be read as it is; it stays pending.
 *
 * @param id its id, or its path below the raw folder where the id cannot be read
 * @param reason the full message
 * @param mayPass whether a later run may succeed without a correction
 */
public record RefusedIncrement(String id, String reason, boolean mayPass) {

  /** An increment that needs a correction. */
  public RefusedIncrement(String id, String reason) {
    this(id, reason, false);
  }

  /** The exit code of a run that found it. */
  public ExitCode exitCode() {
    return mayPass ? ExitCode.TEMPORARY : ExitCode.DATA;
  }
}
