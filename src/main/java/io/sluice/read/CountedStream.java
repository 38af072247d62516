package io.sluice.read;

import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes that pass. */
final class CountedStream extends WholeStream {
  private long count;

  CountedStream(InputStream in) {
    super(in);
  }

  /** The bytes so far. */
  long count() {
    return count;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read = in.read(bytes, from, length);
    count += Math.max(0, read);
    return read;
  }
}
