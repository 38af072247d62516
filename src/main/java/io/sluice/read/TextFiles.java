package io.sluice.read;

import io.sluice.stream.GzipStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * From a file's bytes to its text. The bytes decide: a gzip file is unpacked whatever its name is.
 * If its name ends in {@code .gz}, the bytes must be gzip.
 */
final class TextFiles {
  /** Enough for the name of the first file in a zip archive. */
  private static final int START = 64;

  private TextFiles() {}

  /** Whether a file of this name and with these first bytes is unpacked. */
  static boolean isPacked(String name, byte[] start) {
    return name.endsWith(".gz") || GzipStream.isGzip(start);
  }

  /** The text of a whole file. Takes the stream over. */
  static InputStream unpacked(String name, InputStream bytes) throws IOException {
    PushbackInputStream stored = peekable(bytes);
    return isPacked(name, start(stored)) ? new GzipStream(stored) : stored;
  }

  /** A stream whose {@link #start} can be looked at. */
  static PushbackInputStream peekable(InputStream bytes) {
    return new PushbackInputStream(bytes, START);
  }

  /** The next bytes, which stay to be read; fewer at the end of the stream. */
  static byte[] start(PushbackInputStream bytes) throws IOException {
    byte[] start = bytes.readNBytes(START);
    bytes.unread(start);
    return start;
  }
}
