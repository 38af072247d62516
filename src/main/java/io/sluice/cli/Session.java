package io.sluice.cli;

import io.sluice.run.Progress;
import io.sluice.run.Verbs;
import java.io.PrintStream;
import java.util.function.Supplier;

/**
 * What a command works with.
 *
 * @param verbs made when first needed, as help needs none
 * @param out standard output
 * @param err standard error
 * @param progress told how the run goes on
 */
record Session(Supplier<Verbs> verbs, Output out, PrintStream err, Progress progress) {}
