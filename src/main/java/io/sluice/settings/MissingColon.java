package io.sluice.settings;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text that its writer takes for a key with its value, which lacks the colon or the blank. */
public final class MissingColon {
  private static final Pattern PAIR = Pattern.compile("([A-Za-z_][\\w.-]*)(:(?!/)|\\s+)(\\S.*)");

  private MissingColon() {}

  /** What is missing, and how to write it; empty where the text is no word with another. */
  public static Optional<String> told(String text) {
    Matcher pair = PAIR.matcher(text.strip());
    return pair.matches()
        ? Optional.of(
            (pair.group(2).equals(":")
                    ? "a blank is missing behind the colon"
                    : "a colon is missing")
                + "; write "
                + pair.group(1)
                + ": "
                + pair.group(3))
        : Optional.empty();
  }

  /** The same where the first word is one of these keys. */
  public static Optional<String> told(String text, Collection<String> keys) {
    String first = text.strip().split("[:\\s]", 2)[0];
    return keys.contains(first) ? told(text) : Optional.empty();
  }
}
