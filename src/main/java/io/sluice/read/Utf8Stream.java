package io.sluice.read;

import java.io.IOException;
import java.io.InputStream;

/**
 * Passes bytes on and fails at the first that is no UTF-8: decoders would put U+FFFD in its place.
 */
final class Utf8Stream extends WholeStream {
  private final Utf8Sequence sequence = new Utf8Sequence();
  private long offset;
  private long characterStart;

  Utf8Stream(InputStream in) {
    super(in);
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
