package io.sluice.extract;

/**
 * Counts the records of CSV bytes as they pass, as {@code read} will count them: quotes doubled
 * within quotes, line breaks within quotes, empty lines skipped; lines end with LF or CRLF, with CR
 * too where the first one ends with a lone CR. Constant memory; not thread-safe.
 */
final class CsvRows {
  private static final int BOM_LENGTH = 3;
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private enum State {
    START,
    PLAIN,
    QUOTED,
    CLOSED
  }

  private State state = State.START;
  private boolean any;
  private boolean afterReturn;
  private boolean firstLineEnded;
  private boolean returnEnds;
  private long records;
  private int mark;

  void accept(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      byte b = bytes[i];
      if (mark < BOM_LENGTH) {
        if (b == BOM[mark]) {
          mark++;
          continue;
        }
        mark = BOM_LENGTH;
      }
      accept(b);
    }
  }

  /** The records so far; the last line counts once it is ended. */
  long records() {
    return records;
  }

  /** All records, the last one too where no line break ends it. */
  long finish() {
    if (afterReturn) {
      returned((byte) 0);
    }
    endLine();
    return records;
  }

  /** Whether the bytes so far end within quotes. */
  boolean isUnclosed() {
    return state == State.QUOTED;
  }

  private void accept(byte b) {
    if (state == State.QUOTED) {
      state = b == '"' ? State.CLOSED : State.QUOTED;
      return;
    }
    if (afterReturn && returned(b)) {
      return;
    }
    if (b == '\r') {
      afterReturn = true;
    } else if (b == '\n') {
      firstLineEnded = true;
      endLine();
    } else {
      cell(b);
    }
  }

  /** What the CR before this byte was; true where both are one line end. */
  private boolean returned(byte next) {
    afterReturn = false;
    if (next == '\n') {
      firstLineEnded = true;
      endLine();
      return true;
    }
    returnEnds |= !firstLineEnded;
    firstLineEnded = true;
    if (returnEnds) {
      endLine();
    } else {
      cell((byte) '\r');
    }
    return false;
  }

  private void cell(byte b) {
    any = true;
    if (b == '"' && state != State.PLAIN) {
      state = State.QUOTED;
    } else {
      state = b == ',' ? State.START : State.PLAIN;
    }
  }

  private void endLine() {
    if (any) {
      records++;
    }
    any = false;
    state = State.START;
  }
}
