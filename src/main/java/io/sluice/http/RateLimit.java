package io.sluice.http;

import dev.failsafe.RateLimiter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** So many requests in a length of time, evenly spread; the others wait. Thread-safe. */
public final class RateLimit {
  private final RateLimiter<Object> limiter;

  private RateLimit(RateLimiter<Object> limiter) {
    this.limiter = limiter;
  }

  /** At most so many requests in this length of time. */
  public static RateLimit of(long requests, Duration time) {
    long most = Math.max(1, TimeUnit.MICROSECONDS.convert(time));
    return new RateLimit(RateLimiter.<Object>smoothBuilder(Math.min(requests, most), time).build());
  }

  void await() throws InterruptedException {
    limiter.acquirePermit();
  }
}
