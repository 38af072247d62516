package io.sluice.cli;

import io.sluice.error.Printable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Standard output, buffered, in UTF-8 whatever the locale. If the reader of a pipe has ended, as
 * {@code head} does after ten lines, further output is dropped silently: that is not a failure of
 * the verb. Other failures, such as a full disk, are thrown.
 */
final class Output extends Writer {
  private static final int BUFFER = 1 << 16;

  private static final Pattern PROBLEM = Pattern.compile("(?m)^problem:");
  private static final Pattern WARNING = Pattern.compile("(?m)^(?:warning|gap):");
  private static final String RED = "\u001b[31m";
  private static final String YELLOW = "\u001b[33m";
  private static final String PLAIN = "\u001b[0m";

  private final Writer target;
  private final boolean colours;
  private boolean readerGone;

  /**
   * Writes to this stream.
   *
   * @param colours whether words that begin problems and warnings stand out
   */
  Output(OutputStream stream, boolean colours) {
    this.colours = colours;
    this.target =
        new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), BUFFER);
  }

  /** Whether nobody reads the output any more, so that the verb can stop. */
  boolean readerGone() {
    return readerGone;
  }

  /** Writes text for people, fit to be shown; data goes out by {@link #write(String)}. */
  void text(String text) throws IOException {
    String shown = Printable.lines(text);
    write(colours ? coloured(shown) : shown);
  }

  private static String coloured(String text) {
    String red = PROBLEM.matcher(text).replaceAll(RED + "$0" + PLAIN);
    return WARNING.matcher(red).replaceAll(YELLOW + "$0" + PLAIN);
  }

  /** Writes text for people and a line feed. */
  void line(String text) throws IOException {
    text(text + "\n");
  }

  @Override
  public void write(char[] buffer, int offset, int length) throws IOException {
    unlessGone(() -> target.write(buffer, offset, length));
  }

  @Override
  public void flush() throws IOException {
    unlessGone(target::flush);
  }

  @Override
  public void close() throws IOException {
    flush();
  }

  private interface Step {
    void run() throws IOException;
  }

  private void unlessGone(Step step) throws IOException {
    if (readerGone) {
      return;
    }
    try {
      step.run();
    } catch (IOException e) {
      // Only the operating system's message tells a closed pipe from other failures.
      readerGone = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
      if (!readerGone) {
        throw e;
      }
    }
  }
}
