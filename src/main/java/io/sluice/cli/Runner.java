package io.sluice.cli;

import io.sluice.run.Progress;

/** Runs verbs for the command line. */
interface Runner {
  /**
   * Runs a verb.
   *
   * @param progress receives the progress of the run
   * @param <R> the outcome
   */
  <R> R run(VerbInvocation<R> asked, Progress progress);
}
