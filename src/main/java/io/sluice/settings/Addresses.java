package io.sluice.settings;

import java.net.URI;

/** Addresses of servers as files write them: {@code https://api.example.com/v2}. */
final class Addresses {
  private static final int MOST_PORT = 65_535;

  private Addresses() {}

  /**
   * Parses an address and leaves off the slash at its end.
   *
   * @throws IllegalArgumentException if it is none of http or https, with a message for people that
   *     shows no password
   */
  static URI parse(String text) {
    URI uri;
    try {
      uri = URI.create(text.replaceFirst("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw noAddress(text);
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "contains a user or a password; use the keys for credentials instead");
    }
    if (uri.getHost() == null
        || uri.getScheme() == null
        || !uri.getScheme().matches("https?")
        || uri.getPort() > MOST_PORT
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw noAddress(text);
    }
    return uri;
  }

  private static IllegalArgumentException noAddress(String text) {
    return new IllegalArgumentException(
        "\"" + text + "\" is not an address such as https://api.example.com");
  }
}
