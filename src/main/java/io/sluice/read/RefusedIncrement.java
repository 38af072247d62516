package io.sluice.read;

import io.sluice.error.ExitCode;

/**
 * An increment that cannot be read as it is; it stays pending.
 *
 * @param id its id, or its path below the raw folder where the id cannot be read
 * @param reason the full message
 * @param mayPass whether another run may find it fit with nobody having done anything
 */
public record RefusedIncrement(String id, String reason, boolean mayPass) {

  /** An increment that somebody has to mend. */
  public RefusedIncrement(String id, String reason) {
    this(id, reason, false);
  }

  /** What a run ends with that found it. */
  public ExitCode exitCode() {
    return mayPass ? ExitCode.TEMPORARY : ExitCode.DATA;
  }
}
