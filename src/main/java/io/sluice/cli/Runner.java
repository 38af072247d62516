package io.sluice.cli;

import io.sluice.run.Progress;

/** The door between the command line and what verbs do. */
interface Runner {
  /**
   * Runs a verb.
   *
   * @param progress told how the run goes on
   * @param <R> the outcome
   */
  <R> R run(VerbInvocation<R> asked, Progress progress);
}
