package io.sluice.run.init;

import io.sluice.spec.CsvForm.Encoding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How the characters of text files are bytes, guessed from all bytes that are looked at. Files of
 * ASCII alone fit beside every encoding but UTF-16.
 */
final class TextEncoding {
  private static final int CHUNK = 1 << 16;

  private boolean ascii = true;
  private boolean utf8 = true;

  /** Characters of Windows-1252 in place of controls of Latin-1. */
  private boolean windows;

  private boolean controls;
  private Optional<Encoding> utf16 = Optional.empty();

  /**
   * Looks at the bytes of a file.
   *
   * @param most bytes to look at
   */
  static TextEncoding of(InputStream bytes, long most) throws IOException {
    TextEncoding encoding = new TextEncoding();
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer characters = CharBuffer.allocate(CHUNK + 4);
    ByteBuffer left = ByteBuffer.allocate(CHUNK + 4);
    byte[] chunk = bytes.readNBytes(CHUNK);
    encoding.utf16 = utf16(chunk);
    for (long seen = 0;
        chunk.length > 0 && seen < most && encoding.utf16.isEmpty();
        chunk = bytes.readNBytes(CHUNK)) {
      seen += chunk.length;
      encoding.add(chunk);
      if (encoding.utf8) {
        left.put(chunk).flip();
        CoderResult result = decoder.decode(left, characters, false);
        encoding.utf8 = !result.isError();
        left.compact();
        characters.clear();
      }
    }
    encoding.utf8 &= left.position() == 0 || chunk.length > 0;
    return encoding;
  }

  private void add(byte[] chunk) {
    for (byte b : chunk) {
      ascii &= b >= 0;
      if ((b & 0xE0) == 0x80) {
        boolean undefined = b == (byte) 0x81 || b == (byte) 0x8D || b == (byte) 0x8F;
        undefined |= b == (byte) 0x90 || b == (byte) 0x9D;
        controls |= undefined;
        windows |= !undefined;
      }
    }
  }

  /** By the mark; without one every second byte of most characters is zero. */
  private static Optional<Encoding> utf16(byte[] head) {
    if (head.length >= 2 && head[0] == (byte) 0xFF && head[1] == (byte) 0xFE) {
      return Optional.of(Encoding.UTF_16);
    }
    if (head.length >= 2 && head[0] == (byte) 0xFE && head[1] == (byte) 0xFF) {
      return Optional.of(Encoding.UTF_16);
    }
    int even = 0;
    int odd = 0;
    for (int i = 0; i < head.length; i++) {
      if (head[i] == 0) {
        even += (i + 1) & 1;
        odd += i & 1;
      }
    }
    if (even + odd <= head.length / 5) {
      return Optional.empty();
    }
    return Optional.of(even > odd ? Encoding.UTF_16BE : Encoding.UTF_16LE);
  }

  /** Takes the bytes of another file of the same dataset; false where no encoding has both. */
  boolean add(TextEncoding other) {
    boolean fits = utf16.equals(other.utf16) && (ascii || other.ascii || utf8 == other.utf8);
    ascii &= other.ascii;
    utf8 &= other.utf8;
    windows |= other.windows;
    controls |= other.controls;
    return fits;
  }

  Encoding guess() {
    if (utf16.isPresent()) {
      return utf16.get();
    }
    if (utf8) {
      return Encoding.UTF_8;
    }
    return windows && !controls ? Encoding.WINDOWS_1252 : Encoding.LATIN_1;
  }

  /** Why. */
  String reason() {
    return switch (guess()) {
      case UTF_8 -> "all bytes are UTF-8";
      case LATIN_1 -> "some bytes are not UTF-8";
      case WINDOWS_1252 -> "some bytes are not UTF-8, and some not latin-1";
      case UTF_16 -> "the files have its mark";
      case UTF_16LE, UTF_16BE -> "every second byte of most characters is zero";
    };
  }
}
