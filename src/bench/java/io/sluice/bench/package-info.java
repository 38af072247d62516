/**
 * {@code ./sluice bench}: times the product against a plain copy of the table and against the usual
 * typed merge, in one process. On the class path of the tests, never in the jar.
 */
package io.sluice.bench;
