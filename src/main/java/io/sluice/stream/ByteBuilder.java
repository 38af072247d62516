package io.sluice.stream;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of text that grow; of UTF-8 unless said otherwise. */
public final class ByteBuilder {
  private static final int START = 256;
  private static final int USUAL = 1 << 20;
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private byte[] bytes = new byte[START];
  private int length;

  /** Adds a byte. */
  public void append(int b) {
    if (length == bytes.length) {
      grow(1);
    }
    bytes[length++] = (byte) b;
  }

  /** Adds the bytes between these places. */
  public void append(byte[] from, int start, int end) {
    int added = end - start;
    if (length + added > bytes.length) {
      grow(added);
    }
    System.arraycopy(from, start, bytes, length, added);
    length += added;
  }

  private void grow(int added) {
    long wanted = Math.max(2L * bytes.length, (long) length + added);
    bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, LONGEST));
  }

  /** Takes bytes away from the start. */
  public void drop(int count) {
    System.arraycopy(bytes, count, bytes, 0, length - count);
    length -= count;
  }

  /** How many there are. */
  public int length() {
    return length;
  }

  /** Forgets the bytes, and frees the memory of a rare large record. */
  public void clear() {
    length = 0;
    if (bytes.length > USUAL) {
      bytes = new byte[START];
    }
  }

  /** The bytes between these places. */
  public String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** All bytes, as text of this charset. */
  public String text(Charset charset) {
    return new String(bytes, 0, length, charset);
  }

  @Override
  public String toString() {
    return text(StandardCharsets.UTF_8);
  }
}
