package io.sluice.read;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition as it is written in a job file, and as the engine reads it. The engine takes a bare
 * name of the letters a to z, digits and underscores only; here other letters may stand bare too.
 */
record ConditionText(String written) {
  /**
   * What a name cannot be part of: texts (a backslash escapes, unless an r stands before the
   * quote), names in backticks, comments; or a word.
   */
  private static final Pattern PART =
      Pattern.compile(
          "(?<![\\p{L}\\p{M}\\p{N}_])[rR](?:'[^']*'|\"[^\"]*\")"
              + "|'(?:[^'\\\\]|\\\\.)*'"
              + "|\"(?:[^\"\\\\]|\\\\.)*\""
              + "|`[^`]*`"
              + "|--[^\\r\\n]*"
              + "|/\\*.*?\\*/"
              + "|(?<word>[\\p{L}\\p{M}\\p{N}_]+)",
          Pattern.DOTALL);

  /** The condition with backticks around words that the engine would not take for names. */
  String sql() {
    return PART.matcher(written)
        .replaceAll(
            part ->
                Matcher.quoteReplacement(
                    isForeign(part.group(1)) ? tick(part.group()) : part.group()));
  }

  /** The place in {@link #written} of one in {@link #sql}, both from 0. */
  int place(int inSql) {
    String sql = sql();
    int place = 0;
    for (int i = 0; i < inSql && i < sql.length(); i++) {
      if (place < written.length() && sql.charAt(i) == written.charAt(place)) {
        place++;
      }
    }
    return place;
  }

  private static String tick(String word) {
    return "`" + word + "`";
  }

  /** Outside of texts, the engine has no other meaning for such a word. */
  private static boolean isForeign(String word) {
    return word != null && word.chars().anyMatch(c -> c > 127);
  }
}
