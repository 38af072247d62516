package io.sluice.http;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  @Test
  void givenAsManyRequestsAsThereAreNumbers_whenLimited_thenNoneWaits() throws Exception {
    RateLimit limit = RateLimit.of(Long.MAX_VALUE, Duration.ofMinutes(1));

    limit.await();
    limit.await();
  }
}
