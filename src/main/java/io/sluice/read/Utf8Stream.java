package io.sluice.read;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Passes bytes on and fails at the first that is no UTF-8: decoders would put U+FFFD in its place.
 */
final class Utf8Stream extends FilterInputStream {
  private final Utf8Sequence sequence = new Utf8Sequence();
  private long offset;
  private long characterStart;

  Utf8Stream(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    int b = in.read();
    if (b >= 0) {
      accept(b);
    } else {
      end();
    }
    return b;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int count = in.read(bytes, from, length);
    for (int i = 0; i < count; i++) {
      byte b = bytes[from + i];
      if (b >= 0 && !sequence.isOpen()) {
        offset++;
      } else {
        accept(b & 0xFF);
      }
    }
    if (count < 0) {
      end();
    }
    return count;
  }

  @Override
  public long skip(long count) {
    throw new UnsupportedOperationException("every byte is looked at");
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void end() throws BrokenTextException {
    if (sequence.isOpen()) {
      throw new BrokenTextException(characterStart);
    }
  }

  private void accept(int b) throws BrokenTextException {
    characterStart = sequence.isOpen() ? characterStart : offset;
    if (!sequence.accept(b)) {
      throw new BrokenTextException(characterStart);
    }
    offset++;
  }
}
