package io.sluice.read;

/**
 * An increment that cannot be read as it is; it stays pending.
 *
 * @param id its id, or its path below the raw folder where the id cannot be read
 * @param reason the full message
 */
public record RefusedIncrement(String id, String reason) {}
