package io.sluice.http;

import java.util.Map;

/** The credentials of requests. Thread-safe. */
public interface Credentials {
  /** The headers to send now; may ask the server for a token first. */
  Map<String, String> headers();

  /**
   * Told that the server refused them (401).
   *
   * @return whether there are others now, so that the request is worth another try
   */
  boolean refused();

  /** None. */
  Credentials NONE =
      new Credentials() {
        @Override
        public Map<String, String> headers() {
          return Map.of();
        }

        @Override
        public boolean refused() {
          return false;
        }
      };
}
