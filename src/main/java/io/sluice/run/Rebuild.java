package io.sluice.run;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A table that is built beside another one, to take its place.
 *
 * @param runId of the run that began it
 * @param begun when that was
 * @param job what the job file said then, by its keys: a hash each
 * @param compared when it was last compared with the table, and somebody could see how; nothing
 *     while it is not complete
 */
public record Rebuild(
    String id, String runId, Instant begun, Map<String, String> job, Optional<Instant> compared) {
  /** Copies the map; its order is kept. */
  public Rebuild {
    job = Collections.unmodifiableMap(new LinkedHashMap<>(job));
  }

  /** The same once it was compared. */
  public Rebuild comparedAt(Instant now) {
    return new Rebuild(id, runId, begun, job, Optional.of(now));
  }
}
