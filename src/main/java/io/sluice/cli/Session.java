package io.sluice.cli;

import io.sluice.error.UsageException;
import io.sluice.run.Progress;
import io.sluice.spec.DatasetName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What an invocation works with.
 *
 * @param runner runs verbs
 * @param progress receives the progress of a run
 * @param out standard output
 * @param err standard error
 * @param person what a person at the terminal types; nothing where there is none
 */
record Session(
    Runner runner,
    Progress progress,
    Output out,
    PrintStream err,
    Optional<BufferedReader> person) {
  private static final Set<String> YES = Set.of("y", "yes");

  /**
   * Asks after a preview; goes on where a person says yes.
   *
   * @param what the option {@code --yes} does without a question
   * @throws UsageException where nobody does, or the answer is for a program
   */
  void requireAgreed(Style style, DatasetName dataset, String question, String what)
      throws IOException {
    if (style.json() || !agrees(question)) {
      throw new UsageException(
          dataset + ": nothing was changed. To " + what + " without a question, add --yes");
    }
  }

  /** Whether a person says yes; false where there is none to ask. */
  boolean agrees(String question) throws IOException {
    if (person.isEmpty()) {
      return false;
    }
    out.flush();
    err.print(question + " [y/N] ");
    err.flush();
    String line = person.get().readLine();
    return line != null && YES.contains(line.strip().toLowerCase(Locale.ROOT));
  }
}
