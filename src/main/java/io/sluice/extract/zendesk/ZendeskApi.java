package io.sluice.extract.zendesk;

import io.sluice.extract.Exchange;
import io.sluice.http.Answer;
import io.sluice.http.Call;
import io.sluice.http.Http;
import io.sluice.http.RateLimit;
import io.sluice.http.StatusException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Requests to one account. */
final class ZendeskApi {
  private static final Set<Integer> TOO_RECENT = Set.of(400, 422);

  private final URI baseUrl;
  private final Http http;
  private final ZendeskCredentials credentials;
  private final RateLimit incremental;

  ZendeskApi(Exchange exchange) {
    ZendeskConnection connection = ZendeskConnection.of(exchange.connection());
    baseUrl = connection.baseUrl();
    credentials = new ZendeskCredentials(connection.authorization());
    http = exchange.http().with(credentials);
    incremental = RateLimit.of(connection.incrementalRequestsPerMinute(), Duration.ofMinutes(1));
  }

  /** Asks an endpoint of lists. */
  Page list(String path, Map<String, String> query, Answer.Reading<Page> reading) {
    return send(Call.get(at(path, query)), reading);
  }

  /** Asks an endpoint of incremental exports, when their limit allows it. */
  Page incremental(String path, Map<String, String> query, Answer.Reading<Page> reading) {
    return send(Call.get(at(path, query)).limitedBy(incremental), reading);
  }

  /** Whether the source refused a start time because it lies within the last minutes. */
  static boolean isTooRecent(StatusException refusal) {
    String said = refusal.getMessage();
    return TOO_RECENT.contains(refusal.status())
        && (said.contains("StartTimeTooRecent") || said.contains("Too recent start_time"));
  }

  private Page send(Call call, Answer.Reading<Page> reading) {
    Page page = http.send(call, reading);
    credentials.accepted();
    return page;
  }

  private URI at(String path, Map<String, String> query) {
    String encoded =
        query.entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    return URI.create(baseUrl + path + "?" + encoded);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
