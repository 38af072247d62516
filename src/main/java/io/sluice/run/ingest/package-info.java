/**
 * {@code ingest}: {@link io.sluice.run.ingest.Ingest} is the loop over what is pending, {@link
 * io.sluice.run.ingest.Attempt} one try: scanned, read, decided, staged, committed.
 */
package io.sluice.run.ingest;
