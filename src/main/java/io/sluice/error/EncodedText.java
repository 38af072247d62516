package io.sluice.error;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds a text in others that hold it in the encodings of addresses, forms, JSON and XML. */
final class EncodedText {
  private static final Map<Integer, List<String>> SHORT =
      Map.of(
          (int) '"', List.of("\\\"", "&quot;"),
          (int) '\\', List.of("\\\\"),
          (int) '/', List.of("\\/"),
          (int) '\t', List.of("\\t"),
          (int) '&', List.of("&amp;"),
          (int) '<', List.of("&lt;"),
          (int) '>', List.of("&gt;"),
          (int) '\'', List.of("\\'", "&apos;", "&#39;", "&#x27;"),
          (int) ' ', List.of("+"));

  private EncodedText() {}

  /**
   * Where {@code text} ends within {@code encoded} when it begins at {@code at}, each of its
   * characters encoded in whatever way or not at all; -1 where it does not begin there.
   */
  static int end(String encoded, int at, String text) {
    int end = at;
    for (int i = 0; i < text.length() && end >= 0; ) {
      int codePoint = text.codePointAt(i);
      end = endOf(encoded, end, codePoint);
      i += Character.charCount(codePoint);
    }
    return end;
  }

  private static int endOf(String encoded, int at, int codePoint) {
    if (at >= encoded.length()) {
      return -1;
    }
    char first = encoded.charAt(at);
    if (first == '%') {
      int end = hex(encoded, at, "%", 2, bytes(codePoint));
      if (end >= 0) {
        return end;
      }
    } else if (first == '\\' || first == '&' || first == '+') {
      int end = hex(encoded, at, "\\u", 4, units(codePoint));
      if (end >= 0) {
        return end;
      }
      for (String escape : SHORT.getOrDefault(codePoint, List.of())) {
        if (encoded.startsWith(escape, at)) {
          return at + escape.length();
        }
      }
    }
    return encoded.codePointAt(at) == codePoint ? at + Character.charCount(codePoint) : -1;
  }

  /** Where these values end, each in hexadecimal digits behind a prefix; -1 where they are not. */
  private static int hex(String encoded, int at, String prefix, int digits, int[] values) {
    int end = at;
    for (int value : values) {
      String expected = prefix + String.format(Locale.ROOT, "%0" + digits + "x", value);
      if (!encoded.regionMatches(true, end, expected, 0, expected.length())) {
        return -1;
      }
      end += expected.length();
    }
    return end;
  }

  private static int[] bytes(int codePoint) {
    byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
    int[] values = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = bytes[i] & 0xff;
    }
    return values;
  }

  private static int[] units(int codePoint) {
    return Character.toString(codePoint).chars().toArray();
  }
}
