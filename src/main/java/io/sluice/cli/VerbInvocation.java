package io.sluice.cli;

import io.sluice.run.Run;
import java.io.IOException;

/**
 * A verb with its arguments: one method runs it, another prints the outcome.
 *
 * @param <R> the outcome
 */
interface VerbInvocation<R> extends Invocation {
  /** How it prints. */
  Style style();

  @Override
  default LogOptions logs() {
    return style().logs();
  }

  /** Runs it; prints nothing. */
  R run(Run run);

  /**
   * Prints the outcome.
   *
   * @return what the process ends with
   * @throws IOException if standard output cannot be written
   */
  int print(R outcome, Session session) throws IOException;

  @Override
  default int answer(Session session) throws IOException {
    return print(session.runner().run(this, session.progress()), session);
  }
}
