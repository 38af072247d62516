package io.sluice.read;

import io.sluice.spec.NamePattern;
import java.time.Instant;
import java.util.Optional;

/** Names of files in the raw zone: which can be used, and which date they contain. */
public final class RawNames {
  private RawNames() {}

  /**
   * Why a path cannot be that of an increment, whatever its content: paths appear in messages and
   * tables.
   */
  static Optional<String> fault(String path) {
    if (path.codePoints().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)) {
      return Optional.of("has a control character, such as a line break,");
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return Optional.of("has a folder named \"" + part + "\"");
      }
    }
    return Optional.empty();
  }

  /** The folder of a path, with a trailing slash; empty for a name alone. */
  static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  /** The name without {@code .gz} and without the extension before it. */
  public static String stem(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    return plain.replaceFirst("\\.[A-Za-z][A-Za-z0-9]*$", "");
  }

  /**
   * The instant that a text names by a pattern, as {@link NamePattern#instant} has it.
   *
   * @throws IllegalArgumentException if the pattern is none, which no job file has
   */
  public static Optional<Instant> instant(String text, String pattern) {
    return NamePattern.of(pattern).instant(text);
  }
}
