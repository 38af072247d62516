/** The exception family and the exit codes; uses nothing else. */
package io.sluice.error;
