package io.sluice.error;

import java.util.Collection;
import java.util.List;

/** The exit codes of the process. The numbers are part of the public interface. */
public enum ExitCode {
  /** Done, or nothing to do. */
  DONE(0),
  /** The command line is wrong. */
  USAGE(64),
  /** An increment was refused or is held; the others were applied. */
  DATA(65),
  /** A table is older than its job allows. */
  STALE(66),
  /** A fault of this program. */
  BUG(70),
  /** Another run holds the lease. */
  LEASE_HELD(73),
  /** A failure that may pass: try again. */
  TEMPORARY(75),
  /** A job file, an environment file or what they point at is wrong. */
  CONFIGURATION(78),
  /** A commit was attempted and its outcome is unknown. */
  COMMIT_UNKNOWN(79);

  private static final List<ExitCode> WORST_FIRST =
      List.of(COMMIT_UNKNOWN, BUG, CONFIGURATION, DATA, LEASE_HELD, TEMPORARY, STALE, USAGE, DONE);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number that the process ends with. */
  public int code() {
    return code;
  }

  /** Returns the worst code: a run of several datasets ends with it. */
  public static ExitCode worst(Collection<ExitCode> codes) {
    return WORST_FIRST.stream().filter(codes::contains).findFirst().orElse(DONE);
  }
}
