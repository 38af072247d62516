package io.sluice.extract.zuora;

import io.sluice.error.ConfigurationException;
import io.sluice.error.SluiceException;
import io.sluice.error.TemporaryException;
import java.util.Set;

/** Zuora refused a request. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Storage, an aborted query, the database, an internal fault, time, too many jobs. */
  private static final Set<String> PASSING =
      Set.of("90006", "90007", "90008", "90010", "90022", "90027", "90028", "90029");

  private final String code;

  RefusedException(String code, String message) {
    super(code.isBlank() ? message : code + " " + message);
    this.code = code;
  }

  /** What the caller can do about it. */
  SluiceException known(String where) {
    String message =
        where + ": Zuora refused the job, " + getMessage().strip() + ". Nothing was exported. ";
    return PASSING.contains(code)
        ? new TemporaryException(message + "Run again later", this)
        : new ConfigurationException(
            message + "Correct the job file or the connection, and run again", this);
  }
}
