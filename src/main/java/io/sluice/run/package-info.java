/**
 * What all verbs share, and {@code ingest}: which steps, in which order, for which datasets,
 * several at a time. Each other verb has a package of its own below this one, with a class that is
 * made of a {@link io.sluice.run.Run} and does what the verb is for.
 *
 * <p>A verb may throw a {@link io.sluice.error.SluiceException}, which bears the exit code; what
 * goes wrong with one dataset of several is in its outcome instead, so that the others are told of
 * too.
 */
package io.sluice.run;
