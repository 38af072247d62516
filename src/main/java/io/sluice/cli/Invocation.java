package io.sluice.cli;

import java.io.IOException;

/** A command line that was understood completely and is ready to run. */
interface Invocation {
  /**
   * Runs it and prints the outcome.
   *
   * @return what the process ends with
   * @throws IOException if standard output cannot be written
   */
  int answer(Session session) throws IOException;

  /** Where its log goes. */
  default LogOptions logs() {
    return LogOptions.NONE;
  }

  /** Prints a text. */
  record Print(String text) implements Invocation {
    @Override
    public int answer(Session session) throws IOException {
      session.out().text(text);
      return 0;
    }
  }
}
