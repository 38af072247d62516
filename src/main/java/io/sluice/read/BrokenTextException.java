package io.sluice.read;

import java.nio.charset.CharacterCodingException;

/** A byte that begins no character of the encoding that a file should have. */
final class BrokenTextException extends CharacterCodingException {
  private static final long serialVersionUID = 1L;
  private final long offset;
  private final boolean utf8;

  BrokenTextException(long offset) {
    this(offset, false);
  }

  /**
   * A byte of a text that is not UTF-8 by its job.
   *
   * @param utf8 whether it is well-formed UTF-8 up to this byte, characters outside ASCII among it
   */
  BrokenTextException(long offset, boolean utf8) {
    this.offset = offset;
    this.utf8 = utf8;
  }

  /** The place of the byte, from 0. */
  long offset() {
    return offset;
  }

  /** Whether the text may be UTF-8 instead. */
  boolean isUtf8() {
    return utf8;
  }
}
