/**
 * The terminal: arguments in, one call, exit code out. A verb is one {@link io.sluice.cli.Command}
 * here, listed in {@link io.sluice.cli.Commands}; what it does is left to its package below {@code
 * io.sluice.run}.
 */
package io.sluice.cli;
