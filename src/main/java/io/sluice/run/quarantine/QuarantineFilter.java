package io.sluice.run.quarantine;

import io.sluice.run.QuarantinedRow;
import java.util.Optional;

/**
 * Which rows somebody asks for.
 *
 * @param reason theirs; all reasons without it
 * @param increment theirs; all increments without it
 */
public record QuarantineFilter(Optional<String> reason, Optional<String> increment) {
  /** All rows. */
  public static final QuarantineFilter ALL =
      new QuarantineFilter(Optional.empty(), Optional.empty());

  boolean matches(QuarantinedRow row) {
    return reason.filter(one -> !one.equals(row.reason())).isEmpty()
        && increment.filter(one -> !one.equals(row.increment())).isEmpty();
  }
}
