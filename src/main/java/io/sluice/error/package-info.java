/**
 * The exception family, the exit codes, and how text becomes fit to be shown; uses nothing else.
 */
package io.sluice.error;
