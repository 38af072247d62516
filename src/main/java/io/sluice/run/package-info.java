/**
 * What all verbs share, and {@code ingest}: which steps, in which order, for which datasets,
 * several at a time. Each other verb has a package of its own below this one, with a class that is
 * constructed from a {@link io.sluice.run.Run} and runs the verb.
 *
 * <p>A verb may throw a {@link io.sluice.error.SluiceException}, which has the exit code. A failure
 * of one dataset of several is in its outcome instead, so that the others are reported too.
 */
package io.sluice.run;
