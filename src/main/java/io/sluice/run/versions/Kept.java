package io.sluice.run.versions;

import io.sluice.spec.CleanSpec;
import java.time.Instant;
import java.util.Optional;

/**
 * How long the job file's {@code clean.retain} keeps a version. Both conditions must have come true
 * before it goes.
 *
 * @param current whether it is the current version, which stays
 * @param until when it has been replaced for long enough; nothing for the current version, and
 *     where the version after it cannot be read
 * @param versions how many more versions have to come before it is none of the newest
 */
public record Kept(boolean current, Optional<Instant> until, int versions) {
  static final Kept CURRENT = new Kept(true, Optional.empty(), 0);

  /**
   * Of a version that was replaced.
   *
   * @param newer how many kept versions are newer
   * @param replaced when the version after it was committed
   */
  static Kept of(CleanSpec retain, int newer, Optional<Instant> replaced) {
    return new Kept(
        false,
        replaced.map(instant -> instant.plus(retain.retainAge())),
        Math.max(0, Math.max(1, retain.retainVersions()) - newer));
  }
}
