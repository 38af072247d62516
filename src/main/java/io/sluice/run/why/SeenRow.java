package io.sluice.run.why;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A row of the key.
 *
 * @param source where it was read
 * @param order the values of the order columns in its version; empty for null, and none of a row in
 *     quarantine
 * @param operation {@code upsert} or {@code delete}; nothing of a row in quarantine
 * @param state whether its increment is in the table
 * @param outcome what became of it; of a pending row what would
 * @param against the place of the row that beat it, or is equal to it, in the list of rows
 * @param decidedBy the part of the version, or the rule, that decided, as programs have it
 * @param because the same in words
 */
public record SeenRow(
    Source source,
    Map<String, Optional<String>> order,
    Optional<String> operation,
    State state,
    Outcome outcome,
    OptionalInt against,
    Optional<String> decidedBy,
    Optional<String> because) {
  /** Whether a row's increment is in the table. */
  public enum State {
    APPLIED,
    PENDING,
    /** Pending, and waits for somebody's approval. */
    HELD,
    /** A rollback took it out of the table. */
    WITHDRAWN
  }

  /**
   * Where a row was read.
   *
   * @param file below the raw folder
   * @param record its number in the file, from 1, the header not counted; nothing where it is not
   *     known
   * @param fromTable whether the file cannot be read any more, and the table's own row stands for
   *     it
   */
  public record Source(
      String increment,
      String file,
      OptionalLong record,
      Instant processedDate,
      boolean fromTable) {}

  /** Copies the map; its order is kept. */
  public SeenRow {
    order = Collections.unmodifiableMap(new LinkedHashMap<>(order));
  }
}
