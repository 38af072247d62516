package io.sluice.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that goes on by itself and can be set, so that nights pass at once. Thread-safe. */
public final class DemoClock extends Clock {
  private final Clock real;
  private volatile Duration ahead = Duration.ZERO;

  /** Goes like this one until it is set. */
  public DemoClock(Clock real) {
    this.real = real;
  }

  /** Now it is this instant. */
  public void set(Instant instant) {
    ahead = Duration.between(real.instant(), instant);
  }

  @Override
  public Instant instant() {
    return real.instant().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return real.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    DemoClock other = new DemoClock(real.withZone(zone));
    other.ahead = ahead;
    return other;
  }
}
