package io.sluice.stream;

import java.io.IOException;

/** A record goes on beyond what may be held in memory ({@code raw.max_record}). */
public final class LongRecordException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the failure.
   *
   * @param what is too long, such as a record
   * @param line at which it begins, from 1
   * @param offset at which it begins, from 0, in the unpacked file
   * @param most bytes that it may have
   */
  public LongRecordException(String what, long line, long offset, long most) {
    super(
        what
            + " at line "
            + line
            + ", byte "
            + offset
            + ", is too long, found more than "
            + most
            + " bytes");
  }
}
