package io.sluice.read;

/** The well-formed sequences of bytes in the Unicode standard, table 3-7. */
final class Utf8Sequence {
  private int expected;
  private int least = 0x80;
  private int greatest = 0xBF;

  /** Whether a character has begun that needs more bytes. */
  boolean isOpen() {
    return expected > 0;
  }

  /** Takes the next byte; false where it cannot stand there, after which nothing is taken. */
  boolean accept(int b) {
    if (expected > 0) {
      boolean fits = b >= least && b <= greatest;
      expected = fits ? expected - 1 : 0;
      least = 0x80;
      greatest = 0xBF;
      return fits;
    }
    least = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
    greatest = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
    if (b >= 0xC2 && b <= 0xF4) {
      expected = b <= 0xDF ? 1 : b <= 0xEF ? 2 : 3;
    }
    return b < 0x80 || expected > 0;
  }
}
