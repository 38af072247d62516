package io.sluice.run.demo;

import io.sluice.run.DatasetOutcome;
import io.sluice.run.status.DatasetStatus;
import java.util.List;
import java.util.Optional;

/**
 * What a demo did.
 *
 * @param acts the story, where the demo tells one
 * @param outcomes one per dataset, its increments and counts summed over all runs, its rows and
 *     version as they are at the end
 * @param status where each dataset stands at the end
 * @param place where further commands find its files
 * @param next commands that lead the story on, without the program's name
 * @param exports what was exported from the demo's servers, beside all this
 */
public record DemoReport(
    List<DemoAct> acts,
    List<DatasetOutcome> outcomes,
    List<DatasetStatus> status,
    DemoPlace place,
    List<Command> next,
    Optional<DemoExports> exports) {
  /**
   * A command to try.
   *
   * @param words verb and arguments
   * @param use what it is good for, in half a line
   */
  public record Command(String words, String use) {}

  /** Copies the lists. */
  public DemoReport {
    acts = List.copyOf(acts);
    outcomes = List.copyOf(outcomes);
    status = List.copyOf(status);
    next = List.copyOf(next);
  }
}
