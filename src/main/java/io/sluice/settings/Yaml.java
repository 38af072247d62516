package io.sluice.settings;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Text as a job file writes it. */
public final class Yaml {
  private static final Set<String> WORDS =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "none");

  /** Words of letters, digits and the signs of names. */
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]*( [\\p{L}\\p{N}_.-]+)*");

  private Yaml() {}

  /** A plain word as it is, anything else in quotes. */
  public static String text(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9_/]*") && !isWord(text) ? text : quoted(text);
  }

  /** A name as it is, of any letters and of several words; anything else in quotes. */
  public static String name(String text) {
    return NAME.matcher(text).matches() && !isWord(text) ? text : quoted(text);
  }

  /** Whether it is taken for a flag or for nothing. */
  private static boolean isWord(String text) {
    return WORDS.contains(text.toLowerCase(Locale.ROOT));
  }

  /** A list of texts. */
  public static String texts(List<String> texts) {
    return "[" + String.join(", ", texts.stream().map(Yaml::text).toList()) + "]";
  }

  /** In single quotes, without escapes: for regular expressions. */
  public static String raw(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** In double quotes, with escapes. */
  public static String quoted(String text) {
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
