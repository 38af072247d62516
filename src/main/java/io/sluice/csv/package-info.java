/**
 * The grammar of CSV (RFC 4180), read with the offsets of its records and written. What a record
 * means is left to others.
 */
package io.sluice.csv;
