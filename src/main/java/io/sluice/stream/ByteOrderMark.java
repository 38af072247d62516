package io.sluice.stream;

/** The mark that some programs put before text in UTF-8. */
public final class ByteOrderMark {
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private ByteOrderMark() {}

  /**
   * How many bytes the mark takes at the start of these; 0 where there is none.
   *
   * @param count of the bytes that count
   */
  public static int length(byte[] bytes, int count) {
    if (count < MARK.length) {
      return 0;
    }
    for (int i = 0; i < MARK.length; i++) {
      if (bytes[i] != MARK[i]) {
        return 0;
      }
    }
    return MARK.length;
  }
}
