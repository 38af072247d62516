/**
 * What a clean table is: versions, the change that makes the next one, and its commit. One package
 * below this one for each family of formats.
 */
package io.sluice.table;
