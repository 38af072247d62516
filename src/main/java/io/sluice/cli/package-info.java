/**
 * The terminal: arguments in, one call, exit code out. What a verb does is left to {@code
 * io.sluice.run}.
 */
package io.sluice.cli;
