package io.sluice.extract.zuora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.error.Redaction;
import io.sluice.http.Call;
import io.sluice.http.Credentials;
import io.sluice.http.Http;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A bearer token of OAuth's client credentials: requested when needed, used until a minute before
 * its end, and requested again if Zuora refuses it.
 */
final class Token implements Credentials {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration MARGIN = Duration.ofMinutes(1);
  private static final long USUAL_SECONDS = 3600;
  private static final long MOST_SECONDS = 86_400;

  private final AquaConnection connection;
  private final Http http;
  private final Clock clock;
  private String token = "";
  private Instant until = Instant.MIN;

  Token(AquaConnection connection, Http http, Clock clock) {
    this.connection = connection;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public synchronized Map<String, String> headers() {
    if (!clock.instant().isBefore(until)) {
      renew();
    }
    return Map.of("Authorization", "Bearer " + token);
  }

  @Override
  public synchronized boolean refused() {
    until = Instant.MIN;
    return true;
  }

  private void renew() {
    String form =
        "client_id="
            + encoded(connection.clientId().get())
            + "&client_secret="
            + encoded(connection.clientSecret().get())
            + "&grant_type=client_credentials";
    URI uri = URI.create(connection.baseUrl() + "/oauth/token");
    Instant asked = clock.instant();
    JsonNode answer =
        http.send(
            Call.form(uri, form),
            body -> {
              JsonNode node = MAPPER.readTree(body.text());
              checkToken(text(node));
              return node;
            });
    token = text(answer);
    until = asked.plusSeconds(seconds(answer.path("expires_in"))).minus(MARGIN);
  }

  private static String text(JsonNode answer) {
    return answer.path("access_token").asText().strip();
  }

  /** A token that a header cannot hold would fail at each request, with a message that shows it. */
  private static void checkToken(String token) throws IOException {
    Redaction.hide(token);
    if (token.isEmpty()) {
      throw new IOException("the answer has no access_token");
    }
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IOException(
          "the answer's access_token has a character that a header cannot have, such as a line break");
    }
  }

  /**
   * A number, or one in a text, or one with a fraction; a day at most, as the token is asked for
   * anew in time. A time that is not in the future counts as missing.
   */
  private static long seconds(JsonNode node) {
    try {
      double seconds = Double.parseDouble(node.asText());
      return seconds >= 1 ? (long) Math.min(seconds, MOST_SECONDS) : USUAL_SECONDS;
    } catch (NumberFormatException e) {
      return USUAL_SECONDS;
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
