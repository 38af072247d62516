package io.sluice.cli;

import io.sluice.run.Progress;
import java.io.PrintStream;

/**
 * What an invocation works with.
 *
 * @param runner runs verbs
 * @param progress receives the progress of a run
 * @param out standard output
 * @param err standard error
 */
record Session(Runner runner, Progress progress, Output out, PrintStream err) {}
