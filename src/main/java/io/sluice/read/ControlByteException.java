package io.sluice.read;

import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/**
 * A byte that is a control character of Latin-1, which no text has, in a file that should be it.
 */
final class ControlByteException extends CharacterCodingException {
  private static final long serialVersionUID = 1L;

  /** The end of a line on mainframes. */
  private static final int NEXT_LINE = 0x85;

  private final int found;
  private final long line;
  private final String windows;

  /**
   * A byte.
   *
   * @param line on which it is, from 1
   * @param windows the character that it is in Windows-1252
   */
  ControlByteException(int found, long line, Optional<String> windows) {
    this.found = found;
    this.line = line;
    this.windows = windows.orElse("");
  }

  /** Whether it is a character in Windows-1252. */
  boolean isWindows() {
    return !windows.isEmpty();
  }

  @Override
  public String getMessage() {
    return String.format("byte 0x%02X in line %d is a control character", found, line)
        + (found == NEXT_LINE ? " (NEL, an end of lines on mainframes)" : "")
        + " in latin-1 and "
        + (isWindows() ? '"' + windows + '"' : "no character")
        + " in windows-1252";
  }
}
