package io.sluice.spec;

import io.sluice.error.DataException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression over the path below the raw folder. Its named groups may hold underscores,
 * which Java's own names may not. An expression that can match a text in too many ways would take
 * for ever or overflow the stack. Matching stops after a number of steps that no normal expression
 * needs.
 */
public final class PathPattern implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9_]*)>");

  private static final int MOST_STEPS = 1_000_000;

  private final String text;
  private final Pattern pattern;
  private final ArrayList<String> groups;

  private PathPattern(String text, Pattern pattern, List<String> groups) {
    this.text = text;
    this.pattern = pattern;
    this.groups = new ArrayList<>(groups);
  }

  /**
   * Compiles the expression.
   *
   * @throws IllegalArgumentException if it is no regular expression
   */
  public static PathPattern of(String text) {
    List<String> groups = new ArrayList<>();
    Matcher names = GROUP.matcher(text);
    StringBuilder plain = new StringBuilder();
    while (names.find()) {
      groups.add(names.group(1));
      names.appendReplacement(plain, Matcher.quoteReplacement("(?<g" + groups.size() + "x>"));
    }
    names.appendTail(plain);
    return new PathPattern(text, Pattern.compile(plain.toString()), groups);
  }

  /** The named groups in the order of the expression. */
  public List<String> groups() {
    return List.copyOf(groups);
  }

  /**
   * Returns the groups of a path that matches as a whole; groups that took no part are left out.
   *
   * @throws DataException if that takes too many steps
   */
  public Optional<Map<String, String>> match(String path) {
    Matcher matcher = pattern.matcher(new Steps(path));
    try {
      if (!matcher.matches()) {
        return Optional.empty();
      }
    } catch (TooManyStepsException | StackOverflowError e) {
      throw new DataException(
          path
              + ": raw.path_pattern takes too many steps on this path, more than "
              + MOST_STEPS
              + " or too deep ones. The file stays pending. Write the expression so that no two"
              + " parts of it can match the same text, such as [^/]+ for a folder's name");
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < groups.size(); i++) {
      String value = matcher.group("g" + (i + 1) + "x");
      if (value != null) {
        values.put(groups.get(i), value);
      }
    }
    return Optional.of(values);
  }

  @Override
  public String toString() {
    return text;
  }

  /** Ends a match that looks at characters too often. */
  private static final class TooManyStepsException extends RuntimeException {
    TooManyStepsException() {
      super("too many steps", null, false, false);
    }
  }

  /** A text that counts how often it is looked at. */
  private static final class Steps implements CharSequence {
    private final String text;
    private int count;

    Steps(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++count > MOST_STEPS) {
        throw new TooManyStepsException();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int begin, int end) {
      return text.subSequence(begin, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
