package io.sluice.run.why;

import io.sluice.run.show.ShownRows;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the table has of a key.
 *
 * @param version the current version
 * @param row the row; nothing where the table has none
 * @param tombstone whether a tombstone keeps older rows out
 * @param increment whose row, or delete, it is; nothing where there is neither
 * @param since the version that applied the increment; nothing where that is not known
 * @param atTheLatest whether the increment may have been applied before that version, which is the
 *     first one that is kept
 */
public record InTable(
    long version,
    Optional<ShownRows> row,
    boolean tombstone,
    Optional<String> increment,
    OptionalLong since,
    boolean atTheLatest) {}
