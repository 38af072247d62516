/**
 * From the raw zone to typed rows: which increments are pending, whether their files can be read,
 * and the rows of those that can; what cannot be used goes to quarantine.
 */
package io.sluice.read;
