package io.sluice.run.status;

import java.time.Instant;

/**
 * A length of time whose changes no sealed export holds.
 *
 * @param from up to here the exports before it hold every change
 * @param to from here on the exports behind it do
 */
public record ExportGap(Instant from, Instant to) {}
