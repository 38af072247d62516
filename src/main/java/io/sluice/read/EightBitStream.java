package io.sluice.read;

import io.sluice.spec.CsvForm.Encoding;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Passes on text in Latin-1 or Windows-1252, and fails at the bytes that the latter leaves
 * undefined and at the controls of the former, which are letters and signs of the latter. Most
 * texts in UTF-8 have no byte that Windows-1252 refuses, so this also sees whether all of it was
 * UTF-8.
 */
final class EightBitStream extends WholeStream {
  private static final List<Integer> UNDEFINED = List.of(0x81, 0x8D, 0x8F, 0x90, 0x9D);

  private final Encoding encoding;
  private final Utf8Sequence sequence = new Utf8Sequence();
  private boolean maybeUtf8 = true;
  private boolean ascii = true;
  private long line = 1;
  private long offset;

  /** What was read has lines up to here. */
  private long lines = 1;

  /** The first control of Latin-1, which may be part of a character of UTF-8. */
  private Optional<ControlByteException> control = Optional.empty();

  EightBitStream(Encoding encoding, InputStream in) {
    super(in);
    this.encoding = encoding;
  }

  /**
   * Whether what was read has characters outside ASCII, all of which are sequences of UTF-8. In a
   * text of another encoding hardly any of them is one.
   */
  boolean isUtf8() {
    return maybeUtf8 && !ascii && !sequence.isOpen();
  }

  /** The line of the first byte outside ASCII, from 1. */
  long line() {
    return line;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int count = in.read(bytes, from, length);
    for (int i = from; i < from + count; i++) {
      byte b = bytes[i];
      if (b < 0 || sequence.isOpen()) {
        accept(b & 0xFF, offset + i - from);
      }
      if (b == '\n') {
        lines++;
      }
    }
    if (control.isPresent() && (!maybeUtf8 || (count < 0 && !isUtf8()))) {
      throw control.get();
    }
    offset += Math.max(0, count);
    return count;
  }

  private void accept(int b, long at) throws BrokenTextException {
    line = ascii ? lines : line;
    ascii = false;
    maybeUtf8 = maybeUtf8 && sequence.accept(b);
    if (encoding == Encoding.WINDOWS_1252 && UNDEFINED.contains(b)) {
      throw new BrokenTextException(at, maybeUtf8);
    }
    if (encoding == Encoding.LATIN_1 && (b & 0xE0) == 0x80 && control.isEmpty()) {
      control =
          Optional.of(
              new ControlByteException(
                  b, lines, UNDEFINED.contains(b) ? Optional.empty() : Optional.of(windows(b))));
    }
  }

  private static String windows(int b) {
    return new String(new byte[] {(byte) b}, Encoding.WINDOWS_1252.parsedAs());
  }
}
