package io.sluice.extract.zendesk;

import io.sluice.error.Redaction;
import io.sluice.settings.Section;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How an account is reached.
 *
 * @param baseUrl without a slash at its end
 * @param email whose token it is; empty where the token is one of OAuth
 * @param incrementalRequestsPerMinute which all incremental exports of an account share
 */
record ZendeskConnection(
    URI baseUrl,
    Optional<String> email,
    Supplier<String> token,
    long incrementalRequestsPerMinute) {

  /** What accounts without an add-on are granted. */
  private static final long USUAL_LIMIT = 10;

  static ZendeskConnection of(Section connection) {
    URI baseUrl = connection.uri("base_url");
    boolean oauth = connection.has("access_token");
    Optional<String> email = oauth ? Optional.empty() : Optional.of(connection.required("email"));
    Supplier<String> token = connection.secret(oauth ? "access_token" : "api_token");
    if (oauth) {
      for (String other : new String[] {"email", "api_token"}) {
        if (connection.has(other)) {
          connection.problem(other, "cannot be combined with access_token; remove one of them");
        }
      }
    }
    return new ZendeskConnection(
        baseUrl,
        email,
        token,
        connection.number("incremental_requests_per_minute", 1).orElse(USUAL_LIMIT));
  }

  /** The header that every request bears. */
  String authorization() {
    String secret = token.get();
    if (email.isEmpty()) {
      return "Bearer " + secret;
    }
    String encoded =
        Base64.getEncoder()
            .encodeToString((email.get() + "/token:" + secret).getBytes(StandardCharsets.UTF_8));
    Redaction.hide(encoded);
    return "Basic " + encoded;
  }
}
