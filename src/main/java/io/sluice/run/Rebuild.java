package io.sluice.run;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A table that is built beside another one, to take its place.
 *
 * @param runId of the run that began it
 * @param begun when that was
 * @param job what the job file said then, by its keys: a hash each
 * @param from the number of the table's version that it was begun with; nothing where it was begun
 *     with the first increment
 * @param compared when it was last compared with the table, and somebody could see how; nothing
 *     while it is not complete
 */
public record Rebuild(
    String id,
    String runId,
    Instant begun,
    Map<String, String> job,
    OptionalLong from,
    Optional<Instant> compared) {
  /** Copies the map; its order is kept. */
  public Rebuild {
    job = Collections.unmodifiableMap(new LinkedHashMap<>(job));
  }

  /** The same once it was compared. */
  public Rebuild comparedAt(Instant now) {
    return new Rebuild(id, runId, begun, job, from, Optional.of(now));
  }
}
