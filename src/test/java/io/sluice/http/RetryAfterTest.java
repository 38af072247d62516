package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

  @Test
  void givenSecondsOrADate_whenRead_thenTheTimeToWait() {
    assertThat(of("Retry-After", "7")).contains(Duration.ofSeconds(7));
    assertThat(of("retry-after", "0.5")).contains(Duration.ofMillis(500));
    assertThat(of("Retry-After", "Sat, 21 Nov 2026 12:00:30 GMT")).contains(Duration.ofSeconds(30));
    assertThat(of("Retry-After", "Sat, 21 Nov 2026 11:00:00 GMT")).contains(Duration.ZERO);
    assertThat(of("ratelimit-reset", "12")).contains(Duration.ofSeconds(12));
  }

  @Test
  void givenEndless_whenRead_thenLongerThanAnybodyWaits() {
    assertThat(of("Retry-After", "9".repeat(400))).contains(Duration.ofSeconds(1_000_000_000));
    assertThat(of("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT").orElseThrow())
        .isGreaterThan(Duration.ofDays(36_500));
  }

  @Test
  void givenNothingToRead_whenRead_thenNothing() {
    assertThat(of("Retry-After", "soon")).isEmpty();
    assertThat(of("Retry-After", "-1")).isEmpty();
    assertThat(of("Retry-After", "NaN")).isEmpty();
    assertThat(of("Retry-After", "1e300")).isEmpty();
    assertThat(of("Retry-After", "")).isEmpty();
    assertThat(of("Other", "7")).isEmpty();
  }

  private static Optional<Duration> of(String header, String value) {
    return RetryAfter.of(HttpHeaders.of(Map.of(header, List.of(value)), (name, text) -> true), NOW);
  }
}
