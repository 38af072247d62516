/**
 * Sources' APIs to sealed increments in the raw zone; no Spark.
 *
 * <p>A {@link io.sluice.extract.Connector} says what to ask of a source and how to turn its answers
 * into files. How it is asked is {@code io.sluice.http}. Everything else is here: the ledger entry
 * before the question, the files with their hashes and the manifest behind them ({@link
 * io.sluice.extract.Export}), leases, and what one dataset's failure means for the others ({@link
 * io.sluice.extract.Extraction}). A new connector is a package below this one and a line in {@code
 * run.KnownConnectors}.
 */
package io.sluice.extract;
