package io.sluice.run.why;

/**
 * An increment that may have rows of the key and could not be read.
 *
 * @param applied whether the table has it; else it is pending and refused
 * @param why half a sentence, or a whole message
 */
public record NotRead(String increment, boolean applied, String why) {}
