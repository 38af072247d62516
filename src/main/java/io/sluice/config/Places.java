package io.sluice.config;

import io.sluice.settings.Section;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Folders as files name them: a URI, or a path on the local disk. */
final class Places {
  private static final Pattern URI = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*", Pattern.DOTALL);
  private static final Pattern LOCAL = Pattern.compile("file:/*", Pattern.CASE_INSENSITIVE);
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private Places() {}

  /**
   * Resolves a local path against the working directory; no place ends in a slash. What names no
   * place is a problem of the key.
   */
  static Optional<String> absolute(Section section, String key, String place) {
    Optional<String> fault = fault(place);
    fault.ifPresent(what -> section.problem(key, what));
    return fault.isPresent() ? Optional.empty() : Optional.of(absolute(place));
  }

  private static String absolute(String place) {
    if (URI.matcher(place).matches()) {
      return place.replaceFirst("(?<=[^/:])/+$", "");
    }
    return Path.of(place).toAbsolutePath().normalize().toString();
  }

  private static Optional<String> fault(String place) {
    if (CONTROL.matcher(place).find()) {
      return Optional.of("has a control character; write a path or a URI without any");
    }
    if (URI.matcher(place).matches() && !LOCAL.matcher(place).lookingAt()) {
      return faultOfStore(place);
    }
    try {
      Path unused = Path.of(LOCAL.matcher(place).replaceFirst("/"));
      return Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.of(
          "\"" + place + "\" is no path on this system; write one, or set LANG to a UTF-8 locale");
    }
  }

  /** The engine and the S3 client would take such a key for different ones. */
  private static Optional<String> faultOfStore(String place) {
    if (!place.startsWith("/", place.indexOf(':') + 1)) {
      return Optional.of(
          "\"" + place + "\" names no bucket; write a URI such as s3a://bucket/folder, or a path");
    }
    String path = absolute(place).replaceFirst("^[^:]+:(//[^/]*/?|/)", "");
    boolean odd =
        !path.isEmpty()
            && List.of(path.split("/", -1)).stream()
                .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    return odd
        ? Optional.of(
            "\""
                + place
                + "\" has a part that is empty, \".\" or \"..\"; write the folder without it")
        : Optional.empty();
  }
}
