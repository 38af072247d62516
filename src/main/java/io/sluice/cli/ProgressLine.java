package io.sluice.cli;

import io.sluice.error.Printable;
import io.sluice.run.DatasetOutcome;
import io.sluice.run.Progress;
import io.sluice.spec.DatasetName;
import java.io.PrintStream;

/**
 * One line of a terminal, redrawn at each step: {@code [3/14] zuora/account: merging}. The cursor
 * waits at the line's beginning, so that a log line is written over it and not behind it. Safe for
 * use by several threads.
 */
final class ProgressLine implements Progress, AutoCloseable {
  private final PrintStream terminal;
  private final int width;
  private int datasets;
  private int done;
  private int drawn;

  /**
   * A line, not yet drawn.
   *
   * @param columns the width of the terminal
   */
  ProgressLine(PrintStream terminal, int columns) {
    this.terminal = terminal;
    this.width = columns - 1; // a full line would break
  }

  @Override
  public synchronized void begin(int count) {
    datasets = count;
    done = 0;
  }

  @Override
  public synchronized void step(DatasetName dataset, String step) {
    draw("[" + done + "/" + datasets + "] " + dataset + ": " + step);
  }

  @Override
  public synchronized void done(DatasetOutcome outcome) {
    done++;
    draw("[" + done + "/" + datasets + "] " + outcome.dataset() + ": done");
  }

  @Override
  public synchronized void ended(DatasetName dataset) {
    done++;
    draw("[" + done + "/" + datasets + "] " + dataset + ": done");
  }

  @Override
  public void close() {
    clear();
  }

  @Override
  public synchronized void clear() {
    if (drawn > 0) {
      terminal.print("\r" + " ".repeat(drawn) + "\r");
      terminal.flush();
      drawn = 0;
    }
  }

  private void draw(String step) {
    String text = Printable.line(step);
    String line = text.length() > width ? text.substring(0, width) : text;
    terminal.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())) + "\r");
    terminal.flush();
    drawn = line.length();
  }
}
