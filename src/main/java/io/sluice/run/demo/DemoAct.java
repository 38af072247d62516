package io.sluice.run.demo;

import io.sluice.error.ExitCode;
import java.util.List;

/**
 * A part of a demo's story.
 *
 * @param title what it shows
 */
public record DemoAct(String title, List<Step> steps) {
  /** Copies the list. */
  public DemoAct {
    steps = List.copyOf(steps);
  }

  /**
   * A command and what it did.
   *
   * @param command its arguments, {@code ingest zuora/account}
   * @param exitCode what its process would have ended with
   * @param lines what matters of its outcome, in sentences
   */
  public record Step(String command, ExitCode exitCode, List<String> lines) {
    /** Copies the list. */
    public Step {
      lines = List.copyOf(lines);
    }
  }
}
