package io.sluice.settings;

/**
 * One thing that is wrong or risky in a file.
 *
 * @param file the file as the caller named it
 * @param line where it is written, from 1; what is missing is missed in the line of what should
 *     hold it. 0 where the settings come from no file
 * @param path the place in it, such as {@code columns.amount.type}; empty for the file as a whole
 * @param wrong what was found against what is expected
 */
public record Finding(String file, int line, String path, Wrong wrong) {

  /** What was found against what is expected. */
  public String message() {
    return wrong.message();
  }

  /** The path and the message on one line. */
  public String placed() {
    return path.isEmpty() ? message() : path + ": " + message();
  }

  /** The same behind the line's number, where there is one. */
  public String text() {
    return line > 0 ? "line " + line + ": " + placed() : placed();
  }
}
