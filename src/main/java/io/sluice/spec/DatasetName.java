package io.sluice.spec;

import java.util.regex.Pattern;

/**
 * The name of one table of one source, written {@code source/name}, such as {@code zuora/account}.
 */
public record DatasetName(String source, String name) implements Comparable<DatasetName> {
  private static final Pattern PART = Pattern.compile("[a-z0-9][a-z0-9_-]*");

  /** Checks both parts: lower-case letters, digits, hyphens and underscores. */
  public DatasetName {
    if (!PART.matcher(source).matches() || !PART.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\"" + source + "/" + name + "\" is not a dataset name; write source/name in lower case");
    }
  }

  /**
   * Parses {@code source/name}.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static DatasetName of(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a dataset name; write source/name in lower case");
    }
    return new DatasetName(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public int compareTo(DatasetName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return source + "/" + name;
  }
}
