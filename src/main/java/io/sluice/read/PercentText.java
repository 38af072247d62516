package io.sluice.read;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Text that was percent-encoded for a path: {@code %20} is a blank, a plus sign stands for itself.
 */
final class PercentText {
  private static final Pattern BROKEN = Pattern.compile("%(?![0-9a-fA-F]{2})");

  private PercentText() {}

  /** The text without escapes, which must all be there as a whole and be UTF-8. */
  static String decoded(String text) throws BadValueException {
    if (text.indexOf('%') < 0) {
      return text;
    }
    if (BROKEN.matcher(text).find()) {
      throw new BadValueException("a percent sign without two hexadecimal digits");
    }
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer plain = ByteBuffer.allocate(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] == '%') {
        plain.put(
            (byte)
                (Character.digit(encoded[i + 1], 16) * 16 + Character.digit(encoded[i + 2], 16)));
        i += 2;
      } else {
        plain.put(encoded[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(plain.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new BadValueException("percent escapes that are not UTF-8");
    }
  }
}
