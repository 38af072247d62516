package io.sluice.cli;

import java.io.IOException;

/** A command line that was understood in full: all that is left is to do it. */
interface Invocation {
  /**
   * Does it and prints what came of it.
   *
   * @return what the process ends with
   * @throws IOException if standard output cannot be written
   */
  int answer(Session session) throws IOException;

  /** Prints a text and is done. */
  record Print(String text) implements Invocation {
    @Override
    public int answer(Session session) throws IOException {
      session.out().text(text);
      return 0;
    }
  }
}
