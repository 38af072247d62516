package io.sluice.merge;

import java.time.Instant;
import java.util.List;

/**
 * A row in memory that competes for its key: of an increment, of the table, or a tombstone.
 *
 * @param key the values of the key columns, equal for equal keys
 * @param values those of the stored columns, in their order; of a delete only the ones of key and
 *     order columns are there
 * @param keyOriginal the key before it was normalised, or null
 * @param dataFile where a stored row lies, or null
 */
record Contender(
    List<Object> key,
    List<Object> values,
    String rescued,
    Instant processedDate,
    String increment,
    int fileOrdinal,
    boolean delete,
    String keyOriginal,
    String dataFile) {}
