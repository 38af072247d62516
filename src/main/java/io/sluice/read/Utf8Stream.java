package io.sluice.read;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Passes bytes on and fails at the first that is no UTF-8: decoders would put U+FFFD in its place.
 */
final class Utf8Stream extends FilterInputStream {
  private long offset;
  private long characterStart;
  private int expected;
  private int least = 0x80;
  private int greatest = 0xBF;

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
      if (b >= 0 && expected == 0) {
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
    if (expected > 0) {
      throw new BrokenTextException(characterStart);
    }
  }

  /** The well-formed sequences of the Unicode standard, table 3-7. */
  private void accept(int b) throws BrokenTextException {
    if (expected == 0) {
      characterStart = offset;
      least = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
      greatest = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
      if (b < 0x80) {
        expected = 0;
      } else if (b >= 0xC2 && b <= 0xDF) {
        expected = 1;
      } else if (b >= 0xE0 && b <= 0xEF) {
        expected = 2;
      } else if (b >= 0xF0 && b <= 0xF4) {
        expected = 3;
      } else {
        throw new BrokenTextException(characterStart);
      }
    } else {
      if (b < least || b > greatest) {
        throw new BrokenTextException(characterStart);
      }
      expected--;
      least = 0x80;
      greatest = 0xBF;
    }
    offset++;
  }
}
