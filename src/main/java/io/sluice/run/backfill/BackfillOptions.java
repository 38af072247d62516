package io.sluice.run.backfill;

/**
 * How {@code backfill} goes.
 *
 * @param expectSame whether the rebuilt table takes the place where no row differs
 * @param maxBytes of raw files in one commit, 1 or more
 * @param samples how many rows of each kind are shown
 */
public record BackfillOptions(String runId, boolean expectSame, long maxBytes, int samples) {}
