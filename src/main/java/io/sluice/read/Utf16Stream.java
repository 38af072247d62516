package io.sluice.read;

import io.sluice.spec.CsvForm.Encoding;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Text in UTF-16 as UTF-8, its byte-order mark as the mark of UTF-8. Fails at the first unit that
 * is half a character.
 */
final class Utf16Stream extends InputStream {
  private final InputStream in;
  private final boolean bigEnd;
  private long offset;
  private byte[] character = {};
  private int next;

  /** Takes the stream over. With {@link Encoding#UTF_16} its mark says which end comes first. */
  Utf16Stream(Encoding encoding, InputStream bytes) throws IOException {
    in = new BufferedInputStream(bytes, 1 << 16);
    in.mark(2);
    bigEnd = encoding == Encoding.UTF_16BE || (encoding == Encoding.UTF_16 && in.read() == 0xFE);
    in.reset();
  }

  @Override
  public int read() throws IOException {
    return next < character.length || advance() ? character[next++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int count = 0;
    while (count < length) {
      int b = read();
      if (b < 0) {
        break;
      }
      bytes[from + count++] = (byte) b;
    }
    return count == 0 && length > 0 ? -1 : count;
  }

  /** Goes to the next character; false at the end. */
  private boolean advance() throws IOException {
    long start = offset;
    int unit = unit(start);
    if (unit < 0) {
      return false;
    }
    next = 0;
    if (unit < 0x80) {
      character = new byte[] {(byte) unit};
      return true;
    }
    int codePoint = unit;
    if (Character.isSurrogate((char) unit)) {
      int low = Character.isHighSurrogate((char) unit) ? unit(start) : -1;
      if (low < 0 || !Character.isLowSurrogate((char) low)) {
        throw new BrokenTextException(start);
      }
      codePoint = Character.toCodePoint((char) unit, (char) low);
    }
    character = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
    return true;
  }

  /** The next unit, or less than 0 at the end. */
  private int unit(long start) throws IOException {
    int first = in.read();
    int second = in.read();
    if (first < 0) {
      return -1;
    }
    if (second < 0) {
      throw new BrokenTextException(start);
    }
    offset += 2;
    return bigEnd ? first << 8 | second : second << 8 | first;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
