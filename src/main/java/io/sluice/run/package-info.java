/**
 * The verbs: which steps, in which order, for which datasets, several at a time; and their reports.
 */
package io.sluice.run;
