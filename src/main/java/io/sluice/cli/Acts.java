package io.sluice.cli;

import io.sluice.run.demo.DemoAct;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Prints the acts of a demo, each once: as soon as it is over, where somebody reads them. */
final class Acts {
  private static final int WIDTH = 74;

  private final String program;
  private Optional<Session> session = Optional.empty();
  private Optional<IOException> failure = Optional.empty();
  private int printed;

  /**
   * Acts of commands.
   *
   * @param program what the user types to call this program
   */
  Acts(String program) {
    this.program = program;
  }

  /** From now on acts are printed here as they come. */
  void shownIn(Session where) {
    session = Optional.of(where);
  }

  /** An act is over. Output that cannot be written does not end the demo before its time. */
  void told(DemoAct act) {
    session.ifPresent(
        where -> {
          where.progress().clear();
          try {
            print(act, where.out());
            where.out().flush();
          } catch (IOException e) {
            failure = Optional.of(e);
          }
        });
  }

  /** Prints those that are not printed yet. */
  void printRest(List<DemoAct> acts, Output out) throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
    for (DemoAct act : acts.subList(printed, acts.size())) {
      print(act, out);
    }
  }

  private void print(DemoAct act, Output out) throws IOException {
    printed++;
    StringBuilder text = new StringBuilder(printed + ". " + act.title() + "\n");
    for (DemoAct.Step step : act.steps()) {
      text.append("   $ ").append(program).append(' ').append(step.command()).append('\n');
      for (String line : step.lines()) {
        Wrapped.lines(line, WIDTH).forEach(part -> text.append("     ").append(part).append('\n'));
      }
    }
    out.text(text.append('\n').toString());
  }
}
