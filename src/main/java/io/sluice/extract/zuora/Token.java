package io.sluice.extract.zuora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.extract.Call;
import io.sluice.extract.Credentials;
import io.sluice.extract.Http;
import io.sluice.extract.Redaction;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A bearer token of OAuth's client credentials: asked for when it is needed, used until a minute
 * before its end, and asked for anew where Zuora refuses it.
 */
final class Token implements Credentials {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration MARGIN = Duration.ofMinutes(1);
  private static final long USUAL_SECONDS = 3600;

  private final AquaConnection connection;
  private final Http http;
  private final Clock clock;
  private final Redaction redaction;
  private String token = "";
  private Instant until = Instant.MIN;

  Token(AquaConnection connection, Http http, Clock clock, Redaction redaction) {
    this.connection = connection;
    this.http = http;
    this.clock = clock;
    this.redaction = redaction;
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
    String secret = connection.clientSecret().get();
    redaction.hide(secret);
    String form =
        "client_id="
            + encoded(connection.clientId().get())
            + "&client_secret="
            + encoded(secret)
            + "&grant_type=client_credentials";
    redaction.hide(encoded(secret));
    URI uri = URI.create(connection.baseUrl() + "/oauth/token");
    Instant asked = clock.instant();
    JsonNode answer =
        http.send(
            Call.form(uri, form),
            body -> {
              JsonNode node = MAPPER.readTree(body.text());
              if (node.path("access_token").asText().isBlank()) {
                throw new IOException("the answer has no access_token");
              }
              return node;
            });
    token = answer.path("access_token").asText();
    redaction.hide(token);
    until = asked.plusSeconds(seconds(answer.path("expires_in"))).minus(MARGIN);
  }

  /** A number, or one in a text, or one with a fraction. */
  private static long seconds(JsonNode node) {
    try {
      return (long) Double.parseDouble(node.asText());
    } catch (NumberFormatException e) {
      return USUAL_SECONDS;
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
