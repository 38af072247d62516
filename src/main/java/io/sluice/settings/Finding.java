package io.sluice.settings;

/**
 * One thing that is wrong or risky in a file.
 *
 * @param file the file as the caller named it
 * @param path the place in it, such as {@code columns.amount.type}; empty for the file as a whole
 * @param message what was found against what is expected
 */
public record Finding(String file, String path, String message) {

  /** The path and the message on one line. */
  public String text() {
    return path.isEmpty() ? message : path + ": " + message;
  }
}
