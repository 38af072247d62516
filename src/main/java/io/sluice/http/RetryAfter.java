package io.sluice.http;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The pause that a server asks for: {@code Retry-After}, else {@code ratelimit-reset}. */
final class RetryAfter {
  /** Longer than any accepted pause. */
  private static final double MOST_SECONDS = 1e9;

  private RetryAfter() {}

  static Optional<Duration> of(HttpHeaders headers, Clock clock) {
    return headers
        .firstValue("Retry-After")
        .flatMap(text -> parsed(text.strip(), clock))
        .or(
            () ->
                headers.firstValue("ratelimit-reset").flatMap(text -> parsed(text.strip(), clock)));
  }

  /** Seconds, or a date of RFC 9110. */
  private static Optional<Duration> parsed(String text, Clock clock) {
    if (text.matches("\\d+(\\.\\d*)?")) {
      double seconds = Math.min(Double.parseDouble(text), MOST_SECONDS);
      return Optional.of(Duration.ofMillis((long) Math.ceil(seconds * 1000)));
    }
    try {
      ZonedDateTime until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration pause = Duration.between(clock.instant(), until.toInstant());
      return Optional.of(pause.isNegative() ? Duration.ZERO : pause);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
