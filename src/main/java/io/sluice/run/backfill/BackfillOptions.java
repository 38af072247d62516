package io.sluice.run.backfill;

import java.util.OptionalLong;

/**
 * How {@code backfill} goes.
 *
 * @param expectSame whether the rebuilt table takes the place where no row differs
 * @param from the number of a version of the table to begin with; nothing: with the first increment
 * @param maxBytes of raw files in one commit, 1 or more
 * @param samples how many rows of each kind are shown
 */
public record BackfillOptions(
    String runId, boolean expectSame, OptionalLong from, long maxBytes, int samples) {}
