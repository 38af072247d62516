package io.sluice.http;

/**
 * How messages speak of the work that requests are part of. The parts are put into sentences, so
 * they begin and end as the examples do.
 *
 * @param work what an interrupt ends, such as {@code the export}
 * @param server who is asked, such as {@code the source}
 * @param state what there is of requests that failed: {@code The request is in the ledger}
 * @param stateBefore what there is of earlier requests, where this one was refused
 * @param next what to do after a failure that may pass: {@code Run again: the export continues}
 */
public record Wording(String work, String server, String state, String stateBefore, String next) {}
