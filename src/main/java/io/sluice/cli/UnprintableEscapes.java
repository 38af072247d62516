package io.sluice.cli;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import io.sluice.error.Printable;
import java.util.Locale;

/**
 * Escapes in JSON the characters that a terminal would obey. JSON itself requires it only below
 * U+0020; a parser gets the same text either way.
 */
final class UnprintableEscapes extends CharacterEscapes {
  private static final long serialVersionUID = 1L;
  private static final int DELETE = 0x7f;
  private static final int FIRST_OTHER = 0x20;

  @Override
  public int[] getEscapeCodesForAscii() {
    int[] codes = standardAsciiEscapesForJSON();
    codes[DELETE] = ESCAPE_STANDARD;
    return codes;
  }

  @Override
  public SerializableString getEscapeSequence(int character) {
    return isEscaped(character) ? new SerializedString(escape(character)) : null;
  }

  /** The same JSON text. */
  static String within(String json) {
    if (json.chars().noneMatch(UnprintableEscapes::isEscaped)) {
      return json;
    }
    StringBuilder escaped = new StringBuilder();
    json.chars()
        .forEach(
            c -> {
              if (isEscaped(c)) {
                escaped.append(escape(c));
              } else {
                escaped.append((char) c);
              }
            });
    return escaped.toString();
  }

  /** This class does not look whether a surrogate half is alone; halves stay as they are. */
  private static boolean isEscaped(int character) {
    return character >= FIRST_OTHER
        && !Character.isSurrogate((char) character)
        && Printable.isUnprintable(character);
  }

  private static String escape(int character) {
    return String.format(Locale.ROOT, "\\u%04x", character);
  }
}
