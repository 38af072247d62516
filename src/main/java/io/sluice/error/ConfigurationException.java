package io.sluice.error;

import java.util.List;

/**
 * Job files, environment files or the places that they name are wrong: a person must correct them.
 */
public final class ConfigurationException extends SluiceException {
  private static final long serialVersionUID = 1L;

  /** Creates the failure with a message that says where, what and what to do. */
  public ConfigurationException(String message) {
    this(message, null);
  }

  /** Creates the failure with a message of several lines, such as one a problem. */
  public ConfigurationException(List<String> lines) {
    super(ExitCode.CONFIGURATION, lines, null);
  }

  /** Creates the failure with what caused it; {@code cause} may be null. */
  public ConfigurationException(String message, Throwable cause) {
    super(ExitCode.CONFIGURATION, message, cause);
  }
}
