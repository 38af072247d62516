/**
 * {@code init}: a job file from samples, or from a job that Sluice ships. The one place where
 * anything is guessed: {@code ingest} reads what the job file says.
 */
package io.sluice.run.init;
