package io.sluice.run.backfill;

import io.sluice.run.show.WholeDifference;
import io.sluice.spec.DatasetName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a backfill has done.
 *
 * @param id of the rebuilt table
 * @param base the number of the version that was current
 * @param before that version
 * @param after the rebuilt table; nothing where it was dropped
 * @param difference between them; nothing where an earlier run has compared them
 * @param version the number of the new version; nothing where there is none
 * @param keptUntil when a rebuilt table that waits may go
 * @param warnings one sentence each
 */
public record Backfilled(
    DatasetName dataset,
    State state,
    String id,
    long base,
    Size before,
    Optional<Size> after,
    Optional<WholeDifference> difference,
    OptionalLong version,
    Optional<Instant> keptUntil,
    List<String> warnings) {
  /** Copies the list. */
  public Backfilled {
    warnings = List.copyOf(warnings);
  }

  /** What became of the rebuilt table. */
  public enum State {
    TAKEN,
    WAITS,
    DROPPED
  }

  /** How large a table is. */
  public record Size(int increments, long rows, long quarantined) {}
}
