package io.sluice.config;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Folders as files name them: a URI, or a path on the local disk. */
final class Places {
  private static final Pattern URI = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*", Pattern.DOTALL);

  private Places() {}

  /** Resolves a local path against the working directory; no place ends in a slash. */
  static String absolute(String place) {
    if (URI.matcher(place).matches()) {
      return place.replaceFirst("(?<=[^/:])/+$", "");
    }
    return Path.of(place).toAbsolutePath().normalize().toString();
  }
}
