package io.sluice.read;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Passes bytes on, each of them through {@link #read(byte[], int, int)}. */
abstract class WholeStream extends FilterInputStream {
  WholeStream(InputStream in) {
    super(in);
  }

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public abstract int read(byte[] bytes, int from, int length) throws IOException;

  @Override
  public final long skip(long count) {
    throw new UnsupportedOperationException("every byte is looked at");
  }

  @Override
  public final boolean markSupported() {
    return false;
  }
}
