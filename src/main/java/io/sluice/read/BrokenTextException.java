package io.sluice.read;

import java.nio.charset.CharacterCodingException;

/** A byte that begins no character of the encoding that a file should have. */
final class BrokenTextException extends CharacterCodingException {
  private static final long serialVersionUID = 1L;
  private final long offset;

  BrokenTextException(long offset) {
    this.offset = offset;
  }

  /** The place of the byte, from 0. */
  long offset() {
    return offset;
  }
}
