/** {@code backfill}: a table is built anew from the raw zone, compared, and takes the place. */
package io.sluice.run.backfill;
