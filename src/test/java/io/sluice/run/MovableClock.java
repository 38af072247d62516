package io.sluice.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test sets; it goes on by itself as the real one does. */
public final class MovableClock extends Clock {
  private final Clock real = Clock.systemUTC();
  private volatile Duration ahead;

  public MovableClock(Instant now) {
    this.ahead = Duration.between(real.instant(), now);
  }

  public void forward(Duration by) {
    ahead = ahead.plus(by);
  }

  @Override
  public Instant instant() {
    return real.instant().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
