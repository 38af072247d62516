package io.sluice.read;

import io.sluice.spec.CsvForm.Encoding;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Optional;

/** Text files in their encoding, as the parsers take them. */
final class Encoded {
  private static final HexFormat HEX = HexFormat.of();

  private Encoded() {}

  /** The text of a file that was checked. Takes the stream over. */
  static InputStream text(Encoding encoding, InputStream plain) throws IOException {
    return encoding.isUtf16() ? new Utf16Stream(encoding, plain) : plain;
  }

  /** The same, which fails at the first byte that is broken. */
  static InputStream checked(Encoding encoding, InputStream plain) throws IOException {
    return switch (encoding) {
      case UTF_8 -> new Utf8Stream(plain);
      case LATIN_1, WINDOWS_1252 -> new EightBitStream(encoding, plain);
      case UTF_16, UTF_16LE, UTF_16BE -> new Utf16Stream(encoding, plain);
    };
  }

  /** What the mark at the start of a file says against the encoding of its job. */
  static Optional<String> fault(Encoding encoding, byte[] start) {
    String hex = HEX.formatHex(start);
    if (hex.startsWith("efbbbf") && encoding != Encoding.UTF_8) {
      return Optional.of("its mark says utf-8");
    }
    if (hex.startsWith("fffe") && encoding == Encoding.UTF_16BE) {
      return Optional.of("its mark says utf-16le");
    }
    if (hex.startsWith("feff") && encoding == Encoding.UTF_16LE) {
      return Optional.of("its mark says utf-16be");
    }
    return encoding == Encoding.UTF_16
            && start.length > 0
            && !hex.startsWith("fffe")
            && !hex.startsWith("feff")
        ? Optional.of("it has no byte-order mark, so it may be utf-16le or utf-16be")
        : Optional.empty();
  }
}
