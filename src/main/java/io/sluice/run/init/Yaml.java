package io.sluice.run.init;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Text as a job file writes it. */
final class Yaml {
  private static final Set<String> WORDS =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "none");

  private Yaml() {}

  /** A plain word as it is, anything else in quotes. */
  static String text(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9_/]*") && !WORDS.contains(text.toLowerCase(Locale.ROOT))
        ? text
        : quoted(text);
  }

  /** A list of texts. */
  static String texts(List<String> texts) {
    return "[" + String.join(", ", texts.stream().map(Yaml::text).toList()) + "]";
  }

  /** In single quotes, without escapes: for regular expressions. */
  static String raw(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** In double quotes, with escapes. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0xFEFF) {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
