/** {@code runs}: what past runs did, from the ledger. */
package io.sluice.run.runs;
