package io.sluice.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request to a server.
 *
 * @param repeatable whether asking twice is as good as asking once; where it is not, a lost answer
 *     is a {@link LostAnswerException} and no retry
 * @param limits what it has to wait for besides the connection's own limit
 */
public record Call(
    String method,
    URI uri,
    Map<String, String> headers,
    Optional<byte[]> body,
    boolean repeatable,
    List<RateLimit> limits) {

  /** Copies the map and the list. */
  public Call {
    headers = Map.copyOf(headers);
    limits = List.copyOf(limits);
  }

  /** Reads something. */
  public static Call get(URI uri) {
    return new Call("GET", uri, Map.of(), Optional.empty(), true, List.of());
  }

  /** Sends fields of a form. */
  public static Call form(URI uri, String encoded) {
    return new Call(
        "POST",
        uri,
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        Optional.of(encoded.getBytes(StandardCharsets.UTF_8)),
        true,
        List.of());
  }

  /** Sends JSON. */
  public static Call json(URI uri, byte[] content) {
    return new Call(
        "POST",
        uri,
        Map.of("Content-Type", "application/json"),
        Optional.of(content),
        true,
        List.of());
  }

  /** The same, which must not be sent again where its answer is lost. */
  public Call once() {
    return new Call(method, uri, headers, body, false, limits);
  }

  /** The same, which waits for this limit too. */
  public Call limitedBy(RateLimit limit) {
    List<RateLimit> all = new java.util.ArrayList<>(limits);
    all.add(limit);
    return new Call(method, uri, headers, body, repeatable, all);
  }

  /** What messages and logs call it: no query, which may hold anything. */
  String shown() {
    return method + " " + uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
  }
}
