package io.sluice.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** The way from a file's bytes to its text. */
final class TextFiles {
  private static final int CHUNK = 1 << 16;

  private TextFiles() {}

  static boolean isPacked(String name) {
    return name.endsWith(".gz");
  }

  static InputStream unpacked(String name, InputStream bytes) throws IOException {
    return isPacked(name) ? new GZIPInputStream(bytes, CHUNK) : bytes;
  }
}
