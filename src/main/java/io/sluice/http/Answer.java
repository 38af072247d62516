package io.sluice.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/**
 * A server's answer with a status of 200 to 299.
 *
 * @param body to be read once; compression of the transport is taken off
 */
public record Answer(int status, HttpHeaders headers, InputStream body) {
  private static final int LONGEST_TEXT = 64 << 20;

  /** Reads an answer; called again for each try. */
  @FunctionalInterface
  public interface Reading<T> {
    /**
     * Reads the answer.
     *
     * @throws IOException where the body broke off or is not what it should be: the request is
     *     tried again
     */
    T read(Answer answer) throws IOException;
  }

  /** The whole body of a small answer. */
  public String text() throws IOException {
    byte[] bytes = body.readNBytes(LONGEST_TEXT + 1);
    if (bytes.length > LONGEST_TEXT) {
      throw new IOException("the answer is longer than " + LONGEST_TEXT + " bytes");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
