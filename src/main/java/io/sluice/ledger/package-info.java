/** The history of runs, and the leases by which two runs keep out of each other's way. */
package io.sluice.ledger;
