/** The history of runs, and the leases that keep two runs apart. */
package io.sluice.ledger;
