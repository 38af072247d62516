package io.sluice.spark;

import java.util.List;

/**
 * Paths for Spark's readers, which take some characters for parts of patterns: escaped, so that
 * each stands for itself.
 *
 * <p>Spark's own option against patterns does not serve: with it, and one such character in a path,
 * every path is read again for each that has one (3.5).
 */
public final class LiteralPaths {
  private LiteralPaths() {}

  /** The path of one place. */
  public static String of(String location) {
    return location.replaceAll("[\\\\{}\\[\\]*?]", "\\\\$0");
  }

  /** The paths of several. */
  public static String[] of(List<String> locations) {
    return locations.stream().map(LiteralPaths::of).toArray(String[]::new);
  }
}
