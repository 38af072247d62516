package io.sluice.law;

/** A row that competes for its key: of an increment, of the table, or a tombstone. */
public interface Contender {
  /** Its version but for the hash. */
  Version version();

  /** Whether a floor of its partition, or of the table, lies above it. */
  boolean isBelowFloor();

  /** Whether the other row of the same key has the same content; not asked of deletes. */
  boolean hasContentOf(Contender other);

  /** The hash of its content ({@link RowHash}). Expensive; only used if nothing else decides. */
  String hash();
}
